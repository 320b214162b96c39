import CSpawn
import Foundation
import Kernel
import Synchronization

/// A program in a process group of its own. It goes on until it ends or this object does.
///
/// Not Foundation's `Process`, which blocks the thread that starts it, and takes a program for
/// ended when that closes what it inherited, as a daemon does that starts over.
package final class Spawned: Sendable {
    package let pid: Int32
    /// Exit code, or the negative number of the signal; nil until the program was waited for.
    private let code = Mutex<Int32?>(nil)

    /// Starts it with its output in the file `log`, its errors there too or in the file `errors`,
    /// with `descriptors` (its own to ours) and with nothing else of ours open. Throws where it
    /// can't be started.
    package init(
        _ program: String, _ arguments: [String], descriptors: [Int32: Int32] = [:], log: String,
        errors: String? = nil, environment: [String: String]
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        for (descriptor, path) in [(Int32(1), log), (2, errors ?? log)] {
            posix_spawn_file_actions_addopen(
                &actions, descriptor, path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        }
        for (wanted, given) in descriptors {
            posix_spawn_file_actions_adddup2(&actions, given, wanted)
        }
        posix_spawn_file_actions_addclosefrom_np(&actions, max(2, descriptors.keys.max() ?? 2) + 1)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The threads that tests run on block all signals; a program inherits that, and SIGTERM
        // would never reach it.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
        var words = ([program] + arguments).map { strdup($0) } + [nil]
        var entries = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for word in words + entries { free(word) } }
        var started: pid_t = 0
        let error = posix_spawn(&started, program, &actions, &attributes, &words, &entries)
        guard error == 0 else {
            throw NeverHappened(what: "\(program): \(SystemError.text(error))")
        }
        pid = started
    }

    deinit {
        guard end == nil else { return }
        // Kill the whole group, since a browser has many processes.
        kill(-pid, SIGKILL)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
    }

    /// Exit code, or the negative number of the signal that ended it; nil while it runs.
    package var end: Int32? {
        code.withLock { code in
            var status: Int32 = 0
            if code == nil, waitpid(pid, &status, WNOHANG) == pid { code = Self.code(status) }
            return code
        }
    }

    package var isRunning: Bool { end == nil }

    /// Waits for its end on the calling thread, which must be one that may wait.
    package func waitForEnd() -> Int32 {
        var info = siginfo_t()
        // It stays a zombie until `end` asks, so that nobody signals another process of its number.
        while waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        return end ?? 0
    }

    private static func code(_ status: Int32) -> Int32 {
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : -signal
    }
}
