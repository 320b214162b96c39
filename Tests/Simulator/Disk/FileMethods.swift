import Foundation
import GRDBSQLite

/// Calls of SQLite on an open file of a simulated disk (`sqlite3_io_methods`, version 2: no mapped
/// pages).
enum FileMethods {
    /// `sqlite3_file` with the reference to its `OpenFile` behind.
    static let size = Int32(MemoryLayout<sqlite3_file>.size + MemoryLayout<UnsafeRawPointer>.size)

    private static let reference = MemoryLayout<sqlite3_file>.size

    /// Opens a file. A main database gets a real and empty file beside it, by which those who look
    /// with other means than SQLite see that it is there.
    static func open(
        _ file: UnsafeMutablePointer<sqlite3_file>, _ path: String, _ flags: Int32,
        on disk: SimulatedDisk
    ) -> Int32 {
        file.pointee.pMethods = nil
        if let error = disk.trouble(.open) { return error }
        guard let found = disk.file(path, makes: flags & SQLITE_OPEN_CREATE != 0) else {
            return SQLITE_CANTOPEN
        }
        if flags & SQLITE_OPEN_MAIN_DB != 0, access(path, F_OK) != 0 {
            close(creat(path, 0o600))
        }
        let opened = Unmanaged.passRetained(OpenFile(disk, found))
        UnsafeMutableRawPointer(file).storeBytes(
            of: UnsafeRawPointer(opened.toOpaque()), toByteOffset: reference,
            as: UnsafeRawPointer.self)
        file.pointee.pMethods = UnsafePointer(methods)
        return SQLITE_OK
    }

    private static func handle(_ file: UnsafeMutablePointer<sqlite3_file>?)
        -> Unmanaged<OpenFile>
    {
        guard let file else { preconditionFailure("SQLite names a file in every call") }
        return .fromOpaque(
            UnsafeRawPointer(file).load(fromByteOffset: reference, as: UnsafeRawPointer.self))
    }

    private static func opened(_ file: UnsafeMutablePointer<sqlite3_file>?) -> OpenFile {
        handle(file).takeUnretainedValue()
    }

    /// Result of a call that does not succeed; nil: it does.
    private static func trouble(
        _ open: OpenFile, _ call: SimulatedDisk.Call, extends: Bool = false
    ) -> Int32? {
        open.file.isGone ? call.error : open.disk.trouble(call, extends: extends)
    }

    // Written once, before SQLite knows of it.
    nonisolated(unsafe) private static let methods: UnsafeMutablePointer<sqlite3_io_methods> = {
        let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        methods.initialize(to: sqlite3_io_methods())
        methods.pointee.iVersion = 2
        methods.pointee.xClose = { file in
            let handle = FileMethods.handle(file)
            let open = handle.takeUnretainedValue()
            open.file.locks.unlock(ObjectIdentifier(open), SQLITE_LOCK_NONE)
            handle.release()
            return SQLITE_OK
        }
        methods.pointee.xRead = { file, buffer, count, offset in
            let open = FileMethods.opened(file)
            if let error = FileMethods.trouble(open, .read) { return error }
            guard let buffer else { return SQLITE_MISUSE }
            let (count, offset, seen) = (Int(count), Int(offset), open.file.seen)
            let there = max(0, min(count, seen.count - offset))
            if there > 0 { buffer.copyMemory(from: seen.base + offset, byteCount: there) }
            if there == count { return SQLITE_OK }
            memset(buffer + there, 0, count - there)
            // SQLITE_IOERR_SHORT_READ, which is no failure: the rest reads as zeros.
            return SQLITE_IOERR | 2 << 8
        }
        methods.pointee.xWrite = { file, bytes, count, offset in
            let open = FileMethods.opened(file)
            let extends = Int(offset) + Int(count) > open.file.seen.count
            let error = FileMethods.trouble(open, .write, extends: extends)
            // The power may go while the write is on its way: it then counts as not synced.
            let isUnderWay = error != nil && !open.file.isGone && open.disk.takesLastWrite()
            guard let bytes, error == nil || isUnderWay else { return error ?? SQLITE_MISUSE }
            open.disk.noteChange()
            open.file.write(bytes, Int(count), at: Int(offset))
            return error ?? SQLITE_OK
        }
        methods.pointee.xTruncate = { file, size in
            let open = FileMethods.opened(file)
            if let error = FileMethods.trouble(open, .truncate) { return error }
            open.disk.noteChange()
            open.file.truncate(to: Int(size))
            return SQLITE_OK
        }
        methods.pointee.xSync = { file, _ in
            let open = FileMethods.opened(file)
            if let error = FileMethods.trouble(open, .sync) { return error }
            open.disk.sync(open.file)
            return SQLITE_OK
        }
        methods.pointee.xFileSize = { file, size in
            let open = FileMethods.opened(file)
            // SQLITE_IOERR_FSTAT
            if open.file.isGone || open.disk.isOff { return SQLITE_IOERR | 7 << 8 }
            size?.pointee = sqlite3_int64(open.file.seen.count)
            return SQLITE_OK
        }
        methods.pointee.xLock = { file, level in
            let open = FileMethods.opened(file)
            // SQLITE_IOERR_LOCK
            if open.file.isGone || open.disk.isOff { return SQLITE_IOERR | 15 << 8 }
            return open.file.locks.lock(ObjectIdentifier(open), level)
        }
        methods.pointee.xUnlock = { file, level in
            let open = FileMethods.opened(file)
            open.file.locks.unlock(ObjectIdentifier(open), level)
            return SQLITE_OK
        }
        methods.pointee.xCheckReservedLock = { file, result in
            result?.pointee = FileMethods.opened(file).file.locks.isReserved ? 1 : 0
            return SQLITE_OK
        }
        methods.pointee.xFileControl = { _, _, _ in SQLITE_NOTFOUND }
        methods.pointee.xSectorSize = { _ in 4_096 }
        // A torn write harms no byte beside it, as SQLite assumes of every disk by default.
        methods.pointee.xDeviceCharacteristics = { _ in SQLITE_IOCAP_POWERSAFE_OVERWRITE }
        methods.pointee.xShmMap = { file, index, size, makes, result in
            let open = FileMethods.opened(file)
            // SQLITE_IOERR_SHMMAP
            if open.file.isGone || open.disk.isOff { return SQLITE_IOERR | 21 << 8 }
            result?.pointee = open.file.shared.map(
                ObjectIdentifier(open), Int(index), Int(size), makes: makes != 0)
            return SQLITE_OK
        }
        methods.pointee.xShmLock = { file, first, count, flags in
            let open = FileMethods.opened(file)
            if open.file.isGone || open.disk.isOff, flags & SQLITE_SHM_LOCK != 0 {
                // SQLITE_IOERR_SHMLOCK
                return SQLITE_IOERR | 20 << 8
            }
            return open.file.shared.lock(open, Int(first)..<Int(first + count), flags)
        }
        methods.pointee.xShmBarrier = { _ in }
        methods.pointee.xShmUnmap = { file, _ in
            let open = FileMethods.opened(file)
            open.file.shared.unmap(open)
            return SQLITE_OK
        }
        return methods
    }()
}
