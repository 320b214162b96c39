import Hall
import Records
import Simulator

/// Power cuts at every write and sync of the disk in the transaction of one press (A4, D6).
struct CallCuts {
    /// Tables that are the same whichever start has done the press.
    private static let statelike = ["ticket", "counter", "ratio", "service_time", "wait_outcome"]

    /// Number of cuts that fell into the press; one more came after it.
    private(set) var count = 0
    /// Cuts after which the press was done, and after which it was not.
    private(set) var done = 0
    private(set) var undone = 0
    /// Sentences about what was neither as before nor as after, or was done twice.
    private(set) var failures: [String] = []

    init(
        _ order: CutOrder, _ loss: PowerLoss, seed: UInt64, ignoresSync: Bool = false,
        way: CutHall.Way = CutHall.inOne
    ) throws {
        let hall = try CutHall(order, seed: seed)
        defer { hall.remove() }
        let before = try Self.rows(of: hall) { _ in }
        var reference: PressAnswer?
        let after = try Self.rows(of: hall) { reference = try CutHall.inOne(hall, $0) }
        while true {
            let first = try hall.opened()
            hall.disk.ignoresSync = ignoresSync
            hall.disk.callsUntilCut = count
            hall.disk.cutCalls = [.open, .write, .truncate, .sync]
            let told = try? way(hall, first)
            let isOver = !hall.disk.isOff
            hall.disk.cutPower(loss)
            hall.disk.ignoresSync = false
            first.close()
            let second = try hall.open(start: 3)
            defer { second.close() }
            let found = try hall.rows()
            let isDone = found == after
            if isDone { done += 1 } else { undone += 1 }
            if !isDone, found != before { fail(order, loss, "is between before and after") }
            if !isDone, told != nil { fail(order, loss, "was answered and is lost") }
            do {
                let again = try CutHall.inOne(hall, second)
                if again.isRepeat != isDone { fail(order, loss, "was repeated and not known") }
                if let told, told.entry != again.entry { fail(order, loss, "has two answers") }
                if again.what != reference?.what || again.ticketID != reference?.ticketID
                    || again.finishedID != reference?.finishedID
                {
                    fail(order, loss, "was repeated with another answer")
                }
            } catch { fail(order, loss, "was repeated and refused: \(error)") }
            let end = try hall.rows()
            for (table, rows) in after where end[table]?.count != rows.count {
                fail(order, loss, "left \(end[table]?.count ?? 0) rows of \(table)")
            }
            for table in Self.statelike where end[table] != after[table] {
                fail(order, loss, "left another \(table)")
            }
            if let fault = try second.readNow({ try $0.journal.verify() }) {
                fail(order, loss, "broke the journal: \(fault)")
            }
            if isOver { break }
            count += 1
        }
    }

    private mutating func fail(_ order: CutOrder, _ loss: PowerLoss, _ what: String) {
        failures.append("\(order), cut at write \(count), \(loss) lost: the press \(what)")
    }

    /// Rows that the next start finds after `body`.
    private static func rows(of hall: CutHall, after body: (Records) throws -> Void) throws
        -> [String: [[Inspector.Value]]]
    {
        let records = try hall.opened()
        try body(records)
        hall.disk.kill()
        records.close()
        let next = try hall.open(start: 3)
        defer { next.close() }
        return try hall.rows()
    }
}
