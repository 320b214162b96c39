package import Foundation
import GRDB
package import Office

/// What is printed beside tickets.
package enum DocumentKind: String, Sendable, Codable, CaseIterable {
    /// Requirements that a visitor takes home.
    case list
    case test
    /// A day's counts, for staff.
    case report
}

/// One print, of a ticket or of something else, as it is on record.
package struct PrintRecord: Sendable, Hashable {
    /// `K-001`, or `list`, `test`, `report`.
    package var what: String
    /// 1 the first; later ones are copies.
    package var attempt: Int
    package var state: PaperState
    /// CUPS's number for it.
    package var job: Int?
    /// Why it ended so, where it did not come out for sure.
    package var detail: String?
    package var changedAt: Date
}

extension Records {
    /// A row before anything is made or sent: what is asked for is never forgotten. Returns the
    /// row's number.
    package func spool(_ kind: DocumentKind, at moment: Date) async throws(RecordsError) -> Int64 {
        try await write { db in
            try db.execute(
                sql: """
                    INSERT INTO document_print (kind, state, created_at, changed_at)
                    VALUES (?1, 'queued', ?2, ?2)
                    """, arguments: [kind.rawValue, moment.timeIntervalSince1970])
            return db.lastInsertedRowID
        }
    }

    /// Committed before the first byte leaves.
    package func markSending(document id: Int64, job: Int?, at moment: Date)
        async throws(RecordsError)
    {
        try await write { try Self.change($0, id, to: .sending, job, nil, at: moment) }
    }

    /// How it ended, for good; its millimetres are taken off the roll. Throws `refused` where it
    /// has an end.
    package func finish(
        document id: Int64, as end: PaperState, detail: String?, millimetres: Double = 0,
        at moment: Date
    ) async throws(RecordsError) {
        try Self.requireEnd(end)
        try await write { db in
            try Self.change(db, id, to: end, nil, detail, at: moment)
            try Self.use(db, millimetres, end, at: moment)
        }
    }

    private static func change(
        _ db: Database, _ id: Int64, to state: PaperState, _ job: Int?, _ detail: String?,
        at moment: Date
    ) throws {
        try db.execute(
            sql: """
                UPDATE document_print SET state = ?, job = coalesce(?, job), detail = ?,
                    changed_at = ?
                WHERE id = ? AND state IN ('queued', 'sending')
                """,
            arguments: [state.rawValue, job, detail, moment.timeIntervalSince1970, id])
        guard db.changesCount == 1 else {
            throw RecordsError.refused("Print \(id) has ended or is unknown.")
        }
    }

    /// After a restart: nobody waits any more for what was open.
    func endOpenDocuments(at moment: Date) async throws(RecordsError) {
        try await write { db in
            try db.execute(
                sql: """
                    UPDATE document_print SET changed_at = ?, detail = 'the daemon ended meanwhile',
                        state = CASE state WHEN 'sending' THEN 'unknown' ELSE 'notPrinted' END
                    WHERE state IN ('queued', 'sending')
                    """, arguments: [moment.timeIntervalSince1970])
        }
    }

