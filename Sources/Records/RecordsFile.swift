import Foundation
import GRDB
import Office

/// File of the database: how it is opened, upgraded and set aside.
struct RecordsFile {
    struct Opened {
        var path: String
        var pool: DatabasePool
        var origin: RecordsOrigin
        var report: Records.OpeningReport
    }

    let folder: String
    let terminal: String

    private var path: String { folder + "/loket.sqlite3" }

    func open(_ now: Date, _ random: any RandomNumberGenerator & Sendable) throws(RecordsError)
        -> Opened
    {
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
        var kept: String?
        if FileManager.default.fileExists(atPath: Self.mark(path)) {
            if FileManager.default.fileExists(atPath: path) { kept = try setAside(now: now) }
            try? FileManager.default.removeItem(atPath: Self.mark(path))
        }
        do {
            do {
                return try open(now, random, kept)
            } catch let error where Self.isDamage(error) {
                return try open(now, random, try setAside(now: now))
            }
        } catch { throw .from(error, file: path) }
    }

    private func open(
        _ now: Date, _ random: any RandomNumberGenerator & Sendable, _ kept: String?
    ) throws -> Opened {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(Records.busyTimeoutSeconds)
        configuration.maximumReaderCount = 3
        let wasRead = try refuseNewer()
        let pool = try DatabasePool(path: path, configuration: configuration)
        if !wasRead,
            try pool.writeWithoutTransaction(
                Schema.migrator(terminal: terminal).hasBeenSuperseded)
        {
            throw RecordsError.newer(file: path)
        }
        // GRDB sets NORMAL when it turns WAL on, with which a power cut may lose the newest
        // tickets; its one writing connection keeps what is said here (A4).
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        try Schema.migrator(terminal: terminal).migrate(pool)
        let salvage = kept.map { Salvage(reading: $0, terminal: terminal, now: now) }
        let (origin, endedUncleanly) = try pool.write { db in
            try salvage?.write(into: db, terminal: terminal)
            return try begin(db, now, random)
        }
        return Opened(
            path: path, pool: pool, origin: origin,
            report: .init(
                damagedFileKeptAs: kept, numbersGoOnAfter: salvage?.floor,
                endedUncleanly: endedUncleanly))
    }

    /// Begins an incarnation, stored before there is a number of it, and tells whether an earlier one
    /// ended uncleanly and the file was not checked since.
    func begin(
        _ db: Database, _ now: Date, _ random: any RandomNumberGenerator & Sendable
    ) throws -> (RecordsOrigin, Bool) {
        try db.execute(sql: "UPDATE incarnation SET ended = 'unclean' WHERE ended IS NULL")
        let endedUncleanly =
            try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM incarnation WHERE ended = 'unclean')")
            ?? false
        var random = random
        var number = random.next()
        // Zero stands for the time before there were incarnations.
        while number == 0 { number = random.next() }
        let origin = RecordsOrigin(
            terminal: terminal, incarnation: Incarnation(rawValue: number), random: random)
        try db.execute(
            sql: "INSERT INTO incarnation (terminal, number, begun_at) VALUES (?, ?, ?)",
            arguments: [terminal, origin.incarnation.column, now.timeIntervalSince1970])
        return (origin, endedUncleanly)
    }

    /// Looks at a file before anything is written into it: a newer one is left as it is, byte for
    /// byte, and a damaged one is told by its error. Returns false where the file could not be looked
    /// at: a power cut in its first start left a journal that has to be rolled back first.
    private func refuseNewer() throws -> Bool {
        guard FileManager.default.fileExists(atPath: path) else { return true }
        var configuration = Configuration()
        configuration.readonly = true
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? queue.close() }
            if try queue.read(Schema.migrator(terminal: terminal).hasBeenSuperseded) {
                throw RecordsError.newer(file: path)
            }
            return true
        } catch let error as DatabaseError
            where error.extendedResultCode == .SQLITE_READONLY_ROLLBACK
        {
            return false
        }
    }

    static func isDamage(_ error: any Error) -> Bool {
        guard let error = error as? DatabaseError else { return false }
        return error.resultCode.primaryResultCode == .SQLITE_CORRUPT
            || error.resultCode.primaryResultCode == .SQLITE_NOTADB
    }

    /// File that says that the database beside it is damaged, found while it was in use.
    private static func mark(_ path: String) -> String { path + "-damaged" }

    static func markDamaged(_ path: String) {
        _ = FileManager.default.createFile(atPath: mark(path), contents: nil)
    }

    /// Renames the file and those that belong to it; returns the new name.
    private func setAside(now: Date) throws(RecordsError) -> String {
        // UTC, and nothing that a shell would take apart: 20261123T014100Z.
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
}
