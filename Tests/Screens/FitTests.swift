import Drawing
import Errands
import Geometry
import Office
import Settings
import Testing
import Touch

@testable import Screens

/// Screens that must fit on one page in the default text size.
@Suite("Fit", .timeLimit(.minutes(5)))
struct FitTests {
    @Test(
        "G1 every question fits on every panel, in every language",
        arguments: LayoutTests.panels.map(\.0))
    func questions(panelName: String) throws {
        let panel = try #require(LayoutTests.panels.first { $0.0 == panelName }).1
        let shaper = World.shaper()
        for language in World.bundle.phrases.languages {
            for index in World.bundle.questionnaire.questions.indices {
                var session = World.session()
                session.put(.question(index))
                session.visit.language = language
                let pages = ScreenView(of: session, panel: panel, measuring: shaper).pageCount
                #expect(pages == 1, "question \(index) in \(language) has \(pages) pages")
            }
        }
    }

    @Test(
        "L1 languages, most used services, main choices, and the way to a ticket need no paging",
        arguments: LayoutTests.panels.map(\.0))
    func firstSight(panelName: String) throws {
        let panel = try #require(LayoutTests.panels.first { $0.0 == panelName }).1
        let shaper = World.shaper()
        for language in World.bundle.phrases.languages {
            for name in [
                "welcome", "welcome-limited", "confirm", "ticket", "ticket-on-screen", "express",
            ] {
                var session = try #require(
                    Session.everyScreen().first { $0.name == name }
                ).session
                session.visit.language = language
                let pages = ScreenView(of: session, panel: panel, measuring: shaper).pageCount
                #expect(pages == 1, "\(name) in \(language) has \(pages) pages")
            }
        }
    }

    @Test(
        "L1 F1 a note on any tile leaves the welcome screen on one page, in every language",
        arguments: LayoutTests.panels.map(\.0))
    func notes(panelName: String) throws {
        let panel = try #require(LayoutTests.panels.first { $0.0 == panelName }).1
        let shaper = World.shaper()
        for language in World.bundle.phrases.languages {
            for reason in [ClosedReason.quotaReached, .agencyAbsent] {
                for service in World.bundle.catalogue.featured {
                    var session = World.session()
                    session.visit.language = language
                    _ = session.handle(
                        .closedServices([service.id: .closed(reason, next: nil)]), at: World.now)
                    let pages = ScreenView(of: session, panel: panel, measuring: shaper).pageCount
                    #expect(
                        pages == 1, "\(service.id) \(reason) in \(language) has \(pages) pages")
                }
            }
        }
    }

    private static let upright = Panel(
        size: Size(width: 800, height: 1280), widthMillimetres: 136, heightMillimetres: 217)

    /// Checks a screen in every language and size on every panel.
    private func everywhere(
        _ base: Session, _ check: (Session, Panel, ScreenView, _ place: String) -> Void
    ) {
        let shaper = World.shaper()
        for panel in LayoutTests.panels.map(\.1) + [Self.upright] {
            for language in World.bundle.phrases.languages {
                for textSize in 0..<4 {
                    var session = base
                    session.visit.language = language
                    session.visit.textSize = textSize
                    check(
                        session, panel, ScreenView(of: session, panel: panel, measuring: shaper),
                        "\(panel.size) \(language) size \(textSize)")
                }
            }
        }
    }

    @Test(
        "L1 no word of a help button is broken, on every panel",
        arguments: ["services", "ticket"])
    func helps(name: String) throws {
        let base = try #require(Session.everyScreen().first { $0.name == name }).session
        let shaper = World.shaper()
        let keys = [
            "rail.home", "rail.officer", "rail.text", "rail.contrast", "rail.reach",
        ]
        everywhere(base) { session, panel, view, place in
            let labels = Set(keys.map { World.bundle.phrases($0, session.visit.language) })
            for item in view.scene.items {
                guard case .text(let text, let style, _, _) = item.shape, labels.contains(text)
                else { continue }
                #expect(shaper.widestWord(text, style) <= item.frame.width, "\(place): \(text)")
                // The text must be readable at arm's length.
                #expect(style.size >= panel.pixelsPerMillimetre * 3, "\(place): \(text)")
            }
        }
    }

    @Test("L1 no word of a service's title is broken on a narrow upright panel")
    func title() throws {
        let shaper = World.shaper()
        var session = try #require(Session.everyScreen().first { $0.name == "confirm" }).session
        for language in World.bundle.phrases.languages {
            session.visit.language = language
            let name = try #require(World.bundle.catalogue.service("ktp-el")).name[language]
            let items = ScreenView(of: session, panel: Self.upright, measuring: shaper).scene.items
            let title = try #require(
                items.lazy.compactMap { item -> (TextStyle, Rect)? in
                    guard case .text(name, let style, _, _) = item.shape else { return nil }
                    return (style, item.frame)
                }.first, "\(language): \(name)")
            #expect(shaper.widestWord(name, title.0) <= title.1.width, "\(language)")
        }
    }

    private func texts(_ view: ScreenView) -> [String] {
        view.scene.items.compactMap {
            guard case .text(let text, _, _, _) = $0.shape else { return nil }
            return text
        }
    }

    @Test(
        "B1 what became of the paper is read on the first page, beside the number",
        arguments: [
            ("ticket-on-screen", "ticket.onScreen"), ("ticket-failed", "ticket.failedButValid"),
            ("ticket-void", "ticket.failedAndVoid"), ("ticket-half-void", "ticket.failedAndVoid"),
            ("printing-paperOut", "printing.paperOut"),
        ])
    func outcome(name: String, key: String) throws {
        let base = try #require(Session.everyScreen().first { $0.name == name }).session
        // Use the service with the longest name.
        let long = try #require(
            World.bundle.catalogue.services.max {
                $0.name[.portuguese].count < $1.name[.portuguese].count
            })
        for session in [base, base.about(long.id)] {
            everywhere(session) { session, _, view, place in
                let texts = texts(view)
                let phrase = World.bundle.phrases(key, session.visit.language)
                #expect(texts.contains(phrase), "\(place)")
                #expect(texts.contains(World.ticket.number.description), "\(place)")
            }
        }
    }

    @Test(
        "B1 a code on the screen can be photographed: 3 pixels a module, with its quiet zone",
        arguments: ["ticket", "ticket-on-screen", "ticket-failed", "ticket-half-void"])
    func code(name: String) throws {
        let base = try #require(Session.everyScreen().first { $0.name == name }).session
        let shaper = World.shaper()
        everywhere(base) { session, panel, view, place in
            var codes: [(String, Rect)] = []
            for page in 0..<view.pageCount {
                var session = session
                session.visit.page = page
                let items = ScreenView(of: session, panel: panel, measuring: shaper).scene.items
                codes += items.compactMap {
                    guard case .qr(let text, _) = $0.shape else { return nil }
                    return (text, $0.frame)
                }
            }
            #expect(!codes.isEmpty, "\(place)")
            for (text, frame) in codes {
                let modules = (QRCode(text)?.modules ?? .max / 2) + 2 * QRCode.quietModules
                let pixels = min(frame.width, frame.height) / modules
                #expect(pixels >= 3, "\(place)")
                let millimetres = Double(pixels) / panel.pixelsPerMillimetre
                #expect(millimetres >= 0.8, "\(place): \(millimetres) mm a module")
            }
        }
    }

    @Test("B1 a number that is void has no place and no waiting time", arguments: [0, 3])
    func void(textSize: Int) throws {
        var session = try #require(
            Session.everyScreen().first { $0.name == "ticket-void" }
        ).session
        session.visit.textSize = textSize
        let shaper = World.shaper()
        for language in World.bundle.phrases.languages {
            session.visit.language = language
            let view = ScreenView(of: session, panel: .small, measuring: shaper)
            #expect(view.pageCount == 1)
            let words = Words(of: session)
            for line in [words.ahead(7), words.wait(World.ticket.wait)] {
                #expect(!texts(view).contains(line), "\(language)")
            }
        }
    }

    @Test(
        "L1 the languages stand together, on every panel and in every size",
        arguments: ["welcome", "welcome-paper-out", "closed", "closed-paper-out"])
    func languages(name: String) throws {
        let base = try #require(Session.everyScreen().first { $0.name == name }).session
        let shaper = World.shaper()
        let all = Set(World.bundle.phrases.languages.map { Action.language($0) })
        everywhere(base) { session, panel, view, place in
            for page in 0..<view.pageCount {
                var session = session
                session.visit.page = page
                let targets = ScreenView(of: session, panel: panel, measuring: shaper).targets
                let some = all.intersection(targets.map(\.id))
                #expect(some.isEmpty || some == all, "\(place) page \(page)")
                if page == 0, name == "welcome" { #expect(some == all, "\(place)") }
            }
        }
    }

    @Test(
        "B1 the number is on the ticket's first page, on every panel and in every size",
        arguments: [
            "ticket", "ticket-on-screen", "ticket-failed", "ticket-void", "ticket-half-void",
        ])
    func number(name: String) throws {
        let base = try #require(Session.everyScreen().first { $0.name == name }).session
        everywhere(base) { _, _, view, place in
            #expect(texts(view).contains(World.ticket.number.description), "\(place)")
        }
    }
}

extension Session {
    /// Returns the same screen with its tickets for this service.
    fileprivate func about(_ id: Service.ID) -> Session {
        func renamed(_ tickets: [IssuedTicket]) -> [IssuedTicket] {
            tickets.map { ticket in
                var ticket = ticket
                ticket.ticket.serviceID = id
                return ticket
            }
        }
        var session = self
        switch visit.screen {
        case .printing(let tickets): session.visit.screen = .printing(renamed(tickets))
        case .ticket(let tickets, let outcome):
            session.visit.screen = .ticket(renamed(tickets), outcome)
        default: break
        }
        return session
    }
}
