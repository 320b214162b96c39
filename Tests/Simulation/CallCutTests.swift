import Foundation
import Hall
import Office
import Records
import Simulator
import TestSupport
import Testing

/// Power cuts between any two steps of a call.
@Suite("D6 D7 power cuts in a press", .timeLimit(.minutes(15)))
struct CallCutTests {
    @Test(
        "A4 D6 D7 a power cut at any write of a press: it stands whole or not at all, and is done once",
        arguments: CutOrder.allCases)
    func cuts(order: CutOrder) throws {
        for (seed, loss) in PowerLoss.allCases.enumerated() {
            let cuts = try CallCuts(order, loss, seed: UInt64(seed))
            #expect(cuts.failures == [])
            #expect(cuts.count > 2, "\(cuts.count) writes and syncs")
            #expect(cuts.undone > 0 && cuts.done > 0, "both sides of the commit were reached")
            print("power cuts in \(order), \(loss) lost: \(cuts.undone) undone, \(cuts.done) done")
        }
    }

    @Test("A4 D7 a next that finishes and calls in two transactions is found")
    func twoTransactions() throws {
        let cuts = try CallCuts(.nextAfterOne, .everything, seed: 1) { hall, records in
            var finish = hall.press
            (finish.id, finish.order) = ("cut-finish", .finish)
            _ = try hall.take(finish, in: records)
            return try CutHall.inOne(hall, records)
        }
        #expect(cuts.failures.contains { $0.hasSuffix("is between before and after") })
    }

    @Test("D6 a press that is kept after its call, in another transaction, is found")
    func keptLater() throws {
        let cuts = try CallCuts(.nextAfterOne, .everything, seed: 2) { hall, records in
            let press = hall.press
            let kept = try records.transactionNow { records in
                _ = try hall.desk.take(press, on: hall.date, in: records, at: hall.moment)
                let kept = try records.presses.press(press.id)
                // The call stands, and the press is not known.
                try records.presses.forget(before: hall.date.next)
                return kept
            }
            try records.transactionNow { records in
                if let kept { try records.presses.keep(kept, on: hall.date) }
            }
            return try CutHall.inOne(hall, records)
        }
        #expect(cuts.failures.contains { $0.hasSuffix("is between before and after") })
        #expect(cuts.failures.contains { $0.contains("rows of call") }, "it was called twice")
    }

    @Test("A4 D6 a disk that says it has synced and has not is found")
    func lyingDisk() throws {
        let cuts = try CallCuts(.next, .everything, seed: 3, ignoresSync: true)
        #expect(cuts.failures.contains { $0.hasSuffix("was answered and is lost") })
    }
}
