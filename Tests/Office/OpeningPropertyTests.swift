import Foundation
import TestSupport
import Testing

@testable import Office

/// The evaluator against a reference that looks at every minute.
@Suite("Opening against every minute of five weeks", .timeLimit(.minutes(5)))
struct OpeningPropertyTests {
    private static let monday = CalendarDate(year: 2026, month: 11, day: 23).daysSince1970
    private static let dayCount = 45

    private func hours(_ random: inout SeededRandom) -> OfficeHours {
        var hours = OfficeHours(lastTicketMinutes: Int.random(in: 0...90, using: &random))
        let isRound = Int.random(in: 0..<6, using: &random) == 0
        for weekday in 1...7 where Int.random(in: 0..<4, using: &random) > 0 {
            let from = isRound ? 0 : 30 * Int.random(in: 0..<48, using: &random)
            let to = isRound ? 1_440 : from + 30 * Int.random(in: 1...28, using: &random)
            hours.week[weekday] = .init(from: from, to: to)
            for _ in 0..<Int.random(in: 0...2, using: &random) {
                let pause = 15 * Int.random(in: 0..<94, using: &random)
                hours.breaks[weekday, default: []].append(.init(from: pause, to: pause + 45))
            }
        }
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            let date = CalendarDate(
                daysSince1970: Self.monday + Int.random(in: 0..<20, using: &random))
            if Bool.random(using: &random) {
                hours.closedDates.insert(date)
            } else {
                hours.holidays[date] = Holiday(name: "Libur")
            }
        }
        hours.isForcedOpen = Int.random(in: 0..<8, using: &random) == 0
        return hours
    }

    private func order(_ day: BusinessDay, near date: CalendarDate, _ random: inout SeededRandom)
        -> OpeningOrder?
    {
        if Int.random(in: 0..<3, using: &random) == 0 { return nil }
        let begin = day.begin(of: date)
        let until = Double(60 * Int.random(in: 1..<1_440, using: &random))
        return OpeningOrder(
            state: Bool.random(using: &random) ? .open : .closed,
            until: Bool.random(using: &random) ? begin + until : nil, businessDate: date,
            who: "root", setAt: begin)
    }

    private func service(on date: CalendarDate, _ random: inout SeededRandom) -> ServiceDay? {
        if Int.random(in: 0..<4, using: &random) == 0 { return nil }
        let days = Weekday.allCases.filter { _ in Bool.random(using: &random) }
        return ServiceDay(
            quota: Bool.random(using: &random) ? 3 : nil,
            given: Int.random(in: 0...4, using: &random), date: date,
            present: Bool.random(using: &random) || days.isEmpty ? nil : Set(days))
    }

    @Test("A3 whether the office was closed in a time is what its minutes say") func closedMoments()
    {
        var random = SeededRandom()
        var answers: [Bool: Int] = [:]
        for round in 0..<300 {
            let hint = "round \(round), LOKET_SEED=\(random.seed)"
            let day = BusinessDay(zone: NumberingTests.belu)
            let place = Int.random(in: 2_880..<14 * 1_440, using: &random)
            let length = Int.random(in: 0..<2_880, using: &random)
            var rules = OpeningRules(hours: hours(&random), day: day)
            let date = CalendarDate(daysSince1970: Self.monday + (place + length) / 1_440)
            rules.order = order(day, near: date, &random)
            let reference = OpeningReference(
                rules, firstDay: Self.monday, dayCount: Self.dayCount)
            let expected = (place...place + length).contains { minute in
                switch reference.reason(minute, nil) {
                case nil, .breakTime, .afterLastTicket: false
                default: true
                }
            }
            let time = reference.moment(place)...reference.moment(place + length)
            #expect(rules.isClosed(in: time) == expected, "\(hint)")
            answers[expected, default: 0] += 1
        }
        #expect(answers.values.allSatisfy { $0 > 20 } && answers.count == 2, "\(answers)")
    }

    @Test("F1 F2 F3 D13 reason and next opening are those of the minutes, for office and services")
    func reference() {
        var random = SeededRandom()
        for round in 0..<120 {
            let hint = "round \(round), LOKET_SEED=\(random.seed)"
            let day = BusinessDay(
                zone: NumberingTests.belu,
                startMinute: [0, 0, 240, 720].randomElement(using: &random) ?? 0)
            let place = Int.random(in: 2_880..<14 * 1_440, using: &random)
            let date = CalendarDate(daysSince1970: Self.monday + place / 1_440)
            var rules = OpeningRules(hours: hours(&random), day: day)
            rules.order = order(day, near: date, &random)
            let reference = OpeningReference(
                rules, firstDay: Self.monday, dayCount: Self.dayCount)
            let moment = reference.moment(place) + Double(Int.random(in: 0..<60, using: &random))
            let service = service(on: day.date(at: moment), &random)
            let opening = rules.opening(at: moment, of: service)
            guard let reason = reference.reason(place, service) else {
                #expect(opening.isOpen, "\(hint): \(opening)")
                continue
            }
            guard case .closed(reason, let next) = opening else {
                Issue.record("\(hint): \(opening), not \(reason)")
                continue
            }
            // Beyond the reference's weeks hours go on that it does not know.
            let end = (Self.dayCount - 10) * 1_440
            let expected = reference.nextOpening(place, service, until: end)
            if let expected {
                #expect(next == reference.moment(expected), "\(hint)")
            } else if let next {
                #expect(next >= reference.moment(end), "\(hint): \(next)")
            }
        }
    }
}
