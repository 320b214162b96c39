import Foundation

/// Error of a state folder that another loketd uses.
struct AlreadyRunning: Error, CustomStringConvertible {
    var folder: String
    var pid: String

    var description: String {
        "Another loketd (pid \(pid)) runs on \(folder). Stop it first, or name another folder by "
            + "--state."
    }
}

/// Error of a state folder that cannot be created or written.
struct UnusableFolder: Error, CustomStringConvertible {
    var folder: String
    var reason: String

    var description: String {
        "The state folder \(folder) can't be used (\(reason)). Make it and give it to the user "
            + "that runs loketd, or name another by --state."
    }
}

/// Lock for one daemon per state folder. It is taken before the socket is touched, and the kernel
/// releases it whatever ends the daemon.
final class StateLock {
    private let descriptor: Int32

    init(folder: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o750])
        } catch {
            throw UnusableFolder(folder: folder, reason: error.localizedDescription)
        }
        let path = folder + "/loketd.pid"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else {
            throw UnusableFolder(folder: folder, reason: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let pid = FileManager.default.contents(atPath: path).flatMap {
                String(data: $0, encoding: .utf8)
            }
            close(descriptor)
            throw AlreadyRunning(
                folder: folder, pid: pid?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "?")
        }
        ftruncate(descriptor, 0)
        let pid = "\(getpid())\n"
        _ = pid.utf8CString.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count - 1) }
    }

    deinit {
        close(descriptor)
    }
}
