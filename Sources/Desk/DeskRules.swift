package import Office
package import Slips

/// Settings of the desks.
package struct DeskRules: Sendable {
    package var catalogue: Catalogue
    package var slipWriter: SlipWriter
    package var questionnaire: Questionnaire
    package var day: BusinessDay
    /// Policy for tickets while the clock stands before the newest record (A2).
    package var clockPolicy: ClockPolicy
    /// Whether a number without its slip is void (B1).
    package var voidsUnprinted: Bool

    package init(
        catalogue: Catalogue, slipWriter: SlipWriter, questionnaire: Questionnaire,
        day: BusinessDay, clockPolicy: ClockPolicy, voidsUnprinted: Bool
    ) {
        self.catalogue = catalogue
        self.slipWriter = slipWriter
        self.questionnaire = questionnaire
        self.day = day
        self.clockPolicy = clockPolicy
        self.voidsUnprinted = voidsUnprinted
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
