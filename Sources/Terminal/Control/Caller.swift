import Kernel

/// Caller of a question or an order, as the listener knows it, not as it says itself.
package enum Caller: Hashable, Sendable, CustomStringConvertible {
    /// Process at the other end of the control socket; `name` is its user's, nil where this
    /// machine's own list of users has none.
    case process(uid: UInt32, pid: Int32, name: String?)
    /// Browser on this machine, at the page of the memory display.
    case page
    /// Listener without knowledge of its callers.
    case unknown

    /// Process with the name of its user. It reads /etc/passwd.
    package init(uid: UInt32, pid: Int32) {
        self = .process(uid: uid, pid: pid, name: LocalUsers.name(of: uid))
    }

    /// Name for the record: the user, else its number.
    package var who: String {
        switch self {
        case .process(let uid, _, let name): name ?? "uid \(uid)"
        case .page: "page"
        case .unknown: "unknown"
        }
    }

    /// Name and process, for the log.
    package var description: String {
        if case .process(_, let pid, _) = self { "\(who) (pid \(pid))" } else { who }
    }
}
