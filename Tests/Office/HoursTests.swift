import Foundation
import TestSupport
import Testing

@testable import Office

/// Hours that meet at midnight, or pass it.
@Suite("Hours around midnight", .timeLimit(.minutes(5)))
struct HoursTests {
    private static let day = OfficeHours.Span(from: 0, to: 1_440)
    private static let night = OfficeHours.Span(from: 1_320, to: 1_800)

    private static func open(_ days: ClosedRange<Int>, _ span: OfficeHours.Span) -> OfficeHours {
        OfficeHours(week: Dictionary(uniqueKeysWithValues: days.map { ($0, span) }))
    }

    private func opening(_ hours: OfficeHours, _ text: String) -> Opening {
        hours.opening(at: NumberingTests.wita(text), zone: NumberingTests.belu)
    }

    @Test("X4 F2 an office open all day every day is open at every minute, without a last ticket")
    func always() {
        let hours = Self.open(1...7, Self.day)
        #expect(hours.neverCloses)
        for minute in 0..<1_440 {
            let text = String(format: "2026-11-25 %02d:%02d:00", minute / 60, minute % 60)
            #expect(opening(hours, text) == .open(lastTicketAt: nil), "\(text)")
        }
    }

    @Test("X4 F2 with Sunday missing the last ticket is on Saturday at 23:30")
    func sundayMissing() {
        let hours = Self.open(1...6, Self.day)
        let last = NumberingTests.wita("2026-11-28 23:30:00")
        #expect(!hours.neverCloses)
        #expect(opening(hours, "2026-11-25 23:45:00") == .open(lastTicketAt: last))
        #expect(opening(hours, "2026-11-28 23:29:00") == .open(lastTicketAt: last))
        let monday = NumberingTests.wita("2026-11-30 00:00:00")
        #expect(opening(hours, "2026-11-28 23:30:00") == .closed(.afterLastTicket, next: monday))
        #expect(opening(hours, "2026-11-29 12:00:00") == .closed(.closedWeekday, next: monday))
        #expect(opening(hours, "2026-11-30 00:00:00").isOpen)
    }

    @Test("X4 F1 a holiday closes an office that is open all day, and the day before ends early")
    func holiday() {
        var hours = Self.open(1...7, Self.day)
        hours.holidays = [CalendarDate(year: 2026, month: 12, day: 25): Holiday()]
        let last = NumberingTests.wita("2026-12-24 23:30:00")
        let next = NumberingTests.wita("2026-12-26 00:00:00")
        #expect(opening(hours, "2026-12-24 12:00:00") == .open(lastTicketAt: last))
        #expect(opening(hours, "2026-12-24 23:45:00") == .closed(.afterLastTicket, next: next))
        #expect(opening(hours, "2026-12-25 12:00:00") == .closed(.holiday(nil), next: next))
    }

    /// Nights of Monday to Friday, 22:00-06:00, with a break after midnight.
    static let nights: [(String, ClosedReason?, String?)] = [
        ("2026-11-23 21:59:00", .beforeOpening, "2026-11-23 22:00:00"),
        ("2026-11-23 22:00:00", nil, "2026-11-24 05:30:00"),
        ("2026-11-24 00:00:00", nil, "2026-11-24 05:30:00"),
        ("2026-11-24 01:30:00", .breakTime, "2026-11-24 02:00:00"),
        ("2026-11-24 05:29:00", nil, "2026-11-24 05:30:00"),
        ("2026-11-24 05:30:00", .afterLastTicket, "2026-11-24 22:00:00"),
        ("2026-11-24 06:00:00", .beforeOpening, "2026-11-24 22:00:00"),
        // Friday's night ends on Saturday, which has no hours of its own.
        ("2026-11-28 03:00:00", nil, "2026-11-28 05:30:00"),
        ("2026-11-28 06:00:00", .closedWeekday, "2026-11-30 22:00:00"),
        ("2026-11-30 03:00:00", .beforeOpening, "2026-11-30 22:00:00"),
    ]

    @Test("X4 F1 F2 a night belongs to the day on which it begins", arguments: nights)
    func night(_ moment: String, _ reason: ClosedReason?, _ time: String?) {
        var hours = Self.open(1...5, Self.night)
        for day in 1...5 { hours.breaks[day] = [.init(from: 60, to: 120)] }
        let date = time.map(NumberingTests.wita)
        #expect(
            opening(hours, moment)
                == (reason.map { .closed($0, next: date) } ?? .open(lastTicketAt: date)))
    }

    @Test("X4 F1 a holiday is a night off, and the night before goes on into it")
    func nightOff() {
        var hours = Self.open(1...7, Self.night)
        hours.holidays = [CalendarDate(year: 2026, month: 11, day: 25): Holiday()]
        #expect(opening(hours, "2026-11-25 03:00:00").isOpen)
        #expect(
            opening(hours, "2026-11-25 23:00:00")
                == .closed(.holiday(nil), next: NumberingTests.wita("2026-11-26 22:00:00")))
        #expect(!opening(hours, "2026-11-26 03:00:00").isOpen)
    }

    @Test("X4 F1 a break at midnight closes once, and ends at the later end")
    func breakAtMidnight() {
        var hours = Self.open(1...7, Self.day)
        hours.breaks = [2: [.init(from: 1_380, to: 1_440)], 3: [.init(from: 0, to: 60)]]
        let end = NumberingTests.wita("2026-11-25 01:00:00")
        #expect(opening(hours, "2026-11-24 23:30:00") == .closed(.breakTime, next: end))
        #expect(opening(hours, "2026-11-25 00:30:00") == .closed(.breakTime, next: end))
        #expect(opening(hours, "2026-11-25 01:00:00").isOpen)
    }

    @Test("X4 F3 over any hours, what is called the next opening is open and nothing before it is")
    func next() {
        var random = SeededRandom()
        for round in 0..<150 {
            var hours = OfficeHours(
                lastTicketMinutes: Int.random(in: 0...90, using: &random))
            for weekday in 1...7 where Int.random(in: 0..<4, using: &random) > 0 {
                let from = 30 * Int.random(in: 0..<48, using: &random)
                let to = from + 30 * Int.random(in: 1...28, using: &random)
                hours.week[weekday] = .init(from: from, to: to)
                let pause = 30 * Int.random(in: 0..<48, using: &random)
                if Bool.random(using: &random) {
                    hours.breaks[weekday] = [.init(from: pause, to: pause + 60)]
                }
            }
            let begin = NumberingTests.wita("2026-11-23 00:00:00")
            let moment = begin + Double(60 * Int.random(in: 0..<10_080, using: &random))
            let hint = "round \(round), LOKET_SEED=\(random.seed)"
            switch hours.opening(at: moment, zone: NumberingTests.belu) {
            case .open(let last):
                guard let last else { break }
                #expect(last > moment, "\(hint)")
                #expect(!hours.opening(at: last, zone: NumberingTests.belu).isOpen, "\(hint)")
            case .closed(_, let next):
                let end = next ?? moment + 9 * 86_400
                if let next {
                    #expect(hours.opening(at: next, zone: NumberingTests.belu).isOpen, "\(hint)")
                }
                let isEarlier = stride(from: 0, to: end.timeIntervalSince(moment), by: 600).contains
                {
                    hours.opening(at: moment + $0, zone: NumberingTests.belu).isOpen
                }
                #expect(!isEarlier, "\(hint)")
            }
        }
    }
}
