package import Office
import Records
package import Slips

/// Settings of the desks.
package struct DeskRules: Sendable {
    package var catalogue: Catalogue
    package var slipWriter: SlipWriter
    package var questionnaire: Questionnaire
    package var day: BusinessDay
    /// Hours in which tickets are given (F1).
    package var hours: OfficeHours
    /// Whether no tickets are given while the printer can't print (B2).
    package var closesWithoutPrinter: Bool
    /// Policy for tickets while the clock stands before the newest record (A2).
    package var clockPolicy: ClockPolicy
    /// Whether a number without its slip is void (B1).
    package var voidsUnprinted: Bool
    /// Counters, and the order in which they call (D3, D8).
    package var calling: CallingRules

    package init(
        catalogue: Catalogue, slipWriter: SlipWriter, questionnaire: Questionnaire,
        day: BusinessDay, hours: OfficeHours, closesWithoutPrinter: Bool,
        clockPolicy: ClockPolicy, voidsUnprinted: Bool, calling: CallingRules = CallingRules()
    ) {
        self.catalogue = catalogue
        self.slipWriter = slipWriter
        self.questionnaire = questionnaire
        self.day = day
        self.hours = hours
        self.closesWithoutPrinter = closesWithoutPrinter
        self.clockPolicy = clockPolicy
        self.voidsUnprinted = voidsUnprinted
        self.calling = calling
    }

    /// The evaluator of opening hours, which the screen asks too (F1).
    package func opening(_ order: OpeningOrder?) -> OpeningRules {
        OpeningRules(hours: hours, day: day, order: order)
    }
}

/// Printer that a desk was set up with; it stays the same until the daemon starts over.
package struct DeskPrinter: Sendable {
    /// Where it prints, for the technician.
    package var summary: String
    /// Whether slips of one visit go in one job, onto sheets.
    package var joinsSlips: Bool
    /// Length of a new roll, where nobody says another one.
    package var rollMillimetres: Double
    /// Whether the printer sees by itself that a roll is near its end (B6).
    package var seesNearEnd: Bool

    package init(
        summary: String, joinsSlips: Bool, rollMillimetres: Double, seesNearEnd: Bool
    ) {
        self.summary = summary
        self.joinsSlips = joinsSlips
        self.rollMillimetres = rollMillimetres
        self.seesNearEnd = seesNearEnd
    }
}
