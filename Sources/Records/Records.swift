package import Foundation
import GRDB
import Office

/// Database of everything that must survive a restart, in one SQLite file. A call returns only when
/// its changes are on the disk (WAL, `synchronous=FULL`), so the process may be killed at any
/// moment (A4, I2).
package final class Records: Sendable {
    /// Findings from opening the file.
    package struct OpeningReport: Sendable, Equatable {
        /// New name of a damaged file, which was replaced by an empty one; nil where the file was
        /// sound.
        package var damagedFileKeptAs: String?
    }

    /// Seconds for which a call waits for another process that has locked the file.
    package static let busyTimeoutSeconds = 2.0

    package let file: String
    package let terminal: String
    package let openingReport: OpeningReport
    let pool: DatabasePool

    /// Opens `loket.sqlite3` in `folder`, and creates the folder if needed. A damaged file is
    /// renamed, never deleted. `terminal` names this terminal in identities of tickets:
    /// `[a-z0-9]{1,8}`. Throws `unwritable`, `newer`, `full` or another `RecordsError`.
    package init(folder: String, terminal: String, now: Date = Date()) throws(RecordsError) {
        self.terminal = terminal
        let path = folder + "/loket.sqlite3"
        file = path
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw .unwritable(folder: folder, reason: error.localizedDescription)
        }
        guard FileManager.default.isWritableFile(atPath: folder) else {
            throw .unwritable(folder: folder, reason: "no permission")
        }
        var report = OpeningReport()
        do {
            pool = try Self.open(path)
        } catch let error where Self.isDamage(error) {
            report.damagedFileKeptAs = try Self.setAside(path, now: now)
            do { pool = try Self.open(path) } catch { throw .from(error, file: path) }
        } catch {
            throw .from(error, file: path)
        }
        openingReport = report
    }

    private static func open(_ path: String) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(busyTimeoutSeconds)
        configuration.maximumReaderCount = 3
        try inspect(path)
        let pool = try DatabasePool(path: path, configuration: configuration)
        // GRDB sets NORMAL when it turns WAL on; a power cut might then lose the newest tickets.
        // The one writing connection keeps what is set here (A4).
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        try Schema.migrator.migrate(pool)
        return pool
    }

    /// Inspects a file before anything is written to it. A file of a later version is not changed
    /// at all. Throws the error of SQLite for a damaged file.
    private static func inspect(_ path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue.close() }
        if try queue.read(Schema.migrator.hasBeenSuperseded) {
            throw RecordsError.newer(file: path)
        }
        try queue.read { db in
            let answer = try String.fetchOne(db, sql: "PRAGMA quick_check(1)")
            if answer != "ok" { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: answer) }
        }
    }

    private static func isDamage(_ error: any Error) -> Bool {
        guard let error = error as? DatabaseError else { return false }
        return error.resultCode.primaryResultCode == .SQLITE_CORRUPT
            || error.resultCode.primaryResultCode == .SQLITE_NOTADB
    }

    /// Renames a damaged file, and its `-wal` and `-shm` files; returns the new path.
    private static func setAside(_ path: String, now: Date) throws(RecordsError) -> String {
        // UTC without characters that a shell would interpret: 20261123T014100Z.
        let stamp = now.ISO8601Format().filter { $0 != "-" && $0 != ":" }
        let kept = "\(path).damaged-\(stamp)"
        for suffix in ["", "-wal", "-shm"]
        where FileManager.default.fileExists(atPath: path + suffix) {
            do {
                try FileManager.default.moveItem(atPath: path + suffix, toPath: kept + suffix)
            } catch {
                throw .unwritable(folder: path, reason: error.localizedDescription)
            }
        }
        return kept
    }

    /// Closes the file; every later call fails. Blocks until running calls have ended, so a task
    /// must call `closed()` instead: a running read may need the thread that waits.
    package func close() {
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

    // MARK: Transactions

    /// Runs `body` in one durable transaction on the database's own thread. Throws what the body
    /// throws, as a `RecordsError`, and then nothing is written. The body must not start another
    /// transaction.
    package func transaction<Value: Sendable>(
        _ body: @Sendable @escaping (RecordsTransaction) throws -> Value
    ) async throws(RecordsError) -> Value {
        let terminal = terminal
        return try await writeRaw { try body(RecordsTransaction(db: $0, terminal: terminal)) }
    }

    /// Runs `body` in one durable transaction and blocks the calling thread until it is on the disk.
    package func transactionNow<Value>(
        _ body: (RecordsTransaction) throws -> Value
    ) throws(RecordsError) -> Value {
        do {
            return try pool.writeWithoutTransaction { db in
                try Self.commit(db) { try body(RecordsTransaction(db: $0, terminal: terminal)) }
            }
        } catch { throw .from(error, file: file) }
    }

    /// Runs `body` over an unchanging view of the database, beside a transaction that may be under
    /// way. A write in it fails.
    package func read<Value: Sendable>(
        _ body: @Sendable @escaping (RecordsTransaction) throws -> Value
    ) async throws(RecordsError) -> Value {
        let terminal = terminal
        return try await readRaw { try body(RecordsTransaction(db: $0, terminal: terminal)) }
    }

    /// The blocking variant of `read`, on the calling thread.
    package func readNow<Value>(
        _ body: (RecordsTransaction) throws -> Value
    ) throws(RecordsError) -> Value {
        do {
            return try pool.read { try body(RecordsTransaction(db: $0, terminal: terminal)) }
        } catch { throw .from(error, file: file) }
    }

    func writeRaw<Value: Sendable>(
        _ body: @Sendable @escaping (Database) throws -> Value
    ) async throws(RecordsError) -> Value {
        do {
            return try await pool.writeWithoutTransaction { try Self.commit($0, body) }
        } catch { throw .from(error, file: file) }
    }

    func readRaw<Value: Sendable>(
        _ body: @Sendable @escaping (Database) throws -> Value
    ) async throws(RecordsError) -> Value {
        do { return try await pool.read(body) } catch { throw .from(error, file: file) }
    }

    /// Does what `pool.write` does, with BEGIN and COMMIT compiled once.
    private static func commit<Value>(
        _ db: Database, _ body: (Database) throws -> Value
    ) throws -> Value {
        try db.cachedStatement(sql: "BEGIN IMMEDIATE").execute()
        do {
            let value = try body(db)
            try db.cachedStatement(sql: "COMMIT").execute()
            return value
        } catch {
            // Some errors have already rolled the transaction back; the first error is the one to
            // throw.
            if db.isInsideTransaction { try? db.rollback() }
            throw error
        }
    }
}
