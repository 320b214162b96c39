package import Foundation
import GRDB
import Synchronization

/// Database of a terminal: all that must survive, in one SQLite file. A transaction is on the disk
/// when it returns (WAL, `synchronous=FULL`), so the process may be killed at any instant (A4, I2).
package final class Records: Sendable {
    /// Findings when the file was opened.
    package struct OpeningReport: Sendable, Equatable {
        /// New name of a damaged file, beside which a new one was begun.
        package var damagedFileKeptAs: String?
        /// Number behind which the new file's numbers begin, since the damaged one did not tell all of
        /// its own; nil: they go on after those.
        package var numbersGoOnAfter: Int?
        /// Whether an earlier run did not close the file, and it was not checked since. It is then
        /// checked in the background.
        package var endedUncleanly = false
    }

    /// Longest wait for another process that holds the file, in seconds.
    package static let busyTimeoutSeconds = 2.0

    package let file: String
    package let terminal: String
    package let openingReport: OpeningReport
    let pool: DatabasePool
    let origin: RecordsOrigin
    /// Newest row of this incarnation's journal, as far as it is known.
    private let journalTail = Mutex<JournalTail.Newest?>(nil)
    private let standingTrouble = Mutex<RecordsError?>(nil)

    /// Opens `loket.sqlite3` in the folder, which is made where it is missing. Throws
    /// `RecordsError`: unwritable folder, newer file, full disk. A damaged file is set aside,
    /// never deleted. `terminal` names this terminal in identities, `[a-z0-9]{1,8}`. All codes,
    /// tokens, keys and incarnations are drawn from `random`.
    package init(
        folder: String, terminal: String, now: Date = Date(),
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) throws(RecordsError) {
        self.terminal = terminal
        let opened = try RecordsFile(folder: folder, terminal: terminal).open(now, random)
        file = opened.path
        pool = opened.pool
        origin = opened.origin
        openingReport = opened.report
    }

    /// Closes the file; every later call fails. Blocks until running calls have ended, so a task
    /// must call `closed()` instead: a running read may need the thread that waits.
    package func close() {
        // Without room for it the next start checks the file, which harms nobody.
        try? pool.writeWithoutTransaction { db in
            try db.execute(
                sql: "UPDATE incarnation SET ended = 'clean' WHERE terminal = ? AND number = ?",
                arguments: [terminal, origin.incarnation.column])
        }
        try? pool.close()
    }

    /// Closes the file on a thread of its own and waits for that.
    package func closed() async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [self] in
                close()
                continuation.resume()
            }
        }
    }

    /// Looks for damage in the whole file (`quick_check`). Returns nil for a sound one, else SQLite's
    /// words; a damaged file is set aside at the next opening. Reads the whole file, so it is called
    /// after the start and only if an earlier run ended uncleanly.
    package func damage() async throws(RecordsError) -> String? {
        if let found = try await check("quick_check(1)") {
            RecordsFile.markDamaged(file)
            return found
        }
        // A run that ends before this leaves the check to the next one.
        try await transaction {
            try $0.execute("UPDATE incarnation SET ended = 'checked' WHERE ended = 'unclean'")
        }
        return nil
    }

    /// Looks for indexes that disagree with their tables and values that no table takes
    /// (`integrity_check`), which `damage` does not see. Returns nil for a sound file, else SQLite's
    /// words. The file goes on as it is: its tables can be read.
    package func disagreement() async throws(RecordsError) -> String? {
        try await check("integrity_check(1)")
    }

    /// Size of the file in bytes.
    package var byteCount: Int {
        (try? FileManager.default.attributesOfItem(atPath: file))?[.size] as? Int ?? 0
    }

    /// Runs a check, which ends early where the task is cancelled.
    private func check(_ pragma: String) async throws(RecordsError) -> String? {
        let found: String?
        do {
            found = try await pool.read { try String.fetchOne($0, sql: "PRAGMA \(pragma)") }
        } catch let error where RecordsFile.isDamage(error) {
            found = "\(error)"
        } catch { throw .from(error, file: file) }
        return found == "ok" ? nil : found
    }

    /// Error of the newest transaction that the disk refused; nil once one has been written again.
    package var trouble: RecordsError? { standingTrouble.withLock { $0 } }

    /// Writes one row as it is, so that `trouble` ends as soon as the disk takes it.
    package func tryWriting() async throws(RecordsError) {
        let number = origin.incarnation.column
        try await transaction { [terminal] in
            try $0.execute(
                "UPDATE incarnation SET ended = ended WHERE terminal = ? AND number = ?",
                [terminal, number])
        }
    }

    // MARK: Transactions

    /// Runs `body` in one durable transaction on the database's own thread. Throws what the body
    /// throws, as a `RecordsError`, and then nothing is written. The body must not start another
    /// transaction.
    package func transaction<Value: Sendable>(
        _ body: @Sendable @escaping (RecordsTransaction) throws -> Value
    ) async throws(RecordsError) -> Value {
        do {
            return try await pool.writeWithoutTransaction { try self.commit($0, body) }
        } catch { throw .from(error, file: file) }
    }

    /// Runs `body` in one durable transaction and blocks the calling thread until it is on the disk.
    package func transactionNow<Value>(
        _ body: (RecordsTransaction) throws -> Value
    ) throws(RecordsError) -> Value {
        do {
            return try pool.writeWithoutTransaction { try commit($0, body) }
        } catch { throw .from(error, file: file) }
    }

    /// Runs `body` over an unchanging view of the database, beside a transaction that may be under
    /// way. A write in it fails.
    package func read<Value: Sendable>(
        _ body: @Sendable @escaping (RecordsTransaction) throws -> Value
    ) async throws(RecordsError) -> Value {
        do {
            return try await pool.read { try body(self.view($0)) }
        } catch { throw .from(error, file: file) }
    }

    /// The blocking variant of `read`, on the calling thread.
    package func readNow<Value>(
        _ body: (RecordsTransaction) throws -> Value
    ) throws(RecordsError) -> Value {
        do { return try pool.read { try body(view($0)) } } catch { throw .from(error, file: file) }
    }

    private func view(_ db: Database) -> RecordsTransaction {
        RecordsTransaction(db: db, origin: origin, tail: JournalTail(nil))
    }

    /// Does what `pool.write` does, with BEGIN and COMMIT compiled once.
    private func commit<Value>(
        _ db: Database, _ body: (RecordsTransaction) throws -> Value
    ) throws -> Value {
        let tail = JournalTail(journalTail.withLock { $0 })
        let transaction = RecordsTransaction(db: db, origin: origin, tail: tail)
        let changes = db.totalChangesCount
        do {
            try db.cachedStatement(sql: "BEGIN IMMEDIATE").execute()
            let value = try body(transaction)
            try db.cachedStatement(sql: "COMMIT").execute()
            journalTail.withLock { $0 = tail.newest }
            if db.totalChangesCount != changes { standingTrouble.withLock { $0 = nil } }
            return value
        } catch {
            let known = RecordsError.from(error, file: file)
            if known.isOfTheDisk { standingTrouble.withLock { $0 = known } }
            // Some errors have already rolled the transaction back; the first error is the one to
            // throw.
            if db.isInsideTransaction { try? db.rollback() }
            journalTail.withLock { $0 = nil }
            throw error
        }
    }
}
