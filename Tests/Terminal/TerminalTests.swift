import Desk
import Errands
import Face
import Foundation
import Geometry
import Office
import PanelModel
import Records
import Screens
import Settings
import Slips
import Testing
import Touch
import Wire

@testable import Terminal

@Suite("Terminal: from a finger to paper", .timeLimit(.minutes(10)))
struct TerminalTests {
    @Test("L1 B3 a touch becomes a ticket, a slip and a place in the queue") func wholeJob()
        async throws
    {
        let machine = try await Machine()
        try await machine.tap(.service("ktp-el"))
        try await machine.tap(.group(.elderly))
        try await machine.tap(.issue)
        guard case .ticket(let tickets, .onPaper) = await machine.screen() else {
            Issue.record("no ticket: \(await machine.screen())")
            return
        }
        let number = tickets[0].number.description
        #expect(number == "K-001")
        let jobs = await machine.printer.jobs
        #expect(jobs.map(\.name) == ["loket-test1-1-1"])
        // A slip of 10 to 30 cm takes 1 to 3 s at the profile's 100 mm/s.
        #expect((Duration.seconds(1)...Duration.seconds(3)).contains(jobs[0].duration))
        #expect(String(decoding: jobs[0].document, as: UTF8.self).contains("K-001"))
        let stored = try await machine.terminal.control.ticket("K-001")
        #expect(stored.state == "waiting" && stored.paper == "printed")
        #expect(stored.group == "elderly")
        #expect(try await machine.terminal.control.queue(service: nil).map(\.number) == ["K-001"])
    }

    @Test(
        "B1 every end of the paper is in the database, and the number is valid",
        arguments: [
            (PrintEnd.notPrinted("cable"), "notPrinted"), (.unknown("silence"), "unknown"),
            (.sent, "sent"),
        ])
    func ends(end: PrintEnd, paper: String) async throws {
        let machine = try await Machine()
        // If the printer became ready, the slip would be tried again.
        await machine.printer.fail(end: end, leaving: .offline)
        try await machine.tap(.service("kk"))
        try await machine.tap(.issue)
        let stored = try await machine.terminal.control.ticket("G-001")
        #expect(stored.paper == paper && stored.state == "waiting")
    }

    @Test("B2 a printer that can't print is known before a finger asks") func paperOut()
        async throws
    {
        let machine = try await Machine()
        await machine.printer.set(end: .sent, condition: .paperOut)
        await machine.terminal.lookAtPrinter()
        try await machine.until { $0.facts.printer == .paperOut }
        try await machine.tap(.service("ktp-el"))
        try await machine.tap(.issue)
        guard case .ticket(_, .onScreenOnly) = await machine.screen() else {
            Issue.record("paper was promised: \(await machine.screen())")
            return
        }
        #expect(await machine.printer.jobs.isEmpty)
        #expect(try await machine.terminal.control.ticket("K-001").state == "waiting")
        let status = await machine.terminal.control.status(page: nil)
        #expect(status.problems.contains(PrinterCondition.paperOut.advice))
    }

    @Test("L4 a visitor finds the ticket by its code and gives it back") func giveBack()
        async throws
    {
        let machine = try await Machine()
        try await machine.tap(.service("ktp-el"))
        try await machine.tap(.issue)
        guard case .ticket(let tickets, _) = await machine.screen() else { return }
        try await machine.tap(.home)
        try await machine.tap(.showWhereAmI)
        machine.terminal.loop.post(.input(.tap(.letter(tickets[0].code))))
        try await machine.tap(.lookUp)
        try await machine.tap(.giveBack)
        try await machine.tap(.confirmGiveBack)
        #expect(await machine.screen() == .gaveBack)
        #expect(try await machine.terminal.control.ticket("K-001").state == "returned")
    }

    @Test("G2 a survey is kept; a second one without a code within 5 s is too soon")
    func survey() async throws {
        let clock = ManualClock()
        let machine = try await Machine(clock: clock)
        for (expected, pause) in [
            (SurveyOutcome.saved, Duration.milliseconds(4_999)),
            (.tooSoon, .milliseconds(1)), (.saved, .zero),
        ] {
            try await machine.tap(.rate)
            try await machine.tap(.startSurvey)
            for _ in 0..<9 { try await machine.tap(.answer(4)) }
            try await machine.tap(.skipProfile)
            #expect(await machine.screen() == .thanks(expected))
            try await machine.tap(.home)
            clock.advance(by: pause)
        }
        let summary = try await machine.terminal.control.survey.summary(from: nil, to: nil)
        #expect(summary.respondents == 2 && summary.index == "100.00" && summary.grade == "A")
    }

    @Test("H1 the search finds while typing") func search() async throws {
        let machine = try await Machine()
        try await machine.tap(.showSearch)
        for letter in ["P", "A", "S"] { try await machine.tap(.letter(letter)) }
        guard case .search(let typing, let results) = await machine.screen() else { return }
        #expect(typing.text == "Pas")
        #expect(results.contains("paspor"))
    }

