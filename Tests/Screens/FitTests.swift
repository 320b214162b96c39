import Geometry
import Office
import Testing

@testable import Screens

/// Screens that must not need a second page in the text size that everybody starts with.
@Suite("Fit")
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
                let pages = session.view(panel: panel, measuring: shaper).pageCount
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
            for name in ["welcome", "confirm", "ticket", "ticket-on-screen", "express"] {
                var session = try #require(
                    Session.everyScreen().first { $0.name == name }
                ).session
                session.visit.language = language
                let pages = session.view(panel: panel, measuring: shaper).pageCount
                #expect(pages == 1, "\(name) in \(language) has \(pages) pages")
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
        let upright = Panel(
            size: Size(width: 800, height: 1280), widthMillimetres: 136, heightMillimetres: 217)
        let shaper = World.shaper()
        for panel in LayoutTests.panels.map(\.1) + [upright] {
            for language in World.bundle.phrases.languages {
                for textSize in 0..<4 {
                    var session = base
                    session.visit.language = language
                    session.visit.textSize = textSize
                    let view = session.view(panel: panel, measuring: shaper)
                    let isThere = view.scene.items.contains {
                        guard case .text(let text, _, _, _) = $0.shape else { return false }
                        return text == World.ticket.number.description
                    }
                    #expect(isThere, "\(panel.size) \(language) size \(textSize)")
                }
            }
        }
    }
}
