import Glibc

/// Descriptors that one poll(2) waits for.
package struct PollSet: Sendable {
    /// Things that can happen to a descriptor.
    package struct Events: OptionSet, Sendable {
        package var rawValue: Int16

        package init(rawValue: Int16) {
            self.rawValue = rawValue
        }

        /// `POLLIN`
        package static let readable = Events(rawValue: Int16(POLLIN))
        /// `POLLOUT`
        package static let writable = Events(rawValue: Int16(POLLOUT))
        /// `POLLERR`. It is told without being asked for; a pipe has it once its reader is gone.
        package static let broken = Events(rawValue: Int16(POLLERR))
        /// `POLLHUP`. It is told without being asked for.
        package static let hungUp = Events(rawValue: Int16(POLLHUP))
    }

    /// Longest single poll(2). A deadline that is further away is waited for in several, so that
    /// a time no `Int32` holds does no harm.
    static let longestPoll = Duration.seconds(60)

    private var entries: [pollfd] = []

    package init() {}

    /// Set of one descriptor.
    package init(_ descriptor: Int32?, _ wanted: Events = .readable) {
        add(descriptor, wanted)
    }

    /// Adds a descriptor and returns its place in the set. Nil has a place, and nothing ever
    /// happens to it. Without wanted events only `broken` and `hungUp` are told.
    @discardableResult
    package mutating func add(_ descriptor: Int32?, _ wanted: Events = .readable) -> Int {
        entries.append(pollfd(fd: descriptor ?? -1, events: wanted.rawValue, revents: 0))
        return entries.count - 1
    }

    /// Waits until something happens or the uptime `end` has come; nil waits without an end, and
    /// an `end` that is over only looks. Returns whether something happened. A signal in between
    /// ends no wait.
    @discardableResult
    package mutating func wait(until end: Duration? = nil) -> Bool {
        while true {
            let left = end.map { max(.zero, $0 - Uptime.now()) } ?? Self.longestPoll
            let part = min(left, Self.longestPoll)
            let count = poll(&entries, nfds_t(entries.count), Self.milliseconds(part))
            if count > 0 { return true }
            // Out of kernel memory: a short rest, and again.
            if count < 0, errno != EINTR { usleep(1_000) }
            if let end, Uptime.now() >= end {
                for index in entries.indices { entries[index].revents = 0 }
                return false
            }
        }
    }

    /// Events that the last wait found at this place.
    package subscript(place: Int) -> Events { Events(rawValue: entries[place].revents) }

    /// Rounds up, so that a wait never ends just before its time and turns idly.
    private static func milliseconds(_ duration: Duration) -> Int32 {
        let (seconds, attoseconds) = duration.components
        let rest = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return Int32(clamping: seconds * 1_000 + rest)
    }
}
