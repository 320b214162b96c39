import Foundation
import Office

/// Phrases, dates and times in the visitor's language.
struct Words {
    var phrases: PhraseBook
    var language: Language
    var zone: OfficeZone

    func callAsFunction(_ key: String, _ values: [String: String] = [:]) -> String {
        phrases(key, language, values)
    }

    /// "14.05"
    func time(_ local: LocalTime) -> String {
        let separator = self("time.separator")
        return "\(local.hour < 10 ? "0" : "")\(local.hour)\(separator)"
            + "\(local.minute < 10 ? "0" : "")\(local.minute)"
    }

    /// "Minggu, 22 November 2026"
    func date(_ local: LocalTime) -> String {
        self(
            "date.long",
            [
                "weekday": self("weekday.\(local.weekday)"), "day": String(local.date.day),
                "month": self("month.\(local.date.month)"), "year": String(local.date.year),
            ])
    }

    /// Next opening in words (F2): "besok pukul 08.00", "Senin, 23 November, pukul 08.00".
    func opening(_ next: Date, now: Date) -> String {
        let local = zone.local(next)
        let days = local.date.daysSince1970 - zone.local(now).date.daysSince1970
        let values = [
            "time": "\(time(local)) \(zone.abbreviation)",
            "weekday": self("weekday.\(local.weekday)"), "day": String(local.date.day),
            "month": self("month.\(local.date.month)"),
        ]
        switch days {
        case ...0: return self("opens.today", values)
        case 1: return self("opens.tomorrow", values)
        default: return self("opens.later", values)
        }
    }

    func wait(_ wait: WaitRange?) -> String {
        guard let wait else { return self("wait.unknown") }
        return self(
            "wait.range",
            ["from": String(wait.minutes.lowerBound), "to": String(wait.minutes.upperBound)])
    }

    func ahead(_ count: Int) -> String {
        count == 0 ? self("ahead.none") : self("ahead.count", ["n": String(count)])
    }
}
