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
}
