import Desk
import Errands
import Face
import Foundation
import Office
import PanelModel
import Screens
import Testing
import Touch
import Wire

@testable import Terminal

@Suite("Terminal: a slip under the scanner", .timeLimit(.minutes(10)))
struct SlipScanTests {
    /// Scans this code, followed by Enter.
    private func scan(_ machine: Machine, _ code: String) async {
        let now = SystemClock.uptime()
        for code in (Key.keys(code.lowercased()) + [.enter]).map(\.code) {
            for isPressed in [true, false] {
                machine.terminal.loop.post(
                    .key(
                        KeyEvent(
                            device: FakeInput.identity("scanner"), role: .scanner, code: code,
                            isPressed: isPressed, uptime: now)))
            }
        }
        #expect(await machine.terminal.loop.waitUntilIdle(timeout: .seconds(60)))
    }

    @Test("L4 the code on the slip shows where it stands, and lets it be given back")
    func position()
        async throws
    {
        let machine = try await Machine()
        try await machine.tap(.service("ktp-el"))
        try await machine.tap(.issue)
        guard case .ticket(let tickets, _) = await machine.screen() else { return }
        try await machine.tap(.home)
        await scan(machine, tickets[0].code)
        guard case .position(let status) = await machine.screen() else {
            Issue.record("no position: \(await machine.screen())")
            return
        }
        #expect(status.id == tickets[0].id && status.isByCode)
        try await machine.tap(.giveBack)
        try await machine.tap(.confirmGiveBack)
        #expect(try await machine.terminal.control.ticket("K-001").state == "returned")
    }

    @Test(
        "G2 A3 a slip shows its place on its day, and the day after while nobody ended it; once served, it rates",
        arguments: [0, 1, 2])
    func uses(daysAgo: Int) {
        let today = CalendarDate(year: 2026, month: 11, day: 23)
        var ticket = Ticket(
            id: TicketID(terminal: "test1", sequence: 1),
            number: TicketNumber(prefix: "K", value: 1),
            businessDate: CalendarDate(daysSince1970: today.daysSince1970 - daysAgo),
            serviceID: "ktp-el", language: .indonesian, issuedAt: Date(), code: "7F3KQ9TZ",
            surveyToken: "CZ6N4RT0WQ")
        for state in TicketState.allCases {
            ticket.state = state
            let status = TicketStatus(
                id: ticket.id, number: ticket.number, serviceID: ticket.serviceID, state: state,
                peopleAhead: 0, wait: nil, isByCode: true)
            let counts = daysAgo == 0 || daysAgo == 1 && TicketState.open.contains(state)
            let expected: ScanAnswer =
                state == .done
                ? .survey(token: "CZ6N4RT0WQ") : counts ? .ticket(status) : .unknown
            #expect(TicketDesk.answer(ticket, status, today: today) == expected)
        }
    }

    @Test("C8 a code that nobody has changes nothing but the notice") func unknown() async throws {
        let machine = try await Machine()
        await scan(machine, "00000000")
        #expect(await machine.screen() == .welcome)
        #expect(await machine.terminal.loop.query { $0.session.visit.isScanRefused })
    }

    @Test("L4 a number is not looked up by a scanner, only a code is") func number() async throws {
        let machine = try await Machine()
        try await machine.tap(.service("ktp-el"))
        try await machine.tap(.issue)
        try await machine.tap(.home)
        await scan(machine, "K0000001")
        #expect(await machine.screen() == .welcome)
    }
}
