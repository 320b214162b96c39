package import Office

/// What a technician may set of a session. Times count from the last touch.
package struct SessionRules: Hashable, Sendable {
    /// C4.
    package var menuTimeout: Duration = .seconds(30)
    package var requirementsTimeout: Duration = .seconds(90)
    package var surveyTimeout: Duration = .seconds(60)
    package var lastTimeout: Duration = .seconds(8)
    /// The last screen where the visitor may ask for another print (B7).
    package var lastTimeoutWithReprint: Duration = .seconds(30)
    /// The last screen where the number is on the screen only (B1).
    package var unprintedTimeout: Duration = .seconds(20)
    /// How long before a time-out the visitor is asked.
    package var warning: Duration = .seconds(10)
    /// C3: more tickets a minute from one screen than people can want.
    package var ticketsPerMinute = 30
    package var childPause: Duration = .seconds(60)
    /// The same service again within this goes home instead (C3).
    package var sameServiceGuard: Duration = .seconds(3)
    /// A6.
    package var ticketsPerVisit = 4
    package var officerInterval: Duration = .seconds(60)
    package var officerNotice: Duration = .seconds(6)
    package var cleaningLock: Duration = .seconds(30)
    /// A slip of which nothing is heard for so long, nor of its printer, is taken for unknown.
    package var printingLimit: Duration = .seconds(90)
    /// A number whose slip did not come out is void (B1).
    package var unprintedIsVoid = false
    /// The visitor may ask for one more print within 30 s (B7).
    package var visitorReprint = false
    /// No numbers while the printer can't print (B2).
    package var closesWithoutPrinter = false
    /// "This code is not known" stands so long.
    package var scanNotice: Duration = .seconds(6)
    /// The keyboard on the screen hides while one of hardware is plugged in (T44).
    package var hidesScreenKeyboard = true
    /// Every visit starts in the low-reach layout.
    package var lowReach = false

    package init() {}
}

/// What the screens talk about; the same for all visits until the settings change.
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
