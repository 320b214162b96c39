import Desk
import Errands
import Foundation
import Hall
import Logging
import Records

extension HallControl {
    /// Does the order of an officer's key, once for each identity of a press (D6).
    func press(_ key: OfficerKey, id: String, at counter: String) async throws -> KeyAnswer {
        try await control.requireRecovery()
        let (answer, ticket, finished) = try await terminal.transact { desk, records, moment in
            let (today, outcome) = try desk.turnDay(in: records, at: moment)
            let answer = try CallDesk(desk.rules).take(
                key, id: id, at: counter, who: "keypad \(counter)", on: today, in: records,
                at: moment.wall)
            let done = answer.press
            let ticket = try done?.ticketID.map(records.tickets.require)
            let finished = try done?.finishedID.map(records.tickets.require)
            return (
                (answer, ticket, finished), outcome + (try desk.waiting(in: records, at: moment))
            )
        }
        if let done = answer.press { note(done, at: counter, ticket, finished) }
        return answer
    }
}

extension KeyAnswer {
    /// Answer of the desk; nil: nothing was done.
    fileprivate var press: PressAnswer? {
        switch self {
        case .done(let answer), .nobody(let answer): answer
        case .tooSoon: nil
        }
    }
}