    @Test("T25 down and up in one batch are one tap, though the screen changes between")
    func batch() async throws {
        let machine = try await Machine()
        let frame = try #require(
            await machine.terminal.loop.query { core in
                core.targets.first { $0.id == .showAgencies }?.frame
            })
        await machine.terminal.loop.query { core in
            let now = SystemClock().now()
            func contact(_ id: Int, _ phase: ContactEvent.Phase) -> KioskInput {
                .contact(
                    ContactEvent(
                        contact: id, phase: phase, position: frame.center, uptime: now.uptime))
            }
            // The second contact is down when the screen changes and presses nothing there (C2).
            _ = core.handle(
                [contact(0, .down), contact(1, .down), contact(0, .up), contact(1, .up)],
                at: now)
        }
        #expect(await machine.screen() == .agencies(.ticket))
    }

    @Test("J1 new settings count at the next fresh screen, not under a finger") func content()
        async throws
    {
        let machine = try await Machine()
        try await machine.tap(.service("ktp-el"))
        await machine.terminal.loop.query { core in
            var content = core.session.content
            content.officeName = "Elsewhere"
            let now = SystemClock().now()
            _ = core.handle([.content(content, SessionRules(), .init(isForcedOpen: true))], at: now)
        }
        let before = await machine.terminal.loop.query { $0.session.content.officeName }
        #expect(before != "Elsewhere")
        try await machine.tap(.home)
        try await machine.until { $0.content.officeName == "Elsewhere" }
    }

    @Test("J1 reading a broken settings file again changes nothing") func reload() async throws {
        let machine = try await Machine { $0.file = "/nonexistent/kiosk.yaml" }
        let reload = await machine.terminal.reload(
            today: CalendarDate(year: 2026, month: 11, day: 23))
        #expect(reload == .refused)
        let name = await machine.terminal.loop.query { $0.session.content.officeName }
        #expect(name == "Mal Pelayanan Publik Timor Atambua")
    }

    @Test("C6 fingers of a device that is gone press nothing") func touchLost() async throws {
        let machine = try await Machine()
        await machine.terminal.loop.query { core in
            let now = SystemClock().now()
            guard let frame = core.targets.first(where: { $0.id == .showAgencies })?.frame else {
                return
            }
            func contact(_ phase: ContactEvent.Phase) -> KioskInput {
                .contact(
                    ContactEvent(
                        contact: 0, phase: phase, position: frame.center, uptime: now.uptime))
            }
            _ = core.handle([contact(.down), .touchLost, contact(.up)], at: now)
        }
        #expect(await machine.screen() == .welcome)
    }

    @Test("J1 a refusal is one sentence that says what to do") func refusals() async throws {
        let machine = try await Machine()
        await #expect {
            _ = try await machine.terminal.control.ticket("K-999")
        } throws: { "\($0)".contains("K-999") && "\($0)".contains("number") }
        await #expect {
            _ = try await machine.terminal.control.services.detail("nothing")
        } throws: { "\($0)".contains("loket service list") }
    }

    @Test("A3 a clock that ran ahead and is set right turns the day back, and expires nothing more")
    func day() async throws {
        let machine = try await Machine()
        let terminal = machine.terminal
        try await machine.tap(.service("ktp-el"))
        try await machine.tap(.issue)
        let (now, later) = (Date(), Date().addingTimeInterval(2 * 86_400))
        var desk = await terminal.desk
        func turn(_ wall: Date) {
            _ = desk.run(
                .turnDay, on: terminal.records, at: Moment(wall: wall, uptime: .zero))
        }
        turn(later)
        #expect(try await terminal.records.queue(on: await terminal.today(now)).isEmpty)
        // No ticket is of the later date, so the day is the newest ticket's again.
        try await machine.tap(.home)
        try await machine.tap(.service("kk"))
        try await machine.tap(.issue)
        turn(now)
        #expect(desk.day.lastDate == (await terminal.today(now)))
        // The ticket that the wrong clock expired waits again (Y2).
        #expect(try await terminal.records.queue(on: await terminal.today(now)).count == 2)
        turn(later)
        #expect(try await terminal.records.queue(on: await terminal.today(now)).isEmpty)
    }

    @Test("A2 a clock behind the newest ticket is named, and its date goes on") func clock()
        async throws
    {
        let machine = try await Machine()
        let terminal = machine.terminal
        let before = await terminal.today(Date())
        try await machine.tap(.service("ktp-el"))
        try await machine.tap(.issue)
        #expect(await terminal.today(Date(timeIntervalSince1970: 0)) == before)
        #expect(await terminal.desk.day.clockFault != nil)
        let problems = await terminal.control.status(page: nil).problems
        // The status asks with the right clock again, and the fault is gone.
        #expect(!problems.contains { $0.contains("loket clock") })
        #expect(await terminal.desk.day.clockFault == nil)
    }
}
