import Errands
import Foundation
import Geometry
import Office
import Screens
import Simulator
import Testing
import Touch

/// The watch over the session, with effects and times that no session should make.
@Suite("Watch over the session", .timeLimit(.minutes(30)))
struct SessionWatchTests {
    private let wish = Effect.issue(RequestID(1), [TicketWish(serviceID: "kk")], .indonesian)

    private static func issued(_ service: Service.ID) -> IssuedTicket {
        let ticket = Ticket(
            id: TicketID(terminal: "sim1", sequence: 1), number: .init(prefix: "K", value: 1),
            businessDate: CalendarDate(year: 2026, month: 11, day: 23), serviceID: service,
            language: .indonesian, issuedAt: .init(timeIntervalSince1970: 0), code: "",
            surveyToken: "")
        return IssuedTicket(ticket: ticket, peopleAhead: 0)
    }

    /// Findings of a glance at the session of a simulated day.
    private func findings(
        _ body: @Sendable @escaping (inout SessionWatch, Session) -> [String]
    ) async throws -> [String] {
        try await Simulated.run(seed: 4, days: 1) { simulation in
            let session = try #require(simulation.session)
            var watch = SessionWatch(at: .zero)
            return body(&watch, session)
        }
    }

    @Test("C3 two issues of a tap, one without a tap and too many in a minute are found")
    func issues() async throws {
        let wish = wish
        let twice = try await findings { watch, session in
            watch.look(
                at: session, touched: true, pressed: false, heard: false, [wish, wish],
                ticketsPerVisit: 4, at: .seconds(1))
        }
        #expect(twice == ["C3 2 issues of one tap"])
        let alone = try await findings { watch, session in
            watch.look(
                at: session, touched: false, pressed: false, heard: false, [wish],
                ticketsPerVisit: 4, at: .seconds(1))
        }
        #expect(alone == ["C3 1 issues of one tap"])
        let many = try await findings { watch, session in
            watch.heard(Array(repeating: Self.issued("x"), count: 30), at: .seconds(1))
            return watch.look(
                at: session, touched: true, pressed: false, heard: false, [wish],
                ticketsPerVisit: 4, at: .seconds(50))
        }
        #expect(many == ["C3 30 tickets within a minute, and one more"])
    }

    @Test("C3 the same service within 3 s is found, and not after them")
    func sameService() async throws {
        let wish = wish
        let found = try await findings { watch, session in
            var found: [String] = []
            for time in [Duration.milliseconds(2_999), .seconds(3)] {
                watch.heard([Self.issued("kk")], at: .seconds(1))
                found += watch.look(
                    at: session, touched: true, pressed: false, heard: false, [wish],
                    ticketsPerVisit: 4, at: .seconds(1) + time)
            }
            return found
        }
        #expect(found == ["C3 the same service twice within 3 s"])
    }

    @Test("C3 an issue button that can be pressed while a ticket is under way is found")
    func issueButton() async throws {
        let found = try await Simulated.run(seed: 4, days: 1) { simulation in
            func look() throws -> String? {
                let session = try #require(simulation.session)
                // Tells of a button that no layout enables then.
                let button = TouchTarget(
                    id: Action.issue, frame: Rect(x: 0, y: 0, width: 9, height: 9))
                return SessionWatch.look(at: [button], of: session)
            }
            let before = try look()
            simulation.run(days: 3) { simulation.session?.isIssuing == true }
            return [before, try look()].map { $0 ?? "nothing" }
        }
        #expect(
            found == [
                "nothing", "C3 the issue button can be pressed while a ticket is under way",
            ])
    }

    @Test("C4 a visit that stays after its time-out, and one that never ends, are found")
    func visits() async throws {
        let left = try await findings { watch, session in
            var used = session
            _ = used.handle(.tap(.showAgencies), at: used.now)
            return watch.look(
                at: used, touched: false, pressed: false, heard: false,
                [.timedOut(screen: "agencies")], ticketsPerVisit: 4, at: .seconds(1))
        }
        #expect(left == ["C4 a visit has timed out and left something of its person"])
        let endless = try await findings { watch, session in
            var used = session
            _ = used.handle(.tap(.showAgencies), at: used.now)
            _ = watch.look(
                at: used, touched: true, pressed: true, heard: false, [], ticketsPerVisit: 4,
                at: .seconds(1))
            return watch.look(
                at: used, touched: false, pressed: false, heard: false, [], ticketsPerVisit: 4,
                at: .seconds(200))
        }
        #expect(endless.count == 1 && endless[0].hasPrefix("C4 agencies stays for"))
    }
}
