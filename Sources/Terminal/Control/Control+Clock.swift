import Desk
import Errands
import Foundation
import Logging
import Office
import Records
package import Wire

/// Clock of the machine, which staff set and the records are compared with (A2, L8).
extension Control {
    package func clock() async throws -> Wire.Clock {
        let moment = now().wall
        let day = await terminal.bundle.day
        let known = try await records.read { records in
            (
                try records.tickets.clock(at: moment, day: day),
                try records.tickets.newestTicketAt(), try records.clock.mark()
            )
        }
        return Wire.Clock(
            time: moment.ISO8601Format(), zone: day.zone.identifier,
            businessDate: known.0.date.description, newestTicket: known.1?.ISO8601Format(),
            acceptedTime: known.2?.moment.ISO8601Format(), fault: known.0.fault?.description)
    }

    /// Takes the clock's time as right, on record. Throws `RecordsError.refused` where no ticket is
    /// ahead of it.
    package func acceptClock(by caller: Caller) async throws -> Wire.ClockAcceptance {
        try await requireRecovery()
        let acceptance = try await terminal.transact { desk, records, moment in
            let (acceptance, outcome) = try desk.acceptClock(
                who: caller.who, in: records, at: moment)
            return (acceptance, outcome)
        }
        terminal.log.notice(
            "clock.accepted",
            metadata: [
                "who": "\(caller)", "date": "\(acceptance.date)", "moved": "\(acceptance.moved)",
                "stranded": "\(acceptance.stranded.count)",
            ])
        return Wire.ClockAcceptance(
            businessDate: acceptance.date.description, moved: acceptance.moved,
            stranded: acceptance.stranded.map(\.description))
    }

    /// Puts on record that the machine's clock was set, which only root can do.
    package func noteClockSet(_ report: Wire.ClockSetReport, by caller: Caller) async throws
        -> Wire.Clock
    {
        let before = report.before.map(Date.init(timeIntervalSince1970:))
        try await terminal.transact { desk, records, moment in
            let outcome = try desk.noteClockSet(
                from: before, who: caller.who, in: records, at: moment)
            return ((), outcome)
        }
        terminal.log.notice("clock.set", metadata: ["who": "\(caller)"])
        return try await clock()
    }
}
