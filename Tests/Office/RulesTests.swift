import Foundation
import TestSupport
import Testing

@testable import Office

@Suite("Office rules over many cases", .timeLimit(.minutes(5)))
struct RulesTests {
    private static let lisbon = TimeZone(identifier: "Europe/Lisbon") ?? .gmt

    private static func seeded() -> (seed: UInt64, random: SeededRandom) {
        let random = SeededRandom()
        return (random.seed, random)
    }

    @Test("A1 whatever waits, the next number is the first free one behind the last")
    func numbering() throws {
        var (seed, random) = Self.seeded()
        for _ in 0..<3_000 {
            let first = Int.random(in: 1...200, using: &random)
            let range = first...(first + Int.random(in: 0...12, using: &random))
            let waiting = Set(range.filter { _ in Bool.random(using: &random) })
            let last = Bool.random(using: &random) ? Int.random(in: 0...230, using: &random) : nil
            // The same rule by another algorithm: walk around the range once, beginning after the
            // last number.
            let start = last.flatMap { range.contains($0 + 1) ? $0 + 1 : nil } ?? first
            let circle = Array(start...range.upperBound) + Array(first..<start)
            let expected = circle.first { !waiting.contains($0) }
            let next = try? Numbering.next(
                prefix: "T", after: last, range: range, waiting: waiting.contains)
            #expect(next == expected, "seed \(seed): after \(last ?? 0) in \(range)")
        }
    }

    @Test("A1 A3 without a range numbers go on for ever, past those that wait") func endless()
        throws
    {
        for last in [998, 999, 1_000_000] {
            #expect(
                try Numbering.next(prefix: "T", after: last, range: nil) { $0 <= last } == last + 1)
            #expect(
                try Numbering.next(prefix: "T", after: last, range: nil) { $0 < last + 3 }
                    == last + 3)
        }
    }

    @Test("A1 a range without a free number says which, and what to do") func usedUp() {
        let error = Numbering.RangeUsedUp(prefix: "T", range: 5...9)
        #expect(throws: error) {
            try Numbering.next(prefix: "T", after: 7, range: 5...9) { _ in true }
        }
        #expect(error.description.contains("T-5 to T-9") && error.description.contains("longer"))
    }

    @Test("A2 whatever the clock does, with the default setting the date never goes back")
    func neverBack() throws {
        var (seed, random) = Self.seeded()
        let day = BusinessDay(zone: NumberingTests.belu, startMinute: 240)
        var newest: (issuedAt: Date, businessDate: CalendarDate)?
        for _ in 0..<3_000 {
            let now = Date(
                timeIntervalSince1970: Double.random(in: 0...1_900_000_000, using: &random))
            let date = try day.dateForIssue(at: now, newest: newest, policy: .continue)
            if let newest {
                #expect(date >= newest.businessDate, "seed \(seed)")
                #expect(
                    date == newest.businessDate || !day.isBehind(now, newest), "seed \(seed)")
            }
            newest = (now, date)
        }
    }

    @Test("A2 a day that starts at 04:00 starts then on the days of summer time too")
    func summerTime() {
        let day = BusinessDay(zone: Self.lisbon, startMinute: 240)
        // 2027-03-28 01:00 WET becomes 02:00 WEST; 2027-10-31 02:00 WEST becomes 01:00 WET.
        for (text, minute, expected) in [
            ("2027-03-28", 239, "2027-03-27"), ("2027-03-28", 240, "2027-03-28"),
            ("2027-10-31", 239, "2027-10-30"), ("2027-10-31", 240, "2027-10-31"),
        ] {
            let date = CalendarDate(text) ?? CalendarDate(year: 1, month: 1, day: 1)
            let moment = Date(date, minute: minute, in: Self.lisbon)
            #expect(day.date(at: moment).description == expected, "\(text) \(minute)")
        }
    }

    @Test("F2 the next opening is what the clock on the wall will show, over a change of the clock")
    func nextOverSummerTime() {
        let hours = OfficeHours(week: [1: .init(from: 480, to: 900), 6: .init(from: 480, to: 900)])
        let saturday = CalendarDate(year: 2027, month: 3, day: 27)
        let monday = CalendarDate(year: 2027, month: 3, day: 29)
        #expect(
            hours.opening(at: Date(saturday, minute: 1000, in: Self.lisbon), zone: Self.lisbon)
                == .closed(.afterClosing, next: Date(monday, minute: 480, in: Self.lisbon)))
        let local = LocalTime(Date(monday, minute: 480, in: Self.lisbon), in: Self.lisbon)
        #expect(local.hour == 8 && local.minute == 0 && local.date == monday)
    }

    @Test("F1 a break is told before the last ticket, and closing before both") func breakFirst() {
        var hours = OfficeRulesTests.hours
        hours.breaks = [5: [.init(from: 860, to: 960)]]
        for (time, reason) in [
            ("14:25:00", ClosedReason.breakTime), ("14:40:00", .breakTime),
            ("15:10:00", .afterClosing),
        ] {
            let opening = hours.opening(
                at: NumberingTests.wita("2026-11-27 \(time)"), zone: NumberingTests.belu)
            #expect(
                opening == .closed(reason, next: NumberingTests.wita("2026-11-30 08:00:00")))
        }
    }

    @Test("F2 the last ticket is given 30 minutes before closing") func lastTicket() {
        #expect(
            OfficeRulesTests.hours.opening(
                at: NumberingTests.wita("2026-11-23 08:00:00"), zone: NumberingTests.belu)
                == .open(lastTicketAt: NumberingTests.wita("2026-11-23 14:30:00")))
    }

    @Test("F2 an office that never opens has no next opening") func never() {
        #expect(
            OfficeHours().opening(at: NumberingTests.wita("2026-11-23 10:00:00"), zone: .gmt)
                == .closed(.closedWeekday, next: nil))
    }

    @Test("F3 next opening is really open, and nothing before it is") func nextIsNext() {
        var (seed, random) = Self.seeded()
        let hours = OfficeRulesTests.hours
        for _ in 0..<400 {
            let moment = NumberingTests.wita("2026-11-01 00:00:00")
                .addingTimeInterval(Double(Int.random(in: 0..<5_184_000, using: &random)))
            guard case .closed(_, let next?) = hours.opening(at: moment, zone: NumberingTests.belu)
            else { continue }
            #expect(hours.opening(at: next, zone: NumberingTests.belu).isOpen, "seed \(seed)")
            var before = next.addingTimeInterval(-60)
            while before > moment {
                let opening = hours.opening(at: before, zone: NumberingTests.belu)
                if opening.isOpen {
                    Issue.record("seed \(seed): open at \(before), but next is \(next)")
                    return
                }
                before -= 600
            }
        }
    }
}
