import Desk
import Errands
import Face
import Foundation
import Hall
import Kernel
import Logging
import Office
import Records

/// Estimates of the waiting time (E1). They are made away from the desk, which reads the newest ones:
/// after a change and each minute, and at most once a second.
extension Terminal {
    /// Least time from one estimate to the next.
    static let waitsPause = Duration.seconds(1)

    func followWaits() async {
        for await _ in inbox.waitChanges {
            if Task.isCancelled { return }
            await refreshWaits()
            try? await UptimeClock().sleep(for: Self.waitsPause)
        }
    }

    /// Makes the estimates anew, for the desk and for the screen. What can't be read leaves the old
    /// ones, which count for three minutes (`WaitBook.lifetime`).
    package func refreshWaits() async {
        parts.waitRoom.begin(at: Uptime.now())
        let rules = desk.rules
        let wall = clock.now().wall
        do {
            let waitDesk = WaitDesk(rules)
            // Beside the desk's turns, on a copy: nobody at the glass waits for it.
            let copy = desk
            let (situation, outcomes) = try await records.read { records in
                var desk = copy
                let today = try desk.today(wall, in: records).date
                return (
                    try waitDesk.situation(on: today, in: records, at: wall),
                    try records.waits.outcomes()
                )
            }
            let services = rules.catalogue.services.map(\.id)
            let (book, ahead) = await parts.waitRoom.estimate(
                situation, outcomes: outcomes, services: services)
            await change { $0.waits = book }
            var outlook: [Newcomer: QueueOutlook] = [:]
            for (newcomer, count) in ahead {
                outlook[newcomer] = QueueOutlook(
                    peopleAhead: count, wait: book.wait(of: newcomer, at: wall)?.range)
            }
            loop.post(.event(.outlook(outlook)))
            if faults.end(.waits) { log.notice("waits.known") }
        } catch {
            let sentence = "The waiting times can't be estimated: \(error)"
            if faults.stand(.waits, sentence) {
                log.error("waits.failed", metadata: ["error": "\(error)"])
            }
        }
    }
}
