/// The events that CUPS keeps of one queue, read as they come. A subscription that CUPS lost is
/// made anew.
actor EventFeed {
    /// Lease of a subscription in seconds. CUPS keeps 100 subscriptions.
    private static let lease: Int32 = 600

    private let cups: CupsConnection
    private let queue: String
    /// Time since the printer was made.
    nonisolated let uptime: @Sendable () -> Duration
    /// The subscription, and the number of the first event that was not read.
    private var place: (subscription: Int, next: Int)?
    private var subscribedAt = Duration.zero

    init(cups: CupsConnection, queue: String, uptime: @escaping @Sendable () -> Duration) {
        self.cups = cups
        self.queue = queue
        self.uptime = uptime
    }

    /// Subscribes before a job begins, so that nothing of it is missed, unless at least half of the
    /// lease is left.
    func begin() async {
        let now = uptime()
        if place != nil, now - subscribedAt < .seconds(Int(Self.lease) / 2) { return }
        place = nil
        try? await subscribe()
    }

    /// Drops the subscription: CUPS may have been started anew.
    func forget() { place = nil }

    /// Events since the last call; nil: none. Empty where CUPS does not tell, and it is time to
    /// look.
    func news() async -> [QueueEvent]? {
        do {
            guard let (subscription, next) = place else {
                try await subscribe()
                return []
            }
            guard let news = try await cups.events(of: subscription, queue: queue, from: next)
            else {
                place = nil
                return []
            }
            guard let last = news.last else { return nil }
            // Numbers begin anew behind the last one (RFC 3995, section 5.2.1).
            place = (subscription, last.sequence < Int32.max ? last.sequence + 1 : 0)
            return news
        } catch {
            place = nil
            return []
        }
    }

    private func subscribe() async throws(CupsError) {
        subscribedAt = uptime()
        place = (try await cups.subscribe(queue: queue, leaseSeconds: Self.lease), 1)
    }
}
