import Desk
import Drawing
import Foundation
import Geometry
import Office
import Papers
import Records
import Settings
import Slips
import Terminal
import TestSupport
import Wire

/// Report of a day: made by the kiosk's own code, compared with the simulator's count, and written into
/// files.
extension Simulation {
    /// File of a report, by its name.
    package typealias ReportFile = (name: String, bytes: [UInt8])

    /// Date of the first day.
    private static let firstDate = CalendarDate(year: 2026, month: 11, day: 23)

    /// Makes the office one whose day is worth a report: keypads, a printer and several power cuts, and
    /// a clock that is right, so that the day is one date.
    package func prepareReport() {
        plan.settle()
        printer = SimulatedPrinter(
            answers: plan.answers, goesOn: plan.goesOn, seesNearEnd: plan.seesNearEnd)
        printer.paper = SimulatedPrinter.rollLength
        (truth.rangedServices, truth.carriesOver) = ([], false)
    }

    /// Plays the first day whole, until its date has turned.
    package func playDay() {
        run(days: 1)
        run(days: 2) { self.truth.turnedTo.map { $0 > Self.firstDate } == true }
        if fault == nil { checkReports() }
    }

    /// Compares the reports of the newest dates with the own count (A3).
    func checkReports() {
        guard let newest = truth.turnedTo else { return }
        for back in 0...1 {
            let date = CalendarDate(daysSince1970: newest.daysSince1970 - back)
            do {
                guard let (ledger, forms) = try count(date) else { return }
                if let found = ledger.difference(
                    to: forms.values, withTimes: !truth.hasWrongClock)
                {
                    report("A3 the report of \(date) says \(found)")
                }
            } catch { say("the day can't be counted now: \(error)") }
        }
    }

    private func count(_ date: CalendarDate) throws -> (DayLedger, DayForms)? {
        guard let daemon, let inspector else { return nil }
        let (records, rules) = (daemon.records, daemon.desk.rules)
        let day = try records.readNow { try $0.days.counts(on: date, day: rules.day) }
        return (
            try DayLedger(date, lives: truth.lives, truth, inspector),
            DayForms(date, day, terminal: records.terminal, by: rules)
        )
    }

    /// Report of the first day, as slip and on A4, with the log of what happened.
    package func reportFiles() throws -> [ReportFile] {
        guard let (ledger, forms) = try count(Self.firstDate),
            let profile = plan.bundle.profile.value
        else { return [] }
        let (slip, values) = (forms.slip, forms.values)
        let picture = SlipPicture(profile: profile, shaper: shaper).pixels(of: slip)
        let log = log(ledger, values)
        return [
            ("slip.png", try picture.png()),
            ("slip.bin", ReceiptRenderer(profile: profile, shaper: shaper).bytes(of: slip)),
            ("day.pdf", try PaperPDF(shaper: shaper).bytes(of: forms.paper)),
            ("day.csv", Array(values.csv.utf8)), ("log.txt", Array(log.utf8)),
        ]
    }

    /// Log of the day: what happened, the counts, and the report's beside them.
    private func log(_ ledger: DayLedger, _ report: Wire.DayReport) -> String {
        func line(_ name: String, _ count: Int) -> String {
            "\(count)".leftPadded(7) + "  " + name
        }
        let own = ledger.all
        let pairs: [(String, Int?, Int?)] = [
            ("given", own.given, report.all.given), ("served", own.served, report.all.served),
            ("not served", own.notServed, report.all.notServed),
            ("no show", own.noShow, report.all.noShow),
            ("withdrawn", own.withdrawn, report.all.withdrawn),
            ("waiting", own.waiting, report.all.waiting),
            ("expired", own.expired, report.all.expired),
            ("average wait, s", own.averageWait, report.all.averageWaitSeconds),
            ("longest wait, s", own.longestWait, report.all.longestWaitSeconds),
            ("average service, s", own.averageService, report.all.averageServiceSeconds),
        ]
        let counters = plan.bundle.settings.calling.counters.count
        let head = [
            "Day \(ledger.date) of seed \(seed): \(counters) counters, \(plan.padCount) of them with "
                + "a keypad", "",
        ]
        let sums = [
            line("visits", counts.visits), line("tickets", ledger.all.given),
            line("slips and lists sent to the printer", counts.prints),
            line("power cuts", counts.cuts), line("daemon killed", counts.kills),
            line("calls of the disk that failed", counts.failedCalls),
        ]
        let hall = hallCounts.lines.map { line($0.name, $0.count) }
        let table = pairs.map { name, own, theirs in
            func text(_ count: Int?) -> String { (count.map(String.init) ?? "-").leftPadded(7) }
            return text(own) + text(theirs) + "  " + name
        }
        let verdict =
            ledger.difference(to: report, withTimes: true).map { "They differ: \($0)." }
            ?? "They agree, and so does each service and hour."
        return
            (head + ["What happened", ""] + happenings + ["", "Counts", ""] + sums + hall
            + ["", "Journal and report", "", "journal report"] + table + ["", verdict, ""])
            .joined(separator: "\n")
    }

    /// Notes what a reader of the log wants to know.
    func note(_ happening: String) {
        let seconds = Int(clock.secondOfDay)
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
        let time = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map(two)
        happenings.append(time.joined(separator: ":") + "  " + happening)
    }
}

extension String {
    fileprivate func leftPadded(_ width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }
}
