import CRigKernel
import Glibc
import Kernel

/// Replacement for systemd: it receives READY=1 and WATCHDOG=1, kills a program that is silent for
/// WatchdogSec, and restarts it until it is told to end. It prints each event on a line.
///
///     supervise PROGRAM ARGUMENT ...
enum Supervisor {
    /// Limit of the watchdog, as in Kiosk/systemd/loketd.service.
    static let watchdogMilliseconds: Int32 = 3_000
    static let abortMilliseconds: Int32 = 1_000

    static func run(_ words: [String]) throws {
        let path = "/run/rig-notify-\(getpid())"
        let notices = try listen(path)
        let asked = try termination()
        setenv("NOTIFY_SOCKET", path, 1)
        setenv("WATCHDOG_USEC", "\(watchdogMilliseconds * 1_000)", 1)
        while true {
            let pid = try start(words)
            say("started \(pid)")
            let isOver = try watch(pid, notices, asked)
            var status: Int32 = 0
            waitpid(pid, &status, 0)
            say("ended \(status)")
            if isOver { return }
        }
    }

    /// Watches the program. Returns when it has ended or is about to; true: the end was requested.
    private static func watch(_ pid: pid_t, _ notices: Int32, _ asked: Int32) throws -> Bool {
        let life = try check("pidfd_open") { pidfd_open(pid, 0) }
        defer { close(life) }
        var isReady = false
        while true {
            var waited = [
                pollfd(fd: notices, events: Int16(POLLIN), revents: 0),
                pollfd(fd: life, events: Int16(POLLIN), revents: 0),
                pollfd(fd: asked, events: Int16(POLLIN), revents: 0),
            ]
            // The start, until READY=1, has a longer limit of its own.
            let limit = isReady ? watchdogMilliseconds : 120_000
            let count = try check("poll") { poll(&waited, 3, limit) }
            if waited[1].revents != 0 { return false }
            if waited[2].revents != 0 {
                kill(-pid, SIGTERM)
                return true
            }
            guard count > 0 else {
                say("watchdog")
                kill(-pid, SIGABRT)
                var end = pollfd(fd: life, events: Int16(POLLIN), revents: 0)
                poll(&end, 1, abortMilliseconds)
                kill(-pid, SIGKILL)
                return false
            }
            var buffer = [UInt8](repeating: 0, count: 4_096)
            let length = max(0, read(notices, &buffer, buffer.count))
            let notice = String(decoding: buffer[..<length], as: UTF8.self)
            for line in notice.split(separator: "\n") {
                if line == "READY=1" { isReady = true }
                say(String(line))
            }
        }
    }

    private static func start(_ words: [String]) throws -> pid_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setpgroup(&attributes, 0)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
        var arguments = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var pid: pid_t = 0
        let failed = posix_spawnp(&pid, words.first ?? "", nil, &attributes, &arguments, environ)
        guard failed == 0 else {
            throw Failure("\(words): \(SystemError.text(failed))")
        }
        return pid
    }

    /// Returns a descriptor that is readable after SIGTERM.
    private static func termination() throws -> Int32 {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGTERM)
        sigprocmask(SIG_BLOCK, &signals, nil)
        return try check("signalfd") { signalfd(-1, &signals, Int32(SFD_CLOEXEC)) }
    }

    private static func listen(_ path: String) throws -> Int32 {
        let file = try check("socket") { socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0) }
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
        try check("bind \(path)") {
            withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(file, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
        }
        return file
    }
}
