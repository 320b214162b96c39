package import Foundation

/// Times of one service from call to call, while somebody waited (D7).
package struct ServiceTimes: Hashable, Sendable {
    /// Seconds, the newest last.
    package var seconds: [Double]
    /// Configured time in seconds while too few are known; nil: none (E2).
    package var usualSeconds: Double?

    package init(seconds: [Double] = [], usualSeconds: Double? = nil) {
        self.seconds = seconds
        self.usualSeconds = usualSeconds
    }
}

/// Counter as it stands now, and what is planned for it today.
package struct CounterOutlook: Hashable, Sendable {
    /// Whether and when it calls.
    package enum Presence: Hashable, Sendable {
        case open
        /// Planned to open then. One that is late is taken to open soon.
        case planned(Date)
        /// Paused; nil: nobody said until when.
        case paused(until: Date?)
        /// Not planned to open any more today.
        case away
    }

    /// Ticket that it serves.
    package struct Serving: Hashable, Sendable {
        package var serviceID: Service.ID
        /// Moment of its call.
        package var since: Date

        package init(serviceID: Service.ID, since: Date) {
            self.serviceID = serviceID
            self.since = since
        }
    }

    package var presence: Presence
    package var serving: Serving?
    /// Planned breaks, in which it calls nobody: lunch, prayer.
    package var breaks: [Range<Date>]

    package init(_ presence: Presence, serving: Serving? = nil, breaks: [Range<Date>] = []) {
        self.presence = presence
        self.serving = serving
        self.breaks = breaks
    }
}

/// Ticket that is taken now, as far as its turn depends on it.
package struct Newcomer: Hashable, Sendable {
    package var serviceID: Service.ID
    package var queueClass: QueueClass

    package init(serviceID: Service.ID, queueClass: QueueClass) {
        self.serviceID = serviceID
        self.queueClass = queueClass
    }
}

/// Queue, counters and experience from which the waiting time is estimated (E1).
package struct WaitSituation: Sendable {
    package var now: Date
    package var rules: CallingRules
    package var queue: [WaitingTicket]
    /// Position of the ratio in each service group; a missing one is 0.
    package var positions: [Service.ID: Int]
    /// Counters by their id; a missing one is away.
    package var counters: [Counter.ID: CounterOutlook]
    package var times: [Service.ID: ServiceTimes]
    /// Tickets an hour that will come and may be called before those who wait: the priority ones,
    /// at today's rate.
    package var hourlyArrivals: [Newcomer: Double]

    package init(
        now: Date, rules: CallingRules, queue: [WaitingTicket] = [],
        positions: [Service.ID: Int] = [:], counters: [Counter.ID: CounterOutlook] = [:],
        times: [Service.ID: ServiceTimes] = [:], hourlyArrivals: [Newcomer: Double] = [:]
    ) {
        self.now = now
        self.rules = rules
        self.queue = queue
        self.positions = positions
        self.counters = counters
        self.times = times
        self.hourlyArrivals = hourlyArrivals
    }
}
