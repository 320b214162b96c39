package import Office

/// Rules of a session that a technician may set. Durations count from the last touch.
package struct SessionRules: Hashable, Sendable {
    /// Time-out of menus, search and the confirm screen (C4).
    package var menuTimeout: Duration = .seconds(30)
    package var requirementsTimeout: Duration = .seconds(90)
    package var surveyTimeout: Duration = .seconds(60)
    package var lastTimeout: Duration = .seconds(8)
    /// Time-out of the last screen while another print is offered (B7).
    package var lastTimeoutWithReprint: Duration = .seconds(30)
    /// Time-out of the last screen where the number is not on paper (B1).
    package var unprintedTimeout: Duration = .seconds(20)
    /// Time before a time-out at which the visitor is asked.
    package var warning: Duration = .seconds(10)
    /// Tickets a minute from one screen; more pauses it (C3).
    package var ticketsPerMinute = 30
    package var childPause: Duration = .seconds(60)
    /// Time within which the same service again returns to the welcome screen instead (C3).
    package var sameServiceGuard: Duration = .seconds(3)
    /// Tickets of one visit (A6).
    package var ticketsPerVisit = 4
    package var officerInterval: Duration = .seconds(60)
    package var officerNotice: Duration = .seconds(6)
    package var cleaningLock: Duration = .seconds(30)
    /// Time without news of a slip or its printer after which its result counts as unknown.
    package var printingLimit: Duration = .seconds(90)
    /// Time without an answer of the desk after which a ticket counts as not given. A disk that does
    /// not answer holds no visitor for longer.
    package var issueLimit: Duration = .seconds(20)
    /// Whether a number is void when its slip did not come out (B1).
    package var unprintedIsVoid = false
    /// Whether the visitor may ask for one more print within 30 s (B7).
    package var visitorReprint = false
    /// Whether no tickets are issued while the printer cannot print (B2).
    package var closesWithoutPrinter = false
    /// Time for which "This code is not known" is shown.
    package var scanNotice: Duration = .seconds(6)
    /// Whether the on-screen keyboard hides while a keyboard is plugged in (T44).
    package var hidesScreenKeyboard = true
    /// Whether every visit starts in the low-reach layout.
    package var lowReach = false

    package init() {}
}

/// Content of the screens. It stays the same for all visits until the settings change.
package struct SessionContent: Sendable {
    package var officeName: String
    package var catalogue: Catalogue
    package var phrases: PhraseBook
    package var questionnaire: Questionnaire
    package var keyboard: KeyboardLayout
    package var zone: OfficeZone

    package init(
        officeName: String, catalogue: Catalogue, phrases: PhraseBook,
        questionnaire: Questionnaire, keyboard: KeyboardLayout = .latin, zone: OfficeZone
    ) {
        self.officeName = officeName
        self.catalogue = catalogue
        self.phrases = phrases
        self.questionnaire = questionnaire
        self.keyboard = keyboard
        self.zone = zone
    }
}
