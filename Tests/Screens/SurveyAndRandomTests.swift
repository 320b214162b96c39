import Errands
import Foundation
import Geometry
import Office
import TestSupport
import Testing
import Touch

@testable import Screens

@Suite("Session: survey and random walks", .timeLimit(.minutes(5)))
struct SessionSurveyTests {
    @Test("G1 nine questions, then the profile, which may be skipped") func whole() throws {
        var visitor = Visitor()
        visitor.tap(.rate)
        visitor.tap(.startSurvey)
        for index in 0..<9 {
            #expect(visitor.session.visit.screen == .question(index))
            visitor.tap(.answer(index % 4 + 1))
        }
        #expect(visitor.session.visit.screen == .profile(0))
        visitor.tap(.profile("female"))
        visitor.tap(.skipProfile)
        guard case .saveSurvey(let request, let response, nil)? = visitor.effects.first else {
            Issue.record("nothing was saved")
            return
        }
        #expect(response.answers.count == 9)
        #expect(response.answers["persyaratan"] == 1)
        #expect(visitor.session.visit.survey.answers.isEmpty, "answers stay no longer than needed")
        visitor.send(.surveySaved(request, .tooSoon))
        #expect(visitor.session.visit.screen == .thanks(.tooSoon))
    }

    @Test("G1 Back goes one question back, and the answer can be changed") func back() {
        var visitor = Visitor()
        visitor.tap(.rate)
        visitor.tap(.startSurvey)
        visitor.tap(.answer(4))
        visitor.tap(.answer(1))
        visitor.tap(.back)
        #expect(visitor.session.visit.screen == .question(1))
        visitor.tap(.answer(3))
        #expect(visitor.session.visit.survey.answers["prosedur"] == 3)
    }

    @Test("G3 a survey left half-way is counted at its question") func abandoned() {
        var visitor = Visitor()
        visitor.tap(.rate)
        visitor.tap(.startSurvey)
        visitor.tap(.answer(2))
        visitor.tap(.answer(2))
        visitor.wait(.seconds(60))
        #expect(visitor.effects.contains(.surveyAbandoned(question: "waktu")))
        #expect(visitor.session.isFresh)
    }

    @Test("G1 one touch on a face is a rating") func face() {
        var visitor = Visitor()
        visitor.tap(.rate)
        visitor.tap(.face(4))
        #expect(visitor.effects == [.saveExpress(rating: 4)])
        #expect(visitor.screen == "thanks")
    }

    @Test("C4 after any walk the visit ends at the welcome screen with nothing left of it")
    func randomWalks() {
        var random = SeededRandom()
        let seed = random.seed
        let shaper = World.shaper()
        for _ in 0..<120 {
            var visitor = Visitor()
            for _ in 0..<Int.random(in: 1...25, using: &random) {
                let view = ScreenView(of: visitor.session, panel: .small, measuring: shaper)
                guard let target = view.targets.randomElement(using: &random) else { break }
                if target.isEnabled { visitor.tap(target.id) }
                answer(&visitor, &random)
                visitor.wait(.milliseconds(Int.random(in: 0...4000, using: &random)))
            }
            answer(&visitor, &random)
            for _ in 0..<40 where !visitor.session.isFresh { visitor.wait(.seconds(10)) }
            #expect(visitor.session.isFresh, "seed \(seed): stuck at \(visitor.screen)")
            let text = String(describing: visitor.session.visit)
            #expect(!text.contains("7F3KQ9TZ"), "a code stayed behind: seed \(seed)")
        }
    }

    /// Answers the session's request, sometimes with a failure, sometimes late.
    private func answer(_ visitor: inout Visitor, _ random: inout SeededRandom) {
        guard let request = visitor.request else { return }
        switch visitor.session.visit.screen {
        case .confirm:
            if Bool.random(using: &random) {
                visitor.send(.issued(request, [World.ticket]))
                if Bool.random(using: &random) { visitor.send(.paper(World.ticket.id, .unknown)) }
            } else {
                visitor.send(.issueFailed(request, .storage))
            }
        case .whereAmI:
            visitor.send(.found(request, Bool.random(using: &random) ? World.status : nil))
        case .search: visitor.send(.searchResults(request, ["kk"]))
        default: visitor.send(.surveySaved(request, .saved))
        }
    }
}
