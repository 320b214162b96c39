package import Foundation
import GRDB
package import Office

/// Paper rolls and the use of paper.
package struct PaperTable {
    let transaction: RecordsTransaction

    /// Records that a new roll was loaded, which counts as untested. Throws `refused` for a length
    /// outside 1 to 1000 m.
    package func loadRoll(millimetres: Double, who: String, at moment: Date) throws {
        guard (1_000...1_000_000).contains(millimetres) else {
            throw RecordsError.refused(
                "A roll has 1 to 1000 metres, not \(millimetres / 1_000).")
        }
        let sequence = try newestSequence().next("the newest roll")
        try transaction.execute(
            """
            INSERT INTO paper_roll (terminal, sequence, incarnation, loaded_at, millimetres)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                transaction.terminal, sequence, transaction.incarnation.column,
                moment.timeIntervalSince1970, millimetres,
            ])
        try setOut(false, at: moment)
        try transaction.journal.add(
            "roll.loaded", subject, who: who, detail: "\(Int(millimetres)) mm", at: moment)
    }

    /// Records that a person saw the newest roll print readably (B5).
    package func confirmRoll(who: String, at moment: Date) throws {
        try transaction.execute(
            "UPDATE paper_roll SET is_tested = 1 WHERE \(Self.isNewest)")
        try transaction.journal.add("roll.tested", subject, who: who, at: moment)
    }

    /// Newest roll; nil before the first one.
    package func roll() throws -> PaperRoll? {
        try transaction.row(
            "SELECT * FROM paper_roll WHERE \(Self.isNewest)"
        ).map {
            try PaperRoll(
                loadedAt: Date(timeIntervalSince1970: $0.at("loaded_at")),
                millimetres: $0.at("millimetres"), usedMillimetres: $0.at("used"),
                isTested: $0.at("is_tested"))
        }
    }

    /// Records that the printer has run out of paper.
    package func noteOut(at moment: Date) throws {
        try setOut(true, at: moment)
        try transaction.journal.add("paper.out", subject, who: "printer", at: moment)
    }

    /// Whether the printer has reported that its paper is out and no new roll was loaded since.
    package func isOut() throws -> Bool {
        try transaction.value("SELECT is_out FROM paper_state WHERE printer = 1") ?? false
    }

    private func setOut(_ isOut: Bool, at moment: Date) throws {
        try transaction.execute(
            """
            INSERT INTO paper_state (printer, is_out, changed_at) VALUES (1, ?1, ?2)
            ON CONFLICT (printer) DO UPDATE SET is_out = ?1, changed_at = ?2
            """, [isOut, moment.timeIntervalSince1970])
    }

    /// Condition that the newest roll fulfils. A roll belongs to the printer of this file and not to
    /// the terminal's name, which may change.
    private static let isNewest = "sequence = (SELECT max(sequence) FROM paper_roll)"

    private func newestSequence() throws -> Int64 {
        try transaction.value("SELECT max(sequence) FROM paper_roll") ?? 0
    }

    private var subject: String { "printer \(transaction.terminal)" }

    /// Millimetres by hour since 1970, for the days that a forecast looks back on.
    package func use(before moment: Date) throws -> [Int: Double] {
        let now = Int(moment.timeIntervalSince1970) / 3_600
        let rows = try transaction.rows(
            "SELECT hour, millimetres FROM paper_use WHERE hour > ?",
            [now - PaperForecast.days * 24])
        return try Dictionary(
            rows.map { (try $0.at("hour") as Int, try $0.at("millimetres") as Double) },
            uniquingKeysWith: { $1 })
    }

    /// Takes paper off the roll, unless certainly nothing was printed. An *unknown* end counts as
    /// used, since a roll that lasts longer than forecast does no harm.
    func use(_ millimetres: Double, _ end: PaperState, at moment: Date) throws {
        guard millimetres > 0, end != .notPrinted else { return }
        let hour = Int(moment.timeIntervalSince1970) / 3_600
        try transaction.execute(
            "UPDATE paper_roll SET used = used + ? WHERE \(Self.isNewest)", [millimetres])
        try transaction.execute(
            """
            INSERT INTO paper_use (hour, millimetres) VALUES (?1, ?2)
            ON CONFLICT (hour) DO UPDATE SET millimetres = millimetres + ?2
            """, [hour, millimetres])
        // One year of hours is kept.
        try transaction.execute("DELETE FROM paper_use WHERE hour < ?", [hour - 365 * 24])
    }
}
