import Kernel

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
final class StateLock: Sendable {
    private let lock: FolderLock

    /// Throws `AlreadyRunning` or `UnusableFolder`.
    init(folder: String) throws {
        do throws(FolderLock.Failure) {
            lock = try FolderLock(on: folder, name: "loketd.pid")
        } catch {
            switch error {
            case .taken(let pid): throw AlreadyRunning(folder: folder, pid: pid ?? "?")
            case .unusable(let reason):
                throw UnusableFolder(folder: folder, reason: reason.description)
            }
        }
    }
}
