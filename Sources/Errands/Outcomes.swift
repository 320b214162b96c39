/// Reason why no ticket was issued.
package enum IssueFailure: Hashable, Sendable {
    /// Every number of the range belongs to a ticket that still waits (A1).
    case numbersUsedUp
    /// The clock is behind the newest record, and the settings refuse tickets in that case (A2).
    case clockBehind
    case closed
    /// The database cannot be written: the disk is full, read-only or gone (I2).
    case storage
}

/// Result of saving a survey.
package enum SurveyOutcome: Hashable, Sendable { case saved, tooSoon, codeSpent, failed }
