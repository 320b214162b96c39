import CNettle
import CSQLite
import Foundation
import Office
import Records

/// Benchmark of a ticket's transaction, beside the same statements in plain C with the same
/// pragmas, on the same disk and in turn.
struct TicketBench {
    let folder: String

    func run() throws -> [Line] {
        let place = folder + "/loket-bench-\(getpid())"
        defer { try? FileManager.default.removeItem(atPath: place) }
        let records = try Records(folder: place + "/swift", terminal: "bench")
        let template = try Records(folder: place + "/c", terminal: "bench")
        template.close()
        let plain = try PlainSQLite(path: place + "/c/loket.sqlite3")
        let day = BusinessDay(zone: .gmt)
        let start = Date()
        let clock = ContinuousClock()
        var random = SystemRandomNumberGenerator()
        var ours: [Double] = []
        var theirs: [Double] = []
        for index in 0..<300 {
            let moment = start.addingTimeInterval(Double(index))
            let request = IssueRequest(
                serviceID: "ktp-el", prefix: "K", language: .indonesian, wantsPaper: true)
            func measureOurs() throws {
                ours.append(
                    try clock.measure {
                        _ = try records.transactionNow {
                            try $0.tickets.issue(
                                [request], at: moment, day: day, policy: .continue)
                        }
                    } / .milliseconds(1))
            }
            func measureTheirs() {
                theirs.append(
                    clock.measure {
                        // Ours draws them in its transaction as well.
                        let code = Tokens.ticketCode(using: &random)
                        let token = Tokens.surveyToken(using: &random)
                        plain.issue(
                            index + 1, at: moment.timeIntervalSince1970, code: code, token: token)
                    } / .milliseconds(1))
            }
            // Alternate the order, so that neither has the warmer disk.
            if index % 2 == 0 {
                try measureOurs()
                measureTheirs()
            } else {
                measureTheirs()
                try measureOurs()
            }
        }
        records.close()
        let (mine, other) = (
            Measure.median(ours.sorted()), Measure.median(theirs.sorted())
        )
        return [
            Line("ticket transaction in plain C SQLite", other, "ms"),
            Line(
                "ticket transaction", mine, "ms", against: "speed of C", ratio: other / mine,
                limit: ">= 0.8x of C", isReached: other / mine >= 0.8),
        ]
    }
}

/// SQLite's C interface, as a C program would use it.
final class PlainSQLite {
    private var db: OpaquePointer?
    private var statements: [OpaquePointer?] = []
    private var hash = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_SIZE))

    static let sql = [
        "BEGIN IMMEDIATE",
        """
        SELECT sequence, issued_at, business_date, queued_at FROM ticket WHERE terminal = 'bench'
        ORDER BY sequence DESC LIMIT 1
        """,
        "SELECT value FROM last_number WHERE business_date = '2026-11-23' AND prefix = 'K'",
        """
        INSERT INTO last_number (business_date, prefix, value) VALUES ('2026-11-23', 'K', ?1)
        ON CONFLICT (business_date, prefix) DO UPDATE SET value = excluded.value
        """,
        """
        SELECT service, vulnerable_group IS NULL, for_counter, count(*) FROM ticket
        WHERE business_date BETWEEN '2026-11-22' AND '2026-11-23'
            AND state IN ('reserved', 'printing', 'waiting')
        GROUP BY service, vulnerable_group IS NULL, for_counter
        """,
        """
        INSERT INTO ticket (terminal, sequence, incarnation, prefix, value, business_date, service,
            variant, vulnerable_group, language, issued_at, queued_at, state, paper, code,
            survey_token)
        VALUES ('bench', ?1, 7, 'K', ?1, '2026-11-23', 'ktp-el', NULL, NULL, 'id', ?2, ?2,
            'printing', 'queued', ?3, ?4)
        """,
        "INSERT INTO survey_token (token, service) VALUES (?4, 'ktp-el')",
        """
        INSERT INTO print_attempt (terminal, sequence, incarnation, attempt, state, changed_at)
        VALUES ('bench', ?1, 7, 1, 'queued', ?2)
        """,
        """
        INSERT INTO journal (terminal, incarnation, sequence, at, who, what, subject, detail, hash)
        VALUES ('bench', 7, ?1, ?2, 'screen', 'ticket.issued',
            'ticket bench-1.0000000000000007', 'K-001 ktp-el with slip', ?5)
        """,
        "COMMIT",
    ]

    init(path: String) throws {
        guard sqlite3_open(path, &db) == SQLITE_OK else { throw CocoaError(.fileReadUnknown) }
        for pragma in ["journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"] {
            sqlite3_exec(db, "PRAGMA \(pragma)", nil, nil, nil)
        }
        for text in Self.sql {
            var statement: OpaquePointer?
            guard sqlite3_prepare_v2(db, text, -1, &statement, nil) == SQLITE_OK else {
                throw CocoaError(.featureUnsupported)
            }
            statements.append(statement)
        }
    }

    deinit {
        for statement in statements { sqlite3_finalize(statement) }
        sqlite3_close(db)
    }

    /// Hashes as many bytes as a row of the journal has, the hash before it first.
    private func chain() {
        var context = sha256_ctx()
        nettle_sha256_init(&context)
        nettle_sha256_update(&context, hash.count, hash)
        nettle_sha256_update(&context, Self.fields.count, Self.fields)
        nettle_sha256_digest(&context, hash.count, &hash)
    }

    private static let fields = [UInt8](repeating: 0x41, count: 160)

    /// Issues a ticket with a code and a token as random as ours, since they decide which index
    /// pages are written.
    func issue(_ number: Int, at time: Double, code: String, token: String) {
        // SQLITE_TRANSIENT makes SQLite copy the text. The macro is a cast, which Swift does not
        // import.
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        chain()
        for statement in statements {
            sqlite3_bind_int64(statement, 1, Int64(number))
            sqlite3_bind_double(statement, 2, time)
            sqlite3_bind_text(statement, 3, code, -1, transient)
            sqlite3_bind_text(statement, 4, token, -1, transient)
            sqlite3_bind_blob(statement, 5, hash, Int32(hash.count), transient)
            while sqlite3_step(statement) == SQLITE_ROW {}
            sqlite3_reset(statement)
        }
    }
}
