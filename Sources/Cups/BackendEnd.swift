import Slips

/// The ends that `loket-pos`, the back end for receipt printers, tells in a job's message.
///
/// They are the printer's own word: of *completed* CUPS itself knows only that the bytes left.
extension PrintEnd {
    /// Nil for words of other back ends and for those of a job that still runs.
    init?(backend message: String) {
        guard message.hasPrefix(Self.backendName) else { return nil }
        let words = message.dropFirst(Self.backendName.count)
        func why(_ start: String) -> String? {
            words.hasPrefix(start) ? String(words.dropFirst(start.count)) : nil
        }
        if words == "sent" || words.hasPrefix("sent (") {
            self = .sent
        } else if words == "printed" || words.hasPrefix("printed (") {
            self = .printed
        } else if let why = why("not printed: ") {
            self = .notPrinted(why)
        } else if let why = why("unknown: ") {
            self = .unknown(why)
        } else {
            return nil
        }
    }

    /// The job is this back end's, and its end is not told yet.
    static func isPending(backend message: String) -> Bool {
        message.hasPrefix(backendName) && PrintEnd(backend: message) == nil
    }

    private static let backendName = "loket-pos: "
}
