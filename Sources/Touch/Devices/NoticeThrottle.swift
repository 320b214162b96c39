/// Limit of notices per window of time. It counts the suppressed ones (T26).
struct NoticeThrottle: Sendable {
    let limit: Int
    let window: Duration
    private var times: [Duration] = []
    private(set) var suppressed = 0

    init(limit: Int = 5, window: Duration = .seconds(30)) {
        self.limit = limit
        self.window = window
    }

    /// Returns the number suppressed since the last notice where this one may pass; nil:
    /// suppressed.
    mutating func pass(at uptime: Duration) -> Int? {
        times.removeAll { uptime - $0 >= window }
        guard times.count < limit else {
            suppressed += 1
            return nil
        }
        times.append(uptime)
        defer { suppressed = 0 }
        return suppressed
    }
}
