/// Sight that a visitor has of a ticket whose slip surely did not come out.
package enum UnprintedSight: Sendable {
    case failed
    /// Another slip of the same visit is under way.
    case stillPrinting
    case gone
}
