import Glibc
import Synchronization

/// systemd, where it started the process and waits for news of it (sd_notify(3)): one datagram a
/// message. libsystemd is not linked for this one call.
package final class ServiceManager: Sendable {
    /// Interval at which the watchdog wants to be fed: half of its limit, as
    /// sd_watchdog_enabled(3) advises, and 1 s at least. Nil where it does not watch.
    package let heartbeat: Duration?
    private let address: UnixAddress
    private let socket: UnixDatagrams

    /// Connects to the manager; nil where none waits, or its socket can't be used.
    package init?(environment: (String) -> String? = ServiceManager.environment) {
        guard let path = environment("NOTIFY_SOCKET"), path.hasPrefix("/") || path.hasPrefix("@"),
            let address = try? UnixAddress(path), let socket = try? UnixDatagrams()
        else { return nil }
        self.address = address
        self.socket = socket
        heartbeat = environment("WATCHDOG_USEC").flatMap { Int64($0) }.flatMap {
            $0 > 0 ? max(.seconds(1), .microseconds($0 / 2)) : nil
        }
    }

    /// Sends a message such as `READY=1`. Never waits: a manager that does not read loses it.
    package func tell(_ message: String) {
        try? socket.send(Array(message.utf8), to: address)
    }

    /// Value of a variable of the process's environment.
    package static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}

/// Parts of a start that are there, of those that have to be before the service manager hears
/// `READY=1`: whoever waits for that finds a screen and an answer.
package final class Readiness: Sendable {
    package enum Part: Hashable, Sendable, CaseIterable {
        case firstFrame, controlSocket
    }

    private let missing = Mutex(Set(Part.allCases))
    private let whenReady: @Sendable () -> Void

    /// Creates it with nothing there. `whenReady` is called once, by whichever thread brings the
    /// last part.
    package init(whenReady: @escaping @Sendable () -> Void) {
        self.whenReady = whenReady
    }

    /// Takes a part as there. A part that comes again changes nothing.
    package func has(_ part: Part) {
        let isLast = missing.withLock { $0.remove(part) != nil && $0.isEmpty }
        if isLast { whenReady() }
    }
}
