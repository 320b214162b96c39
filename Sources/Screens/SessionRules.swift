import Office

/// What a technician may set of a session. Times count from the last touch.
public struct SessionRules: Hashable, Sendable {
    /// C4.
    public var menuTimeout: Duration = .seconds(30)
    public var requirementsTimeout: Duration = .seconds(90)
    public var surveyTimeout: Duration = .seconds(60)
    public var lastTimeout: Duration = .seconds(8)
    /// The last screen where the visitor may ask for another print (B7).
    public var lastTimeoutWithReprint: Duration = .seconds(30)
    /// The last screen where the number is on the screen only (B1).
    public var unprintedTimeout: Duration = .seconds(20)
    /// How long before a time-out the visitor is asked.
    public var warning: Duration = .seconds(10)
    /// C3: more tickets a minute from one screen than people can want.
    public var ticketsPerMinute = 30
    public var childPause: Duration = .seconds(60)
    /// The same service again within this goes home instead (C3).
    public var sameServiceGuard: Duration = .seconds(3)
    /// A6.
    public var ticketsPerVisit = 4
    public var officerInterval: Duration = .seconds(60)
    public var officerNotice: Duration = .seconds(6)
    public var cleaningLock: Duration = .seconds(30)
    /// A slip of which nothing is heard for so long, nor of its printer, is taken for unknown.
    public var printingLimit: Duration = .seconds(90)
    /// A number whose slip did not come out is void (B1).
    public var unprintedIsVoid = false
    /// The visitor may ask for one more print within 30 s (B7).
    public var visitorReprint = false
    /// No numbers while the printer can't print (B2).
    public var closesWithoutPrinter = false
    /// "This code is not known" stands so long.
    public var scanNotice: Duration = .seconds(6)
    /// The keyboard on the screen hides while one of hardware is plugged in (T44).
    public var hidesScreenKeyboard = true
    /// Every visit starts in the low-reach layout.
    public var lowReach = false

    public init() {}
}

/// What the screens talk about; the same for all visits until the settings change.
public struct SessionContent: Sendable {
    public var officeName: String
    public var catalogue: Catalogue
    public var phrases: PhraseBook
    public var questionnaire: Questionnaire
    public var keyboard: KeyboardLayout
    public var zone: OfficeZone

    public init(
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
