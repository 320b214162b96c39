import Drawing
import Errands
import Foundation
import Geometry
import Office
import Settings
import TestSupport
import Testing
import Touch

@testable import Screens

/// Invariants of the session, and what its flows owe each other.
@Suite("Session: invariants", .timeLimit(.minutes(5)))
struct InvariantTests {
    @Test("Every screen keeps the invariants, and so does every touch on it") func screens() {
        let shaper = World.shaper()
        for (name, base) in Session.everyScreen() {
            #expect(base.brokenInvariants.isEmpty, "\(name)")
            for target in ScreenView(of: base, panel: .large, measuring: shaper).targets {
                var session = base
                _ = session.handle(.tap(target.id), at: World.now)
                #expect(session.brokenInvariants.isEmpty, "\(name): \(target.id.name)")
            }
        }
    }

    @Test("C4 G2 B1 a session that breaks an invariant says which") func broken() {
        let breaks: [(String, (inout Session) -> Void)] = [
            ("G2", { $0.visit.survey.answers = ["waktu": 3] }),
            ("C4", { $0.visit.lookup.request = RequestID($0.lastRequest + 1) }),
            ("B1", { $0.put(.ticket([], .onScreenOnly)) }),
            (
                "B1",
                {
                    $0.put(.ticket([World.ticket], .onPaper))
                    $0.visit.ticket.paper = [World.ticket.id: .notPrinted]
                }
            ),
            (
                "C5",
                {
                    $0.put(.printing([World.ticket]))
                    $0.visit.ticket.paper = [World.ticket.id: .printed]
                }
            ),
            ("B5", { $0.put(.paperTest(.printing)) }),
            ("G1", { $0.put(.question(99)) }),
            (
                "C4",
                {
                    $0.put(.cleaning)
                    $0.visit.service.ticked = [1]
                }
            ),
        ]
        for (code, change) in breaks {
            var session = World.session()
            #expect(session.brokenInvariants.isEmpty)
            change(&session)
            let broken = session.brokenInvariants
            #expect(broken.count == 1 && broken[0].hasPrefix(code), "\(code): \(broken)")
        }
    }

    @Test("C4 G2 B1 invariants hold after any touch, key, scan, answer and order of staff")
    func randomWalks() {
        var random = SeededRandom()
        let seed = random.seed
        let shaper = World.shaper()
        for _ in 0..<60 {
            var rules = SessionRules()
            rules.visitorReprint = Bool.random(using: &random)
            rules.unprintedIsVoid = Bool.random(using: &random)
            rules.ticketsPerMinute = 3
            var visitor = Visitor(rules)
            var open: [Effect] = []
            for _ in 0..<60 {
                disturb(&visitor, shaper, &open, &random)
                open += visitor.effects
                visitor.wait(.milliseconds(Int.random(in: 0...4000, using: &random)))
                open += visitor.effects
                let broken = visitor.session.brokenInvariants
                #expect(broken.isEmpty, "seed \(seed), \(visitor.screen): \(broken)")
                if !broken.isEmpty { return }
            }
        }
    }

    /// Gives the session one input: mostly a touch, else an answer to any request made so far.
    private func disturb(
        _ visitor: inout Visitor, _ shaper: any TextMeasuring, _ open: inout [Effect],
        _ random: inout SeededRandom
    ) {
        visitor.effects = []
        switch Int.random(in: 0..<20, using: &random) {
        case 0: visitor.send(.fault(Bool.random(using: &random) ? .storage : nil))
        case 1: visitor.send([.cleaning, .loadPaper, .rollCame].randomElement(using: &random)!)
        case 2: visitor.send(.scanned(Bool.random(using: &random) ? "7F3KQ9TZ" : "nothing"))
        case 3: visitor.send(.typed([.enter, .escape].randomElement(using: &random)!))
        case 4: visitor.send(.typed(.character("k")))
        case 5...9:
            guard let index = open.indices.randomElement(using: &random) else { return }
            let effect = open.remove(at: index)
            for event in answers(to: effect, &random) { visitor.send(event) }
        default:
            visitor.send(.fault(nil))
            let targets = ScreenView(of: visitor.session, panel: .small, measuring: shaper).targets
            let enabled = targets.filter(\.isEnabled)
            if let target = enabled.randomElement(using: &random) { visitor.tap(target.id) }
        }
    }

    private func answers(to effect: Effect, _ random: inout SeededRandom) -> [Event] {
        let isGood = Bool.random(using: &random)
        let isAnswered = Int.random(in: 0..<4, using: &random) > 0
        let paper = PaperState.allCases.filter { $0 != .none }.randomElement(using: &random)!
        switch effect {
        case .lookUp(let request, _), .lookUpScan(let request, _), .giveBack(let request, _),
            .search(let request, _, _):
            if !isAnswered { return [.unanswered(request)] }
        default: break
        }
        switch effect {
        case .issue(let request, _, _):
            return isGood
                ? [.issued(request, [World.ticket, World.otherTicket])]
                : [.issueFailed(request, .storage)]
        case .shown(let ticket): return [.paper(ticket, paper)]
        case .lookUp(let request, _): return [.found(request, isGood ? World.status : nil)]
        case .lookUpScan(let request, _):
            return [
                .scanAnswered(request, isGood ? .ticket(World.status) : .survey(token: "CZ6N4R"))
            ]
        case .giveBack(let request, _): return [.gaveBack(request, isGood)]
        case .search(let request, _, _):
            return [.searchResults(request, isGood ? ["kk"] : ["kk", "paspor"])]
        case .printRequirements(let request, _, _, _, _): return [.listPaper(request, paper)]
        case .printTest(let request): return [.testPaper(request, paper)]
        case .saveSurvey(let request, _, _):
            return [.surveySaved(request, isGood ? .saved : .tooSoon)]
        default: return []
        }
    }

    // MARK: Between flows

    @Test("L4 a ticket can be given back while the answers of a survey are still being saved")
    func surveyAndReturn() throws {
        var visitor = Visitor()
        visitor.tap(.rate)
        visitor.tap(.startSurvey)
        for _ in World.bundle.questionnaire.questions { visitor.tap(.answer(3)) }
        visitor.tap(.skipProfile)
        let saving = try #require(visitor.request)
        visitor.send(.scanned("7F3KQ9TZ"))
        guard case .lookUpScan(let scan, _)? = visitor.effects.first else {
            Issue.record("no lookup: \(visitor.effects)")
            return
        }
        visitor.send(.scanAnswered(scan, .ticket(World.status)))
        visitor.send(.surveySaved(saving, .saved))
        visitor.tap(.giveBack)
        #expect(visitor.session.mainAction == .confirmGiveBack)
        visitor.tap(.confirmGiveBack)
        #expect(visitor.effects.count == 1)
    }

    @Test("G2 a number that comes in the middle of a survey leaves no answers behind it")
    func numberInSurvey() throws {
        var visitor = Visitor()
        visitor.tap(.service("ktp-el"))
        visitor.tap(.issue)
        let request = try #require(visitor.request)
        visitor.tap(.back)
        visitor.tap(.rate)
        visitor.tap(.startSurvey)
        visitor.tap(.answer(2))
        visitor.send(.issued(request, [World.ticket]))
        #expect(visitor.screen == "printing")
        #expect(visitor.session.visit.survey.answers.isEmpty)
    }
}
