import Slips

/// Ends that `loket-pos`, the back end for receipt printers, reports in a job's message.
///
/// They come from the printer itself, while CUPS's *completed* means only that the bytes left.
extension PrintEnd {
    /// Parses the message; nil for those of other back ends and of a job that still runs.
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

    /// Returns whether the job is this back end's and its end was not reported yet.
    static func isPending(backend message: String) -> Bool {
        message.hasPrefix(backendName) && PrintEnd(backend: message) == nil
    }

    private static let backendName = "loket-pos: "
}
