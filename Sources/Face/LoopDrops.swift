package import Errands

/// Numbers of what the loop dropped because a queue was full. Log and status tell them.
package struct LoopDrops: Hashable, Sendable {
    /// Contacts that found the mailbox full.
    package var inputs = 0
    /// Effects that found the desk too far behind.
    package var effects = 0

    package init() {}
}

/// Effects that were handed on, as far as the receiver could take them.
package struct EffectsTaken: Sendable {
    /// Number of effects that were dropped.
    package var droppedCount = 0
    /// News for those who would wait for the result of a dropped one.
    package var answers: [Event] = []

    package init() {}
}
