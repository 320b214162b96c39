import Foundation
import Office
import Testing

@Suite("Numbers and business dates", .timeLimit(.minutes(5)))
struct NumberingTests {
    static let belu = TimeZone(identifier: "Asia/Makassar") ?? .gmt

    /// Returns the moment of a local time in Belu.
    static func wita(_ text: String) -> Date {
        let parts = text.split(whereSeparator: { "- :".contains($0) }).compactMap { Int($0) }
        let date = CalendarDate(year: parts[0], month: parts[1], day: parts[2])
        let seconds = date.daysSince1970 * 86_400 + parts[3] * 3600 + parts[4] * 60 + parts[5]
        return Date(timeIntervalSince1970: Double(seconds - 8 * 3600))
    }

    @Test(
        "A1 a number is padded to three digits and goes on past them",
        arguments: [(1, "T-001"), (42, "T-042"), (999, "T-999"), (1000, "T-1000")])
    func padding(value: Int, text: String) {
        #expect(TicketNumber(prefix: "T", value: value).description == text)
        #expect(TicketNumber(text) == TicketNumber(prefix: "T", value: value))
    }

    @Test(
        "L4 what people type of a number is understood",
        arguments: ["t-7", "T7", "T-007", " t 7 ", "T-7"])
    func typed(text: String) {
        #expect(TicketNumber(text) == TicketNumber(prefix: "T", value: 7))
    }

    @Test("L4 what is no number is none", arguments: ["", "7", "TTTT-1", "T-0", "T-", "T--1x"])
    func notANumber(text: String) { #expect(TicketNumber(text) == nil) }

    @Test("A1 a range wraps at its end, and never onto a number that still waits")
    func wraps() throws {
        let range = 1...3
        func next(_ last: Int?, _ waiting: Set<Int>) throws -> Int {
            try Numbering.next(
                prefix: "T", after: last, range: range, waiting: waiting.contains)
        }
        #expect(try next(nil, []) == 1)
        #expect(try next(3, []) == 1)
        #expect(try next(3, [1]) == 2)
        #expect(try next(1, [2, 3]) == 1)
        #expect(throws: Numbering.RangeUsedUp.self) { try next(2, [1, 2, 3]) }
    }

    static let days: [(String, String)] = [
        ("2026-11-22 23:59:59", "2026-11-22"), ("2026-11-23 00:00:00", "2026-11-23"),
        ("2026-12-31 23:59:59", "2026-12-31"), ("2027-01-01 00:00:00", "2027-01-01"),
        ("2028-02-29 12:00:00", "2028-02-29"),
    ]

    @Test("A2 the business date follows the office's own clock, never UTC", arguments: days)
    func businessDate(moment: String, date: String) {
        let day = BusinessDay(zone: Self.belu)
        #expect(day.date(at: Self.wita(moment)).description == date)
    }

    @Test("A2 a day that starts at 04:00 ends at 04:00") func dayStart() {
        let day = BusinessDay(zone: Self.belu, startMinute: 240)
        #expect(day.date(at: Self.wita("2026-11-23 03:59:59")).description == "2026-11-22")
        #expect(day.date(at: Self.wita("2026-11-23 04:00:00")).description == "2026-11-23")
    }

    static let clocks: [(String, String?)] = [
        ("2026-11-23 10:00:30", "2026-11-23"), ("2026-11-23 09:59:30", "2026-11-23"),
        ("2026-11-23 08:00:00", nil), ("2026-11-22 10:00:00", nil),
        ("1970-01-01 08:00:00", nil), ("2000-01-01 00:00:00", nil),
        ("2026-11-26 09:00:00", "2026-11-26"),
    ]

    @Test(
        "A2 a clock behind the newest record is named, and issuing follows the setting",
        arguments: clocks)
    func clockBehind(moment: String, date: String?) throws {
        let day = BusinessDay(zone: Self.belu)
        let newest = (
            issuedAt: Self.wita("2026-11-23 10:00:00"),
            businessDate: CalendarDate(year: 2026, month: 11, day: 23)
        )
        let now = Self.wita(moment)
        let kept = try day.dateForIssue(at: now, newest: newest, policy: .continue)
        #expect(kept.description == date ?? "2026-11-23")
        if date == nil {
            #expect(throws: ClockFault.self) {
                try day.dateForIssue(at: now, newest: newest, policy: .refuse)
            }
        }
    }

