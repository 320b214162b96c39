import Drawing
import Errands
import Foundation
import Geometry
import Office
import Settings
import Testing

@testable import Screens

/// Office of the repository's own files.
enum World {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// Moment of 2026-11-23 09:41 in Belu, a Monday.
    static let now = Moment(
        wall: Date(timeIntervalSince1970: 1_795_398_060), uptime: .seconds(1000))

    static let bundle: SettingsBundle = {
        let loaded = SettingsBundle.load(
            file: root + "/Kiosk/kiosk.yaml", today: CalendarDate(year: 2026, month: 11, day: 23))
        guard let bundle = loaded.value else {
            fatalError("Kiosk/ has errors: \(loaded.problems)")
        }
        return bundle
    }()

    static let zone = OfficeZone(zone: bundle.settings.office.timeZone)

    static var content: SessionContent {
        SessionContent(
            officeName: bundle.settings.office.name, catalogue: bundle.catalogue,
            phrases: bundle.phrases, questionnaire: bundle.questionnaire, zone: zone)
    }

    /// Fonts of the repository, loaded once before any shaper is made.
    static let fonts: Void = {
        do { try Fonts.load(configuration: root + "/Kiosk/fonts.conf") } catch {
            fatalError("\(error)")
        }
    }()

    static func shaper() -> TextShaper {
        _ = fonts
        return TextShaper()
    }

    static func session(_ rules: SessionRules = SessionRules()) -> Session {
        var session = Session(content: content, rules: rules, now: now)
        _ = session.handle(
            .waiting(["ktp-el": 7, "kk": 3, "paspor": 1]), at: now)
        _ = session.handle(
            .outlook([
                Newcomer(serviceID: "ktp-el", queueClass: .regular): QueueOutlook(
                    peopleAhead: 7, wait: WaitRange(minutes: 20...35)),
                Newcomer(serviceID: "ktp-el", queueClass: .priority): QueueOutlook(
                    peopleAhead: 2, wait: WaitRange(minutes: 5...15)),
                Newcomer(serviceID: "paspor", queueClass: .regular): QueueOutlook(
                    peopleAhead: 1, wait: nil),
            ]), at: now)
        _ = session.handle(.printer(.ready), at: now)
        return session
    }

    static let ticket = issued(
        12, TicketNumber(prefix: "K", value: 8), "ktp-el", code: "7F3KQ9TZ", peopleAhead: 7,
        wait: WaitRange(minutes: 20...35))

    /// Second ticket of the same visit.
    static let otherTicket = issued(
        11, TicketNumber(prefix: "P", value: 3), "paspor", code: "9WR2MK4C", peopleAhead: 2)

    /// Ticket of the terminal `belu1` whose slip is on its way.
    static func issued(
        _ sequence: Int64, _ number: TicketNumber, _ service: Service.ID, code: String,
        peopleAhead: Int, wait: WaitRange? = nil
    ) -> IssuedTicket {
        IssuedTicket(
            ticket: Ticket(
                id: TicketID(terminal: "belu1", sequence: sequence), number: number,
                businessDate: CalendarDate(year: 2026, month: 11, day: 23), serviceID: service,
                language: .indonesian, issuedAt: now.wall, state: .printing, paper: .queued,
                code: code, surveyToken: "CZ6N4RT0WQ"),
            peopleAhead: peopleAhead, wait: wait)
    }

    static let christmas = LocalizedText([
        .indonesian: "Hari Natal", .tetum: "Loron Natál", .portuguese: "Natal",
        .english: "Christmas Day",
    ])

    static let status = TicketStatus(
        id: ticket.id, number: ticket.number, serviceID: "ktp-el", state: .waiting,
        peopleAhead: 4, wait: WaitRange(minutes: 10...25), isByCode: true)
}

