import Drawing
import Errands
import Geometry
import Office
import Settings
import Testing

@testable import Screens

/// Screen that says where a ticket stands, for tickets in every state.
@Suite("Screens: where a ticket stands", .timeLimit(.minutes(5)))
struct PositionTests {
    static func session(_ state: TicketState, _ language: Language, textSize: Int) -> Session {
        var session = World.session()
        var status = World.status
        status.state = state
        if TicketState.atCounter.contains(state) {
            status.counter = Counter(id: "11", number: 11, primary: [status.serviceID])
        }
        session.put(.position(status))
        (session.visit.language, session.visit.textSize) = (language, textSize)
        return session
    }

    @Test("L4 K1 every state is said whole on every panel", arguments: TicketState.allCases)
    func states(state: TicketState) {
        let shaper = World.shaper()
        for language in World.bundle.phrases.languages {
            for size in 0..<4 {
                let session = Self.session(state, language, textSize: size)
                for panel in GoldenTests.panels {
                    LayoutTests().check(
                        session, panel, shaper, "\(state) \(language) size \(size)")
                }
            }
        }
    }

    @Test("L4 a ticket that was called is sent to its counter, by the words of its sign")
    func counter() {
        let shaper = World.shaper()
        for (language, sign) in [(Language.indonesian, "Loket 11"), (.portuguese, "Balcão 11")] {
            let view = ScreenView(
                of: Self.session(.called, language, textSize: 0), panel: .small, measuring: shaper)
            let isSaid = view.scene.items.contains { item in
                guard case .text(let text, _, _, _) = item.shape else { return false }
                return text.contains(sign)
            }
            #expect(isSaid, "\(language)")
        }
    }
}
