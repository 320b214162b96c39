import CGlass
import Glibc
import Kernel

/// Small parent process that waits for the daemon and restores the console after any death of it
/// (T19). The daemon's program starts itself once more as its child.
///
///     if let status = Guardian.guardThisProcess(stateFile: file) { exit(status) }
///     Console.blockSignals()
///
/// These must be the first lines of `main`, before any thread: the parent stays in the first line
/// for its whole life, and only the child goes on. The parent is systemd's main process, so the
/// unit needs `NotifyAccess=all` for the child's READY and WATCHDOG to count.
package enum Guardian {
    /// Environment variable with the parent's process number, set for the child.
    package static let environmentKey = "LOKET_GUARDIAN"
    /// Time after which a child that was told to end is killed.
    package static let endLimit = Duration.seconds(20)
    /// Signals passed on to the child. systemd's watchdog sends SIGABRT.
    static let forwarded: [Int32] = [
        SIGTERM, SIGINT, SIGQUIT, SIGABRT, SIGHUP, SIGUSR1, SIGUSR2,
    ]
    private static let ending: Set<Int32> = [SIGTERM, SIGINT, SIGQUIT, SIGABRT]

    /// Starts the child, waits for its end, restores the console, and returns the exit status: the
    /// child's, or 128 plus the number of the signal that killed it. In the child it returns nil at
    /// once; SIGTERM tells the child if the parent dies. Returns 71 where the child cannot be
    /// started.
    package static func guardThisProcess(
        stateFile: String, report: (String) -> Void = { _ in }
    ) -> Int32? {
        if let parent = getenv(environmentKey).flatMap({ Int32(String(cString: $0)) }),
            parent == getppid()
        {
            _ = loket_set_parent_death_signal(SIGTERM)
            // The parent may have died before the request took effect.
            return getppid() == parent ? nil : 128 + SIGTERM
        }
        var environment = ["\(environmentKey)=\(getpid())"]
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            // The child feeds the watchdog, but this variable would name another process.
            if !text.hasPrefix("WATCHDOG_PID=") && !text.hasPrefix("\(environmentKey)=") {
                environment.append(text)
            }
            next += 1
        }
        SignalDescriptor.block(forwarded)
        do throws(SystemError) {
            let child = try spawn(
                "/proc/self/exe", arguments: CommandLine.arguments, environment: environment)
            return try watch(child) {
                for problem in ConsoleState.restore(from: stateFile) { report(problem) }
            }
        } catch {
            report("the guardian can't start the daemon: \(error).")
            return 71
        }
    }

    /// Starts a program with all signals unblocked and with their default actions. Throws
    /// `SystemError`.
    static func spawn(
        _ path: String, arguments: [String], environment: [String]
    ) throws(SystemError) -> pid_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = SignalDescriptor.signalSet([])
        var usual = SignalDescriptor.signalSet(forwarded)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &usual)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        let arguments = arguments.map { strdup($0) } + [nil]
        let environment = environment.map { strdup($0) } + [nil]
        defer { for text in arguments + environment { free(text) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, path, nil, &attributes, arguments, environment)
        if code != 0 { throw SystemError(call: "posix_spawn", path: path, code: code) }
        return child
    }

    /// Waits for the child's end, passes signals on, then restores. The signals must be blocked.
    static func watch(
        _ child: pid_t, endLimit: Duration = endLimit, restore: () -> Void
    ) throws(SystemError) -> Int32 {
        let signals = try SignalDescriptor.open(forwarded)
        defer { close(signals) }
        let end = try SystemError.check("pidfd_open", loket_pidfd_open(child))
        defer { close(end) }
        var limit: Duration?
        while true {
            var waiting = PollSet(end)
            waiting.add(signals)
            // Without a request to end, the wait has no limit.
            let hasNews = waiting.wait(until: limit)
            if waiting[0] != [] { break }
            if !hasNews {
                kill(child, SIGKILL)
                limit = Uptime.now() + .seconds(1)
            }
            for signal in SignalDescriptor.read(signals) {
                kill(child, signal)
                if ending.contains(signal), limit == nil { limit = Uptime.now() + endLimit }
            }
        }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 && errno == EINTR {}
        restore()
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }
}