    @Test("A2 calendar arithmetic agrees with itself over four centuries") func calendar() {
        for days in stride(from: -150_000, through: 150_000, by: 97) {
            let date = CalendarDate(daysSince1970: days)
            #expect(date.daysSince1970 == days)
            #expect(CalendarDate(date.description) == date || date.year < 1000)
        }
        #expect(CalendarDate("2026-02-30") == nil)
    }

    @Test("codes are read back however they are typed") func codes() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let code = Tokens.ticketCode(using: &random)
            #expect(code.count == 8 && Tokens.normalised(code) == code)
            #expect(!code.contains { "ILOU".contains($0) })
        }
        #expect(Tokens.normalised("7f3k-qOIl") == "7F3KQ011")
    }
}

@Suite("Hours, waiting time, index", .timeLimit(.minutes(5)))
struct OfficeRulesTests {
    static let hours = OfficeHours(
        week: Dictionary(uniqueKeysWithValues: (1...5).map { ($0, .init(from: 480, to: 900)) }),
        breaks: [5: [.init(from: 690, to: 780)]],
        holidays: [CalendarDate(year: 2026, month: 12, day: 25): Holiday()],
        closedDates: [CalendarDate(year: 2026, month: 11, day: 24)])

    static let cases: [(String, ClosedReason?, String?)] = [
        ("2026-11-23 08:00:00", nil, nil), ("2026-11-23 14:29:59", nil, nil),
        ("2026-11-23 07:59:59", .beforeOpening, "2026-11-23 08:00:00"),
        ("2026-11-23 14:30:00", .afterLastTicket, "2026-11-25 08:00:00"),
        ("2026-11-23 15:00:00", .afterClosing, "2026-11-25 08:00:00"),
        ("2026-11-24 10:00:00", .closedDate, "2026-11-25 08:00:00"),
        ("2026-11-27 11:30:00", .breakTime, "2026-11-27 13:00:00"),
        ("2026-11-27 13:00:00", nil, nil),
        ("2026-11-28 10:00:00", .closedWeekday, "2026-11-30 08:00:00"),
        ("2026-12-25 10:00:00", .holiday(nil), "2026-12-28 08:00:00"),
    ]

    @Test("F1 F2 F3 open or closed, why, and when again", arguments: cases)
    func opening(moment: String, reason: ClosedReason?, next: String?) {
        let opening = Self.hours.opening(
            at: NumberingTests.wita(moment), zone: NumberingTests.belu)
        if let reason {
            #expect(opening == .closed(reason, next: next.map(NumberingTests.wita)))
        } else {
            #expect(opening.isOpen)
        }
    }

    @Test("F1 forced open wins over everything") func forced() {
        var hours = Self.hours
        hours.isForcedOpen = true
        #expect(
            hours.opening(
                at: NumberingTests.wita("2026-12-25 03:00:00"), zone: NumberingTests.belu
            ).isOpen)
    }

    /// Results published by offices: sums, respondents, weight, index, grade.
    static let published: [([Int], Int, SatisfactionIndex.Weight, String, String)] = [
        ([105, 101, 100, 116, 102, 105, 106, 105, 115], 29, .twoDigits, "90.56", "A"),
        ([105, 101, 100, 116, 102, 105, 106, 105, 115], 29, .exact, "91.48", "A"),
        ([4, 4, 4, 4, 4, 4, 4, 4, 4], 1, .exact, "100.00", "A"),
    ]

    @Test("G4 the index equals what offices published", arguments: published)
    func index(
        sums: [Int], respondents: Int, weight: SatisfactionIndex.Weight, text: String,
        grade: String
    ) throws {
        let index = try #require(
            SatisfactionIndex(sums: sums, respondents: respondents, weight: weight))
        #expect(index.text == text)
        #expect(index.grade.rawValue == grade)
    }

    @Test(
        "G4 grades change where the regulation says",
        arguments: [
            (10_000, "A"), (8_831, "A"), (8_830, "B"), (7_661, "B"), (7_660, "C"), (6_500, "C"),
            (6_499, "D"), (2_500, "D"),
        ])
    func grades(hundredths: Int, grade: String) {
        #expect(SatisfactionIndex.grade(hundredths: hundredths).rawValue == grade)
    }

    @Test("G4 no respondents, no value") func nobody() {
        #expect(SatisfactionIndex(sums: [0], respondents: 0) == nil)
    }
}
