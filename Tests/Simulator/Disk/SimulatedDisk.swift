import Foundation
import GRDBSQLite
package import TestSupport

/// Disk of one terminal, in memory: SQLite reads and writes it through `DiskVFS`. What was not
/// synced may be lost at a power cut, and calls fail as planned.
///
/// A simulation and the connections of its database use it one call at a time, so nothing is locked.
package final class SimulatedDisk: @unchecked Sendable {
    /// Calls of SQLite that can fail.
    package enum Call: Sendable, Hashable, CaseIterable {
        case open, read, write, truncate, sync

        /// Result of a call that fails for a broken disk (sqlite3.h; not all macros reach Swift).
        var error: Int32 {
            switch self {
            case .open: SQLITE_CANTOPEN
            case .read: SQLITE_IOERR | 1 << 8
            case .write: SQLITE_IOERR | 3 << 8
            case .sync: SQLITE_IOERR | 4 << 8
            case .truncate: SQLITE_IOERR | 6 << 8
            }
        }
    }

    /// Failure to come.
    package struct Failure: Sendable {
        package var calls: Set<Call>
        /// Number of such calls that succeed before it.
        package var after: Int
        /// Number of calls that fail; nil: all until it is taken away.
        package var count: Int?
        /// Whether the disk is full, which fails only what needs room.
        package var isFull: Bool

        package init(_ calls: Set<Call>, after: Int = 0, count: Int? = 1, isFull: Bool = false) {
            self.calls = calls
            self.after = after
            self.count = count
            self.isFull = isFull
        }
    }

    package let folder: String
    /// Whether it says that it has synced and has not, for those who look whether it is found.
    package var ignoresSync = false
    package private(set) var callCount = 0
    package private(set) var failureCount = 0
    /// Number of changes to files: while it stays, all files are as they were.
    private(set) var changeCount = 0
    package var failure: Failure?
    /// Number of calls after which the power goes; nil: it stays.
    package var callsUntilCut: Int?
    /// Calls that count as such. Reads change nothing, and may be left out.
    package var cutCalls = Set(Call.allCases)
    /// Whether the power went since the process started.
    package private(set) var isOff = false
    private var files: [String: DiskFile] = [:]
    /// Files whose removal a power cut may undo, as nothing was synced since.
    private var removed: [String: DiskFile] = [:]
    private var random: SeededRandom
    /// Whether the simulator itself reads, which neither fails nor counts.
    private var isObserved = false
    /// Whether the power went in the call that is under way.
    private var wentNow = false

    /// `folder` is a real and empty folder, which names the disk.
    package init(folder: String, random: SeededRandom) {
        self.folder = folder
        self.random = random
        DiskVFS.add(self)
    }

    /// Takes the disk away; its files are gone once they are closed.
    package func remove() { DiskVFS.remove(self) }

    /// Reads or changes the disk from outside of the simulated process.
    func observed<Value>(_ body: () throws -> Value) rethrows -> Value {
        let was = isObserved
        isObserved = true
        defer { isObserved = was }
        return try body()
    }

    // MARK: Power

    /// Kills the process. What it wrote stays, its files are of no more use to it.
    package func kill() {
        for (name, file) in files { files[name] = file.afterKill() }
        isOff = false
        callsUntilCut = nil
    }

    /// Cuts the power and brings it back: what was not synced is lost as `loss` says.
    package func cutPower(_ loss: PowerLoss) {
        for (name, file) in removed.sorted(by: { $0.key < $1.key })
        where files[name] == nil && loss != .nothing {
            files[name] = file
        }
        removed = [:]
        // In the order of their names, so that the seed decides about each.
        for (name, file) in files.sorted(by: { $0.key < $1.key }) {
            files[name] = file.afterPowerCut(loss, &random)
            if files[name] == nil { unlink(name) }
        }
        isOff = false
        callsUntilCut = nil
    }

    /// Files of the disk at one moment.
    package struct Saved {
        fileprivate var files: [String: DiskFile] = [:]

        package init() {}
    }

    /// Kills the process, and keeps the files as they are.
    package func saved() -> Saved {
        kill()
        var saved = Saved()
        saved.files = files
        return saved
    }

    /// Puts the files back as they were saved, for another process.
    package func restore(_ saved: Saved) {
        files = saved.files
        removed = [:]
        kill()
    }

    // MARK: Calls

    /// Result of a call that does not succeed; nil: it does.
    func trouble(_ call: Call, extends: Bool = false) -> Int32? {
        wentNow = false
        if isOff { return call.error }
        if isObserved { return nil }
        callCount += 1
        if let left = callsUntilCut, cutCalls.contains(call) {
            callsUntilCut = left - 1
            if left <= 0 {
                isOff = true
                wentNow = true
                return call.error
            }
        }
        guard var failure, failure.calls.contains(call), !failure.isFull || extends else {
            return nil
        }
        if failure.after > 0 {
            failure.after -= 1
            self.failure = failure
            return nil
        }
        failureCount += 1
        if let count = failure.count {
            failure.count = count - 1
            self.failure = count > 1 ? failure : nil
        }
        return failure.isFull ? SQLITE_FULL : call.error
    }

    /// Whether a write is the one in which the power went.
    func takesLastWrite() -> Bool { wentNow }

    /// Counts a change to a file.
    func noteChange() { changeCount += 1 }

    func has(_ name: String) -> Bool { files[name] != nil }

    func file(_ name: String, makes: Bool) -> DiskFile? {
        if let file = files[name] { return file }
        guard makes else { return nil }
        let file = DiskFile()
        files[name] = file
        return file
    }

    /// Syncs a file. File systems with a journal then also keep what was removed before.
    func sync(_ file: DiskFile) {
        if ignoresSync { return }
        file.sync()
        removed = [:]
    }

    /// Removes a file; `isDurable`: the directory is synced as well.
    func delete(_ name: String, isDurable: Bool) -> Bool {
        guard let file = files.removeValue(forKey: name) else { return false }
        removed[name] = isDurable ? nil : file
        return true
    }

    /// Bytes of all files.
    package var size: Int { files.values.reduce(0) { $0 + $1.seen.count } }
}

/// File as a connection has it open.
final class OpenFile {
    let disk: SimulatedDisk
    let file: DiskFile
    /// Locks of the shared memory that this connection shares, a bit each.
    var sharedSlots: UInt32 = 0

    init(_ disk: SimulatedDisk, _ file: DiskFile) {
        self.disk = disk
        self.file = file
    }

    func shares(_ slot: Int) -> Bool { sharedSlots & 1 << slot != 0 }
}
