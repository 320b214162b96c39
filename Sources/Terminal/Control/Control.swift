import Desk
import Errands
import Face
package import Foundation
package import Office
import Records
import Screens
import Settings
import Slips
import Wire

/// Questions and orders of technicians, as the API offers them, over the desk and the records. A
/// refusal is a `Refusal`, or an error of a room below that `Refusal.init(_:)` knows.
package struct Control: Sendable {
    let terminal: Terminal

    package init(_ terminal: Terminal) { self.terminal = terminal }

    var records: Records { terminal.records }
    var loop: KioskLoop { terminal.loop }

    func now() -> Moment { terminal.clock.now() }

    /// Business date that counts now.
    func today() async -> CalendarDate { await terminal.today(now().wall) }

    /// Sentence for those who want something done while the records can't be written.
    static let unrecovered =
        "The database can't be written: see loket status, and make room on the disk."

    /// Refuses what would be put on record while what an earlier run left has no end.
    func requireRecovery() async throws {
        guard await terminal.desk.owed.owesRecovery else { return }
        await terminal.take(.recover)
        if await terminal.desk.owed.owesRecovery { throw Refusal.unavailable(Self.unrecovered) }
    }

    func requirePrinter() throws {
        if terminal.parts.printer == nil {
            throw Refusal.conflict(PrinterCondition.none.advice)
        }
    }
}

extension Terminal {
    /// Questions and orders of technicians.
    package nonisolated var control: Control { Control(self) }

    /// Business date that counts at this moment; the clock's fault is noted on the way (A2).
    package func today(_ wall: Date) async -> CalendarDate {
        let day = bundle.day
        do throws(RecordsError) {
            return try await look { desk, records in try desk.today(wall, in: records) }
        } catch { return day.date(at: wall) }
    }
}
