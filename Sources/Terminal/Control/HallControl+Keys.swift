import Desk
import Errands
import Foundation
import Hall
import Logging
import Records
import Touch

extension HallControl {
    /// Does the order of an officer's key, once for each identity of a press (D6). Its age counts up to
    /// its turn at the desk, which a slow disk holds up.
    func press(_ press: PadPress, run: String) async throws -> KeyAnswer {
        try await control.requireRecovery()
        let (answer, ticket, finished) = try await terminal.transact { desk, records, moment in
            let (today, outcome) = try desk.turnDay(in: records, at: moment)
            let answer = try CallDesk(desk.rules).take(
                OfficerKey(press.command), id: press.identity(run: run),
                age: moment.uptime - press.uptime, at: press.counter, who: press.who, on: today,
                in: records, at: moment.wall)
            let done = answer.press
            let ticket = try done?.ticketID.map(records.tickets.require)
            let finished = try done?.finishedID.map(records.tickets.require)
            return (
                (answer, ticket, finished), outcome + (try desk.waiting(in: records, at: moment))
            )
        }
        if let done = answer.press { note(done, at: press.counter, ticket, finished) }
        return answer
    }
}
