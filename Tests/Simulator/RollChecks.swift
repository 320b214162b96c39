import Desk
import Errands
import Foundation
import Office
import Records
import Slips

/// Invariants of the paper roll (B6).
enum RollChecks {
    /// Share of a roll, in hundredths, below which the count calls it low.
    private static let lowShare = 15.0

    /// B6: the rolls are shorter by all that was told as used, and by no more than may have been.
    static func paperIsCounted(_ evidence: Evidence) throws -> String? {
        if evidence.touched != nil { return nil }
        let used = try evidence.records.value("SELECT total(used) FROM paper_roll").real ?? 0
        let least = evidence.truth.paperUsed
        let most = least + evidence.truth.paperUncertain
        if (least - 0.5...most + 0.5).contains(used) { return nil }
        return "\(used) mm of paper are counted, not \(least) to \(most)"
    }

    /// Newest roll; nil: none was told of.
    static func newest(_ records: Inspector) throws -> (left: Double, isLow: Bool)? {
        let row = try records.rows(
            "SELECT millimetres, used FROM paper_roll ORDER BY sequence DESC LIMIT 1"
        ).first
        guard let length = row?[0].real, let used = row?[1].real else { return nil }
        let left = max(0, length - used)
        return (left, left * 100 < length * lowShare)
    }
}

extension Simulation {
    /// Notes what a print has taken off the roll, and looks at what is told of the roll's end (B6).
    /// `wasOwed` is whether other facts waited before it for the disk.
    func notePaper(_ work: Daemon.Work, _ outcome: DeskOutcome, wasOwed: Bool) {
        guard let daemon, let inspector else { return }
        for line in outcome.lines where line.event == "paper.roll" { daemon.isLowTold = false }
        guard case .item(.printer(.ended(let end, let millimetres))) = work else { return }
        if outcome.failure != nil || wasOwed { return noteUncertain(work) }
        do {
            guard let roll = try RollChecks.newest(inspector) else { return }
            if end.state != .notPrinted { truth.paperUsed += millimetres }
            let isLow =
                daemon.desk.prints.condition == .paperLow || roll.isLow && !plan.seesNearEnd
            let isTold = outcome.lines.contains { $0.event == "paper.low" }
            if isTold, daemon.isLowTold { report("B6 the end of a roll is told twice") }
            if isTold, !isLow { report("B6 a roll with \(roll.left) mm is told to be low") }
            if isTold { daemon.isLowTold = true }
            if isLow, !daemon.isLowTold {
                report("B6 nobody is told of a roll with \(roll.left) mm")
            }
        } catch { report("B6 the roll can't be read: \(error)") }
    }

    /// Looks at the forecast, which no use of paper may put into the past (B6).
    func checkForecast() throws {
        guard let daemon else { return }
        let (condition, now) = (daemon.desk.prints.condition, clock.moment.wall)
        let roll = try daemon.records.readNow {
            try RollKeeper.report(condition, on: plan.deskPrinter, in: $0, at: now)
        }
        if let end = roll?.endsAt, end.timeIntervalSince(now) < -3_600 {
            report("B6 the roll has ended at \(end) by the forecast of \(now)")
        }
    }
}
