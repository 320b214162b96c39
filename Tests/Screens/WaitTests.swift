import Drawing
import Errands
import Geometry
import Office
import Testing

@testable import Screens

/// Waiting times before and after a ticket is taken.
@Suite("Screens: waiting times", .timeLimit(.minutes(2)))
struct WaitTests {
    private func texts(_ session: Session) -> String {
        let view = ScreenView(of: session, panel: .small, measuring: World.shaper())
        return view.scene.items.compactMap { item -> String? in
            guard case .text(let text, _, _, _) = item.shape else { return nil }
            return text
        }.joined(separator: "\n")
    }

    @Test("E1 D3 the confirm screen tells the wait of the class that the visitor has chosen")
    func classes() {
        var visitor = Visitor()
        visitor.tap(.service("ktp-el"))
        #expect(texts(visitor.session).contains("Waktu tunggu 20 sampai 35 menit"))
        #expect(texts(visitor.session).contains("7 orang"))
        visitor.tap(.group(.elderly))
        #expect(texts(visitor.session).contains("Waktu tunggu 5 sampai 15 menit"))
        #expect(texts(visitor.session).contains("2 orang"))
        visitor.tap(.group(.elderly))
        #expect(texts(visitor.session).contains("Waktu tunggu 20 sampai 35 menit"))
    }

    @Test("E2 a wait that is not yet known is said in words, and news of it comes into the visit")
    func unknown() {
        var visitor = Visitor()
        visitor.tap(.service("paspor"))
        #expect(texts(visitor.session).contains("Lama tunggu belum dapat diperkirakan"))
        visitor.send(
            .outlook([
                Newcomer(serviceID: "paspor", queueClass: .regular): QueueOutlook(
                    peopleAhead: 0, wait: WaitRange(minutes: 0...5))
            ]))
        #expect(texts(visitor.session).contains("Waktu tunggu 0 sampai 5 menit"))
    }

    @Test("E2 estimates that nobody tells any more are not shown after three minutes")
    func old() {
        var visitor = Visitor()
        visitor.wait(.seconds(170))
        visitor.tap(.service("ktp-el"))
        #expect(texts(visitor.session).contains("Waktu tunggu 20 sampai 35 menit"))
        visitor.tap(.home)
        visitor.wait(.seconds(11))
        visitor.tap(.service("ktp-el"))
        #expect(!texts(visitor.session).contains("Waktu tunggu"))
        #expect(texts(visitor.session).contains("7 orang"))
    }
}
