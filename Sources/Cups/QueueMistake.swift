/// Setting of a queue that loses, repeats or holds up slips.
package struct QueueMistake: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case errorPolicy(String)
        /// Option in the device URI of CUPS's raw port back end; nil: not set.
        case waitEOF(String?)
        case snmp(String?)
        case connectTimeout(String?)
    }

    package var queue: String
    package var kind: Kind

    /// Policy under which CUPS never begins a failed job again.
    static let rightPolicy = "abort-job"

    /// Description of the mistake, one sentence.
    package var sentence: String { "Queue \(queue) \(what)." }

    /// Description with the command that mends it.
    package var description: String {
        "Queue \(queue) \(what): run loket printer mend \(queue)."
    }

    private var what: String {
        switch kind {
        case .errorPolicy(let policy):
            "has the error policy \(policy), which prints slips again by itself or holds up "
                + "those behind"
        case .waitEOF(let value):
            "\(Self.says("waiteof", value)), so a slip without an answer lasts 90 s"
        case .snmp(let value):
            "\(Self.says("snmp", value)), which costs each slip up to 4 s"
        case .connectTimeout(let value):
            "\(Self.says("contimeout", value)), so a printer that is off is called for too "
                + "long"
        }
    }

    private static func says(_ option: String, _ value: String?) -> String {
        value.map { "says \(option)=\($0) in its device" } ?? "lacks \(option) in its device"
    }
}

extension QueueStatus {
    package var mistakes: [QueueMistake] {
        var kinds: [QueueMistake.Kind] = []
        if let errorPolicy, errorPolicy != QueueMistake.rightPolicy {
            kinds.append(.errorPolicy(errorPolicy))
        }
        if let socket = SocketURI(device) { kinds += socket.mistakes }
        return kinds.map { QueueMistake(queue: name, kind: $0) }
    }
}

/// URI `socket://HOST:PORT/?OPTIONS` of CUPS's raw port back end.
struct SocketURI: Sendable {
    /// Host and port, as `HOST:PORT`.
    var authority: String
    var options: [(name: String, value: String)]

    /// Allowed seconds for a connection. CUPS's default is a week.
    static let connectTimeout = 1...30
    private static let right = [("waiteof", "off"), ("snmp", "off"), ("contimeout", "8")]

    init?(_ text: String) {
        guard text.hasPrefix("socket://") else { return nil }
        let halves = text.dropFirst(9).split(
            separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        authority = String(halves[0].prefix { $0 != "/" })
        options = (halves.count > 1 ? halves[1] : "").split(separator: "&").map { part in
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(pair[0]), pair.count > 1 ? String(pair[1]) : "")
        }
    }

    subscript(_ name: String) -> String? { options.first { $0.name == name }?.value }

    var mistakes: [QueueMistake.Kind] {
        var kinds: [QueueMistake.Kind] = []
        if self["waiteof"] != "off" { kinds.append(.waitEOF(self["waiteof"])) }
        if self["snmp"] != "off" { kinds.append(.snmp(self["snmp"])) }
        let seconds = self["contimeout"].flatMap { Int($0) }
        if !(seconds.map(Self.connectTimeout.contains) ?? false) {
            kinds.append(.connectTimeout(self["contimeout"]))
        }
        return kinds
    }

    /// URI with all options corrected, and with the slash that CUPS requires.
    var mended: String {
        var options = options
        let hasRightTimeout = !mistakes.contains {
            if case .connectTimeout = $0 { true } else { false }
        }
        for (name, value) in Self.right where name != "contimeout" || !hasRightTimeout {
            options.removeAll { $0.name == name }
            options.append((name, value))
        }
        return "socket://\(authority)/?"
            + options.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }
}