    /// The newest prints first.
    package func prints(limit: Int) async throws(RecordsError) -> [PrintRecord] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT prefix, value, NULL AS kind, attempt, a.state AS state, job, detail,
                        changed_at
                    FROM print_attempt a JOIN ticket USING (terminal, sequence)
                    UNION ALL
                    SELECT NULL, NULL, kind, 1, state, job, detail, changed_at FROM document_print
                    ORDER BY changed_at DESC LIMIT ?
                    """, arguments: [limit]
            ).compactMap { row in
                guard let state = PaperState(rawValue: row["state"]) else { return nil }
                let kind: String? = row["kind"]
                let number = { TicketNumber(prefix: row["prefix"], value: row["value"]) }
                return PrintRecord(
                    what: kind ?? "\(number())", attempt: row["attempt"], state: state,
                    job: row["job"], detail: row["detail"],
                    changedAt: Date(timeIntervalSince1970: row["changed_at"]))
            }
        }
    }

    // MARK: The roll

    /// A new roll is in the printer. Nobody has seen a test slip of it yet.
    package func loadRoll(millimetres: Double, who: String, at moment: Date)
        async throws(RecordsError)
    {
        guard (1_000...1_000_000).contains(millimetres) else {
            throw .refused("A roll has 1 to 1000 metres, not \(millimetres / 1_000).")
        }
        try await write { db in
            try db.execute(
                sql: "INSERT INTO paper_roll (loaded_at, millimetres) VALUES (?, ?)",
                arguments: [moment.timeIntervalSince1970, millimetres])
            try db.execute(
                sql: "INSERT INTO audit (at, what, who, detail) VALUES (?, 'roll', ?, ?)",
                arguments: [moment.timeIntervalSince1970, who, "\(Int(millimetres)) mm"])
        }
    }

    /// The printer has said that its paper is out.
    package func notePaperOut(at moment: Date) async throws(RecordsError) {
        try await write { db in
            try db.execute(
                sql: "INSERT INTO audit (at, what, who) VALUES (?, 'paper out', 'printer')",
                arguments: [moment.timeIntervalSince1970])
        }
    }

    /// It has, and no new roll has come since.
    package func isPaperOut() async throws(RecordsError) -> Bool {
        try await read { db in
            try String.fetchOne(
                db,
                sql: """
                    SELECT what FROM audit WHERE what IN ('roll', 'paper out')
                    ORDER BY id DESC LIMIT 1
                    """) == "paper out"
        }
    }

    /// A person has seen that the newest roll prints readably (B5).
    package func confirmRoll(who: String, at moment: Date) async throws(RecordsError) {
        try await write { db in
            try db.execute(
                sql: """
                    UPDATE paper_roll SET is_tested = 1
                    WHERE id = (SELECT max(id) FROM paper_roll)
                    """)
            try db.execute(
                sql: "INSERT INTO audit (at, what, who) VALUES (?, 'roll tested', ?)",
                arguments: [moment.timeIntervalSince1970, who])
        }
    }

    /// Nil: nobody has told of a roll yet.
    package func roll() async throws(RecordsError) -> PaperRoll? {
        try await read { db in
            try Row.fetchOne(db, sql: "SELECT * FROM paper_roll ORDER BY id DESC LIMIT 1").map {
                PaperRoll(
                    loadedAt: Date(timeIntervalSince1970: $0["loaded_at"]),
                    millimetres: $0["millimetres"], usedMillimetres: $0["used"],
                    isTested: $0["is_tested"])
            }
        }
    }

    /// Millimetres by hour since 1970, of the days that a forecast looks back on.
    package func paperUse(before moment: Date) async throws(RecordsError) -> [Int: Double] {
        let now = Int(moment.timeIntervalSince1970) / 3_600
        return try await read { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT hour, millimetres FROM paper_use WHERE hour > ?",
                arguments: [now - PaperForecast.days * 24])
            return Dictionary(
                rows.map { ($0["hour"] as Int, $0["millimetres"] as Double) },
                uniquingKeysWith: { $1 })
        }
    }

    /// Where nobody can know whether it came out, it is taken as used: a roll that ends later than
    /// was said disappoints nobody.
    static func use(_ db: Database, _ millimetres: Double, _ end: PaperState, at moment: Date)
        throws
    {
        guard millimetres > 0, end != .notPrinted else { return }
        let hour = Int(moment.timeIntervalSince1970) / 3_600
        try db.cachedStatement(
            sql: """
                UPDATE paper_roll SET used = used + ?
                WHERE id = (SELECT max(id) FROM paper_roll)
                """
        ).execute(arguments: [millimetres])
        try db.cachedStatement(
            sql: """
                INSERT INTO paper_use (hour, millimetres) VALUES (?1, ?2)
                ON CONFLICT (hour) DO UPDATE SET millimetres = millimetres + ?2
                """
        ).execute(arguments: [hour, millimetres])
        // A year of hours is kept.
        try db.cachedStatement(sql: "DELETE FROM paper_use WHERE hour < ?")
            .execute(arguments: [hour - 365 * 24])
    }
}
