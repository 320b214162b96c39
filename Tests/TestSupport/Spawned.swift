package import Foundation

/// A program in a process group of its own, which goes on until it ends or this object does.
///
/// Not Foundation's `Process`: that takes a program for ended when it closes what it inherited,
/// as a daemon does that starts over, and then hears of no other program's end.
package final class Spawned: @unchecked Sendable {
    // `lock` protects `code`.
    package let pid: pid_t
    private let lock = NSLock()
    private var code: Int32?

    /// Starts it with its output and errors in the file `log`, with `descriptors` (its own to
    /// ours) and with nothing else of ours open. Throws where it can't be started.
    package init(
        _ program: String, _ arguments: [String], descriptors: [Int32: Int32] = [:], log: String,
        environment: [String: String]
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        for descriptor: Int32 in [1, 2] {
            posix_spawn_file_actions_addopen(
                &actions, descriptor, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        }
        for (wanted, given) in descriptors {
            posix_spawn_file_actions_adddup2(&actions, given, wanted)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Threads that tests run on block all signals, and a program would inherit that.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
        // What is open in it of other programs' starts would hide the end of those.
        let closing = """
            for file in /proc/$$/fd/*; do
                number=${file##*/}
                [ "$number" -gt \(2 + descriptors.count) ] && eval "exec $number>&-"
            done
            exec "$0" "$@"
            """
        var words = (["bash", "-c", closing, program] + arguments).map { strdup($0) } + [nil]
        var entries = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for word in words + entries { free(word) } }
        var started: pid_t = 0
        startLock.lock()
        let error = posix_spawn(&started, "/bin/bash", &actions, &attributes, &words, &entries)
        startLock.unlock()
        guard error == 0 else { throw NeverHappened(what: "\(program): error \(error)") }
        pid = started
    }

    deinit {
        guard end == nil else { return }
        // The whole group: a browser is many processes.
        kill(-pid, SIGKILL)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
    }

    /// Its exit code, or the negative number of the signal that ended it; nil while it runs.
    package var end: Int32? {
        lock.withLock {
            var status: Int32 = 0
            if code == nil, waitpid(pid, &status, WNOHANG) == pid {
                let signal = status & 0x7F
                code = signal == 0 ? (status >> 8) & 0xFF : -signal
            }
            return code
        }
    }
}