extension Session {
    /// Shows a screen as a visit would have led to it.
    mutating func put(_ screen: Screen) {
        visit.screen = screen
        lastActivity = now.uptime
        switch screen {
        case .paused, .cleaning, .loadPaper, .paperTest: visit.history = []
        default: visit.history = [.welcome]
        }
        if case .printing(let tickets) = screen {
            for ticket in tickets { visit.ticket.paper[ticket.id] = .queued }
        }
    }

    /// Returns every screen, by the name of its golden image.
    static func everyScreen() -> [(name: String, session: Session)] {
        var all: [(String, Session)] = []
        func add(_ name: String, _ make: (inout Session) -> Void) {
            var session = World.session()
            make(&session)
            all.append((name, session))
        }
        add("welcome") { _ in }
        add("welcome-paper-out") { _ = $0.handle(.printer(.paperOut), at: World.now) }
        add("closed") {
            _ = $0.handle(
                .opening(
                    .closed(
                        .closedWeekday,
                        next: World.now.wall.addingTimeInterval(2 * 86_400 - 6_060))),
                at: World.now)
        }
        add("agencies") { $0.put(.agencies(.ticket)) }
        add("services") { $0.put(.services("dpmptsp", .ticket)) }
        add("occasions") { $0.put(.occasions) }
        add("occasion") { $0.put(.occasion(World.bundle.catalogue.occasions[0].id)) }
        add("search") { $0.put(.search(Typing(), results: [])) }
        add("search-results") {
            $0.put(.search(Typing(text: "Kartu"), results: ["ktp-el", "kk", "ak1"]))
        }
        add("search-long-press") {
            var typing = Typing(text: "Cert")
            typing.alternates = ["É", "Ê"]
            $0.put(.search(typing, results: []))
        }
        add("service") { $0.put(.service("ktp-el")) }
        add("checklist") {
            $0.put(.checklist("ktp-el"))
            $0.visit.service.ticked = [0]
        }
        add("confirm") { $0.put(.confirm("ktp-el")) }
        add("confirm-several") {
            $0.put(.confirm("paspor"))
            $0.visit.ticket.basket = [TicketWish(serviceID: "ktp-el")]
            $0.visit.ticket.group = .elderly
        }
        add("confirm-failed") {
            $0.put(.confirm("ktp-el"))
            $0.visit.ticket.failure = .storage
        }
        add("where-am-i") {
            $0.put(.whereAmI(Typing(text: "K-0", layer: .symbols), notFound: false))
        }
        add("where-not-found") { $0.put(.whereAmI(Typing(text: "K-999"), notFound: true)) }
        add("position") { $0.put(.position(World.status)) }
        add("giving-back") { $0.put(.givingBack(World.status)) }
        add("gave-back") { $0.put(.gaveBack) }
        add("printing") { $0.put(.printing([World.ticket])) }
        for fault in [PrinterCondition.paperOut, .coverOpen, .error] {
            add("printing-\(fault.rawValue)") {
                $0.put(.printing([World.ticket]))
                $0.facts.printer = fault
            }
        }
        add("ticket") { $0.put(.ticket([World.ticket], .onPaper)) }
        add("ticket-on-screen") { $0.put(.ticket([World.ticket], .onScreenOnly)) }
        add("ticket-failed") { $0.put(.ticket([World.ticket], .failedButValid)) }
        add("ticket-void") { $0.put(.ticket([World.ticket], .failedAndVoid)) }
        add("express") { $0.put(.express) }
        add("question") { $0.put(.question(4)) }
        add("profile") { $0.put(.profile(1)) }
        add("thanks") { $0.put(.thanks(.saved)) }
        add("paused") { $0.put(.paused) }
        add("load-paper") { $0.put(.loadPaper) }
        add("survey-code") { $0.put(.surveyCode(Typing(text: "CZ6N", layer: .symbols))) }
        add("cleaning") { $0.put(.cleaning) }
        add("fault") { _ = $0.handle(.fault(.touchscreen), at: World.now) }
        add("still-here") {
            $0.put(.confirm("ktp-el"))
            $0.visit.isWarned = true
            $0.lastActivity = $0.now.uptime - .seconds(23)
        }
        add("officer-called") { $0.staff.officerCalledAt = $0.now.uptime }
        add("search-hardware-keys") {
            $0.facts.hasKeyboard = true
            $0.put(.search(Typing(), results: []))
        }
        add("search-results-hardware-keys") {
            $0.facts.hasKeyboard = true
            let services = World.bundle.catalogue.services.prefix(12).map(\.id)
            $0.put(.search(Typing(text: "a"), results: services))
        }
        add("where-hardware-keys") {
            $0.facts.hasKeyboard = true
            $0.put(.whereAmI(Typing(text: "K-999"), notFound: true))
        }
        add("survey-code-hardware-keys") {
            $0.facts.hasKeyboard = true
            $0.put(.surveyCode(Typing(text: "CZ6N4RT0WQ")))
        }
        add("scan-unknown") { $0.visit.lookup.scanRefusedAt = $0.now.uptime }
        for step in PaperTest.allCases {
            add("paper-test-\(step.rawValue)") {
                $0.put(.paperTest(step == .printing ? .offer : step))
                if step == .printing { _ = $0.handle(.tap(.printTest), at: World.now) }
            }
        }
        add("ticket-half-void") {
            $0.put(.ticket([World.otherTicket, World.ticket], .failedAndVoid))
            $0.visit.ticket.paper = [World.otherTicket.id: .printed, World.ticket.id: .unknown]
        }
        add("closed-paper-out") {
            $0.rules.closesWithoutPrinter = true
            _ = $0.handle(.printer(.paperOut), at: World.now)
        }
        add("search-unanswered") {
            $0.put(.search(Typing(text: "Kartu"), results: []))
            $0.visit.service.hasSearchFailed = true
        }
        add("where-unanswered") {
            $0.put(.whereAmI(Typing(text: "K-008"), notFound: false))
            $0.visit.lookup.hasFailed = true
        }
        add("giving-back-unanswered") {
            $0.put(.givingBack(World.status))
            $0.visit.lookup.hasFailed = true
        }
        add("scan-unanswered") {
            $0.visit.lookup.scanRefusedAt = $0.now.uptime
            $0.visit.lookup.hasScanFailed = true
        }
        add("confirm-refused") {
            $0.put(.confirm("ktp-el"))
            ($0.visit.ticket.failure, $0.facts.waiting) = (.closed, nil)
        }
        add("closed-holiday") {
            $0.close(.holiday(World.christmas), next: 5 * 86_400 - 6_060)
        }
        add("closed-forced") { $0.close(.forced, next: 7_200) }
        add("welcome-limited") { $0.limit() }
        add("services-limited") {
            $0.limit()
            $0.put(.services("dukcapil", .ticket))
        }
        add("service-limited") {
            $0.limit()
            $0.put(.service("paspor"))
        }
        add("confirm-limited") {
            $0.limit()
            $0.put(.confirm("ktp-el"))
        }
        add("confirm-closed") {
            $0.put(.confirm("ktp-el"))
            $0.close(.breakTime, next: 3_600)
        }
        return all
    }

    /// Closes the office for a reason, until so many seconds from now.
    mutating func close(_ reason: ClosedReason, next: Double?) {
        let moment = next.map(World.now.wall.addingTimeInterval)
        _ = handle(.opening(.closed(reason, next: moment)), at: World.now)
    }

    /// Closes two services while the office is open.
    mutating func limit() {
        let tomorrow = World.now.wall.addingTimeInterval(86_400 - 6_060)
        _ = handle(
            .closedServices([
                "ktp-el": .closed(.quotaReached, next: tomorrow),
                "paspor": .closed(
                    .agencyAbsent, next: tomorrow.addingTimeInterval(2 * 86_400)),
            ]), at: World.now)
    }
}
