import Foundation
import Office
import TestSupport
import Testing

@testable import Records

/// Model of the office, kept beside the database in the simplest form.
private struct Model {
    struct Visitor {
        var id: TicketID
        var number: TicketNumber
        var service: String
        var state: TicketState
        /// Whether the visitor was called away or sent elsewhere, so that the order of arrival does
        /// not tell the place.
        var hasMoved = false
    }

    var date: CalendarDate?
    /// Visitors of the current business date in the order of arrival.
    var visitors: [Visitor] = []
    var last: [String: Int] = [:]
    var given: Set<String> = []

    func holders(of prefix: String) -> Set<Int> {
        Set(
            visitors.filter {
                $0.number.prefix == prefix
                    && ![.done, .returned, .void, .expired].contains($0.state)
            }.map(\.number.value))
    }

    func waiting(_ service: String) -> [Visitor] {
        visitors.filter { $0.service == service && $0.state.isInQueue }
    }
}

@Suite("A1-A5 random days", .timeLimit(.minutes(5)))
struct RandomDaysTests {
    let test = TestRecords()
    private static let range = 1...6

    @Test("A1-A5 numbers, dates, order and states through any day, clock and restart")
    func days() async throws {
        var random = SeededRandom()
        let seed = random.seed
        var model = Model()
        var records = try test.open()
        var (wraps, refusals, behind) = (0, 0, 0)
        for turn in 1...720 {
            let place: Comment = "seed \(seed), turn \(turn)"
            if turn.isMultiple(of: 36) { turnClock(turn / 36 % 5, &random) }
            switch Int.random(in: 0..<24, using: &random) {
            case 0...8:
                try await issue(records, &model, &random, &wraps, &refusals, &behind, place)
            case 9...18: try await move(records, &model, &random, place)
            case 19: test.now += Double(Int.random(in: 1...4, using: &random)) * 3_600
            case 20:
                records.close()
                records = try test.open()
            default: test.now += Double(Int.random(in: 0...90, using: &random))
            }
            if let date = model.date { try await compare(records, model, date, place) }
        }
        #expect(wraps > 0 && refusals > 0 && behind > 0, "seed \(seed): the walk was too tame")
    }

    /// Sets the clock: off for days, back by hours or a day, booted without a battery, or just
    /// before midnight.
    private func turnClock(_ way: Int, _ random: inout SeededRandom) {
        let zone = test.day.zone
        if test.now.timeIntervalSince1970 < 1_000_000_000 {
            // A technician has corrected the clock.
            test.now = Date(timeIntervalSince1970: 1_795_398_060 + 5 * 86_400)
        }
        switch way {
        case 0: test.now += 3 * 86_400
        case 1: test.now -= 7_200
        case 2: test.now -= 86_400
        case 3:
            test.now = Date(timeIntervalSince1970: Bool.random(using: &random) ? 8 : 946_684_800)
        default:
            let today = test.day.date(at: test.now)
            test.now = Date(today, minute: 1_440, in: zone).addingTimeInterval(-1)
        }
    }

    private func issue(
        _ records: Records, _ model: inout Model, _ random: inout SeededRandom, _ wraps: inout Int,
        _ refusals: inout Int, _ behind: inout Int, _ place: Comment
    ) async throws {
        let isRanged = Bool.random(using: &random)
        let prefix = isRanged ? "R" : "K"
        let request = TestRecords.request(prefix, range: isRanged ? Self.range : nil)
        let clock = try await records.clock(at: test.now, day: test.day)
        if let date = model.date { #expect(clock.date >= date, place) }
        if clock.fault != nil { behind += 1 }
        if clock.date != model.date {
            let expired = try await records.expire(before: clock.date, at: test.now)
            let left = model.visitors.filter { $0.state.canBecome(.expired) }.count
            #expect(expired == left, place)
            model = Model(date: clock.date)
        }
        let holders = model.holders(of: prefix)
        let fresh: IssuedTicket
        do { fresh = try await test.issue(records, [request])[0] } catch {
            #expect(isRanged && holders == Set(Self.range), place)
            refusals += 1
            return
        }
        let number = fresh.ticket.number
        #expect(fresh.ticket.businessDate == clock.date, place)
        #expect(!holders.contains(number.value), place)
        if isRanged {
            #expect(Self.range.contains(number.value), place)
            if number.value <= model.last[prefix] ?? 0 { wraps += 1 }
        } else {
            #expect(number.value == (model.last[prefix] ?? 0) + 1, place)
            #expect(model.given.insert(number.description).inserted, place)
        }
        #expect(fresh.peopleAhead == model.waiting(request.serviceID).count, place)
        model.last[prefix] = number.value
        model.visitors.append(
            .init(
                id: fresh.ticket.id, number: number, service: request.serviceID, state: .reserved))
    }

    private func move(
        _ records: Records, _ model: inout Model, _ random: inout SeededRandom, _ place: Comment
    ) async throws {
        guard let index = model.visitors.indices.randomElement(using: &random) else { return }
        let visitor = model.visitors[index]
        if Int.random(in: 0..<6, using: &random) == 0 {
            let service = Bool.random(using: &random) ? "service-K" : "service-R"
            do {
                try await records.transfer(visitor.id, to: service, who: "staff", at: test.now)
                model.visitors[index].service = service
                model.visitors[index].hasMoved = true
                if !visitor.state.isInQueue { model.visitors[index].state = .waiting }
            } catch {
                #expect(
                    !visitor.state.isInQueue && ![.called, .serving].contains(visitor.state), place)
            }
            return
        }
        let next: TicketState =
            [.waiting, .called, .serving, .done, .noShow, .returned, .void]
            .randomElement(using: &random) ?? .waiting
        do {
            try await records.setState(next, of: visitor.id, at: test.now)
            #expect(visitor.state.canBecome(next), place)
            model.visitors[index].state = next
            if !next.isInQueue { model.visitors[index].hasMoved = true }
        } catch { #expect(!visitor.state.canBecome(next), place) }
    }

    private func compare(
        _ records: Records, _ model: Model, _ date: CalendarDate, _ place: Comment
    ) async throws {
        for service in ["service-K", "service-R"] {
            let line = try await records.queue(on: date, service: service)
            let expected = model.waiting(service)
            #expect(Set(line.map(\.id)) == Set(expected.map(\.id)), place)
            let stayed = Set(expected.filter { !$0.hasMoved }.map(\.id))
            #expect(
                line.map(\.id).filter(stayed.contains)
                    == expected.map(\.id).filter(stayed.contains), place)
            for (ahead, ticket) in line.enumerated().suffix(1) {
                #expect(try await records.peopleAhead(of: ticket) == ahead, place)
            }
            for ticket in line {
                let known = model.visitors.first { $0.id == ticket.id }
                #expect(known?.number == ticket.number && known?.state == ticket.state, place)
            }
        }
    }
}
