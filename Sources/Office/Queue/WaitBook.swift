package import Foundation

/// Wait that a ticket was told: the estimate, and the range of minutes that was made of it.
package struct ToldWait: Hashable, Sendable {
    package var spread: WaitSpread
    package var range: WaitRange

    package init(spread: WaitSpread, range: WaitRange) {
        self.spread = spread
        self.range = range
    }
}

/// Newest estimates of the waiting time, for all who ask before the next ones are made (E1). One that
/// is missing is not yet known (E2).
package struct WaitBook: Sendable {
    /// Age in seconds past which an estimate says nothing any more: it is made anew each minute.
    package static let lifetime = 180.0

    private var forecast: WaitForecast?
    private var width = 1.0
    private var madeAt = Date.distantPast

    /// Book without an estimate.
    package init() {}

    package init(_ forecast: WaitForecast, width: Double, at moment: Date) {
        self.forecast = forecast
        self.width = width
        madeAt = moment
    }

    /// Estimate for a ticket that is taken now.
    package func wait(of newcomer: Newcomer, at moment: Date) -> ToldWait? {
        newest(at: moment)?.newcomers[newcomer].map(told)
    }

    /// Estimate for a waiting ticket.
    package func wait(of ticket: TicketID, at moment: Date) -> ToldWait? {
        newest(at: moment)?.waiting[ticket].map(told)
    }

    private func newest(at moment: Date) -> WaitForecast? {
        let age = moment.timeIntervalSince(madeAt)
        return age <= Self.lifetime && age >= -Self.lifetime ? forecast : nil
    }

    private func told(_ spread: WaitSpread) -> ToldWait {
        ToldWait(spread: spread, range: spread.range(width: width))
    }
}
