package import Foundation

/// Office hours of one day, as far as counters keep them.
package struct DayPlan: Hashable, Sendable {
    package var opens: Date
    package var closes: Date
    /// Breaks in which nobody calls: lunch, prayer.
    package var breaks: [Range<Date>]

    package init(opens: Date, closes: Date, breaks: [Range<Date>] = []) {
        self.opens = opens
        self.closes = closes
        self.breaks = breaks
    }
}

/// Counter as the records have it.
package struct CounterRecord: Hashable, Sendable {
    package var status: CounterStatus
    /// Moment of its newest call.
    package var lastCall: Date?
    package var serving: CounterOutlook.Serving?

    package init(
        status: CounterStatus, lastCall: Date? = nil, serving: CounterOutlook.Serving? = nil
    ) {
        self.status = status
        self.lastCall = lastCall
        self.serving = serving
    }
}

extension CounterOutlook {
    /// Time in seconds after the opening in which a counter that has not called yet is late, and then
    /// not coming today.
    package static let lateSeconds = 1_800.0
    /// Age in seconds past which what a counter did says nothing of today.
    package static let memorySeconds = 7 * 86_400.0

    /// Outlook of a counter (E2). What its officer did today counts; before that, one that was at work
    /// in the last week is planned to open with the office. `plan` nil: the office has no hours today,
    /// or is always open. `dayStart` is the beginning of the business date.
    package init(
        _ record: CounterRecord, plan: DayPlan?, dayStart: Date, at now: Date
    ) {
        let newest = [record.status.since, record.lastCall].compactMap { $0 }.max()
        let presence: Presence
        if let newest, newest >= dayStart || record.serving != nil {
            presence =
                switch record.status.state {
                case .open: .open
                case .paused: .paused(until: nil)
                case .closed: .away
                }
        } else if let newest, let plan, now.timeIntervalSince(newest) <= Self.memorySeconds,
            now < plan.closes, now.timeIntervalSince(plan.opens) <= Self.lateSeconds
        {
            presence = .planned(plan.opens)
        } else {
            presence = .away
        }
        self.init(presence, serving: record.serving, breaks: plan?.breaks ?? [])
    }
}

extension ServiceTimes {
    /// Number of times the 90th percentile after which an open ticket is a forgotten one (D11).
    package static let forgottenFactor = 3.0

    /// Seconds after its call from which a ticket is forgotten: its visitor has gone, and nobody said
    /// so. Nil: too few times are known to tell.
    package var forgottenAfter: Double? {
        let known = ForecastTimes.samples(self)
        guard known.count >= ForecastTimes.minimumSamples else { return nil }
        return WaitSpread(known).high * Self.forgottenFactor
    }

    /// Seconds from a counter's call to its next one (D7); nil where nobody whom it may call waited at
    /// the first, or the counter was not open in between. `heads` are those who wait at the second.
    package static func sample(
        from call: Date, openSince: Date?, heads: [WaitingTicket], at moment: Date
    ) -> Double? {
        guard let openSince, openSince <= call, moment > call,
            heads.contains(where: { max($0.queuedAt, $0.readyAt ?? .distantPast) <= call })
        else { return nil }
        return moment.timeIntervalSince(call)
    }
}
