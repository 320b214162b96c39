package import Office

/// Queue as somebody finds it who takes a ticket now (E1).
package struct QueueOutlook: Hashable, Sendable {
    package var peopleAhead: Int
    /// Estimate of the wait; nil: not yet known.
    package var wait: WaitRange?

    package init(peopleAhead: Int, wait: WaitRange?) {
        self.peopleAhead = peopleAhead
        self.wait = wait
    }
}
