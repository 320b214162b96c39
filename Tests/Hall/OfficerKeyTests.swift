import Foundation
import Office
import Records
import TestSupport
import Testing

@testable import Hall

@Suite("Hall: keys of an officer's pad", .timeLimit(.minutes(5)))
struct OfficerKeyTests {
    let hall: TestHall

    init() throws { hall = try TestHall() }

    private func press(
        _ key: OfficerKey, _ counter: Counter.ID = "1", id: String = UUID().uuidString
    )
        throws -> KeyAnswer
    {
        let (desk, date, now) = (hall.desk, hall.date, hall.now)
        return try hall.records.transactionNow {
            try desk.take(
                key, id: id, at: counter, who: "keypad \(counter)", on: date, in: $0, at: now)
        }
    }

    private func answer(_ key: OfficerKey, _ counter: Counter.ID = "1") throws -> PressAnswer {
        guard case .done(let answer) = try press(key, counter) else {
            throw RecordsError.refused("\(key) was not done")
        }
        return answer
    }

    @Test("V23 D7 Enter finishes and calls the next one, is too soon within 5 s, and finds nobody")
    func next() throws {
        let (first, second) = (try hall.visitor("ktp"), try hall.visitor("ktp"))
        #expect(try answer(.next).ticketID == first.id)
        hall.now += 4
        #expect(try press(.next) == .tooSoon)
        #expect(try hall.state(first) == .called)
        hall.now += 1
        let two = try answer(.next)
        #expect(two.ticketID == second.id && two.finishedID == first.id)
        hall.now += 60
        guard case .nobody(let idle) = try press(.next) else {
            Issue.record("somebody was found")
            return
        }
        #expect(idle.finishedID == second.id)
    }

    @Test("D6 a key that has waited for its transaction for 5 s is obeyed, and not after them")
    func late() throws {
        let ticket = try hall.visitor("ktp")
        func press(age: Duration) throws -> KeyAnswer {
            let (desk, date, now) = (hall.desk, hall.date, hall.now)
            return try hall.records.transactionNow {
                try desk.take(
                    .next, id: "key", age: age, at: "1", who: "keypad 1", on: date, in: $0, at: now)
            }
        }
        #expect(try press(age: .milliseconds(5_001)) == .tooLate)
        #expect(try hall.state(ticket) == .waiting)
        #expect(try press(age: .seconds(5)).press?.ticketID == ticket.id)
    }

    @Test("V23 D2 + calls again, - marks an absence, * puts aside")
    func others() throws {
        let (first, second) = (try hall.visitor("ktp"), try hall.visitor("ktp"))
        #expect(throws: RecordsError.self) { try press(.again) }
        _ = try answer(.next)
        #expect(throws: RecordsError.self) { try press(.absent) }
        hall.now += 10
        #expect(try answer(.again).what == "ticket.recalled")
        #expect(try answer(.absent).ticketID == first.id)
        #expect(try hall.state(first) == .waiting)
        hall.now += 10
        #expect(try answer(.next).ticketID == second.id)
        #expect(try answer(.aside).what == "ticket.held")
        #expect(try hall.state(second) == .held)
    }

    @Test("V23 0 Enter finishes and pauses an open counter, and opens one that pauses or is closed")
    func pause() throws {
        let ticket = try hall.visitor("ktp")
        #expect(try answer(.pauseOrOpen).what == "counter.open")
        _ = try answer(.next)
        let paused = try answer(.pauseOrOpen)
        #expect(paused.what == "counter.paused" && paused.finishedID == ticket.id)
        #expect(try answer(.pauseOrOpen).what == "counter.open")
    }

    @Test("V23 / number Enter passes on by the number of the sign, and guesses none")
    func passOn() throws {
        let ticket = try hall.visitor("ktp")
        _ = try answer(.next)
        #expect(throws: RecordsError.refused("No counter has the number 9 on its sign.")) {
            try press(.passOn(number: 9))
        }
        // A closed counter would call nobody, and one's own has the visitor already.
        #expect(throws: RecordsError.self) { try press(.passOn(number: 2)) }
        #expect(throws: RecordsError.self) { try press(.passOn(number: 1)) }
        _ = try answer(.pauseOrOpen, "2")
        #expect(try answer(.passOn(number: 2)).ticketID == ticket.id)
        hall.now += 60
        #expect(try answer(.next, "2").ticketID == ticket.id)
        // Two signs with one number: the one of the same word is meant.
        hall.rules.counters.append(
            Counter(id: "desk-1", number: 1, place: "Meja", primary: ["ktp"]))
        hall.rules.counters.append(
            Counter(id: "desk-3", number: 3, place: "Meja", primary: ["ktp"]))
        hall.rules.counters.append(
            Counter(id: "room-3", number: 3, place: "Ruang", primary: ["ktp"]))
        hall.rules.counters.removeAll { $0.id == "3" }
        _ = try answer(.pauseOrOpen, "1")
        #expect(throws: RecordsError.refused("Several counters have the number 3 on their signs."))
        {
            try press(.passOn(number: 3), "2")
        }
        #expect(try answer(.passOn(number: 1), "2").ticketID == ticket.id)
        hall.now += 60
        #expect(try answer(.next, "1").ticketID == ticket.id)
    }

    @Test("D6 a press that is sent again has the same answer, also within the pause of D7")
    func again() throws {
        try hall.visitor("ktp")
        guard case .done(let first) = try press(.next, id: "a"),
            case .done(let again) = try press(.next, id: "a")
        else {
            Issue.record("not done")
            return
        }
        #expect(again.isRepeat && again.entry == first.entry)
    }

    @Test("D1 D9 V23 random keys at every counter leave one open ticket a counter, each at one")
    func random() throws {
        var random = SeededRandom()
        let keys: [OfficerKey] = [
            .next, .next, .next, .again, .absent, .aside, .pauseOrOpen, .passOn(number: 1),
            .passOn(number: 2), .passOn(number: 3), .passOn(number: 7),
        ]
        var done = 0
        for round in 0..<400 {
            hall.now += Double(Int.random(in: 0...20, using: &random))
            if Int.random(in: 0..<3, using: &random) == 0 {
                try hall.visitor(TestHall.services.randomElement(using: &random) ?? "ktp")
            }
            let counter = ["1", "2", "3"].randomElement(using: &random) ?? "1"
            let key = keys.randomElement(using: &random) ?? .next
            do throws(RecordsError) {
                let answer: KeyAnswer
                do { answer = try press(key, counter) } catch let error as RecordsError {
                    throw error
                } catch { throw .refused("\(error)") }
                if case .done = answer { done += 1 }
            } catch {
                guard case .refused = error else { throw error }
            }
            let open = try hall.records.readNow { records in
                try ["1", "2", "3", "4"].compactMap { try records.calls.open(at: $0)?.ticketID }
            }
            #expect(Set(open).count == open.count, "seed \(random.seed) round \(round)")
        }
        #expect(done > 50, "\(done)")
    }
}
