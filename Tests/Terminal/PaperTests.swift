import Desk
import Errands
import Face
import Foundation
import Office
import PanelModel
import Records
import Screens
import Settings
import Slips
import TestSupport
import Testing
import Wire

@testable import Terminal

@Suite("The truth about paper", .timeLimit(.minutes(10)))
struct PaperTests {
    private func takeTicket(_ machine: Machine) async throws {
        try await machine.tap(.service("ktp-el"))
        try await machine.tap(.issue)
    }

    @Test("B1 B11 what surely did not come out is printed once its printer is back, unmarked")
    func retry() async throws {
        let machine = try await Machine()
        await machine.printer.fail(end: .notPrinted("no cable"), leaving: .offline)
        try await takeTicket(machine)
        try await machine.until { session in
            if case .ticket(_, .failedButValid) = session.visit.screen { true } else { false }
        }
        await machine.printer.set(end: .printed, condition: .ready)
        await machine.terminal.turn()
        try await machine.until { session in
            if case .ticket(_, .onPaper) = session.visit.screen { true } else { false }
        }
        #expect(await machine.printer.jobs.map(\.name.last) == ["2"])
        let prints = try await machine.terminal.control.prints(limit: 5)
        #expect(prints.map(\.end) == ["printed", "notPrinted"])
        #expect(try await machine.terminal.control.ticket("K-001").reprints == 0)
    }

    @Test(
        "B2 B4 what stops a slip on its way is on the screen at once, and gone once it is mended",
        arguments: [
            ([PrinterCondition.coverOpen], PrinterCondition.coverOpen),
            ([.coverOpen, .ready], .ready),
        ])
    func meanwhile(conditions: [PrinterCondition], last: PrinterCondition) async throws {
        let machine = try await Machine()
        await machine.printer.set(end: .printed, condition: last)
        await machine.printer.set(meanwhile: conditions)
        try await takeTicket(machine)
        try await machine.until { session in
            guard case .ticket(_, .onPaper) = session.visit.screen else { return false }
            return session.facts.printer == last
        }
        #expect(await machine.terminal.desk.prints.condition == last)
    }

    @Test("B1 what may be on paper already is never printed again by itself") func unknown()
        async throws
    {
        let machine = try await Machine()
        await machine.printer.set(end: .unknown("silence"), condition: .ready)
        try await takeTicket(machine)
        await machine.printer.set(end: .printed, condition: .ready)
        await machine.terminal.turn()
        #expect(await machine.printer.jobs.count == 1)
        #expect(try await machine.terminal.control.prints(limit: 5).map(\.end) == ["unknown"])
    }

    @Test("B11 once the visitor has left, nothing is printed by itself") func left() async throws {
        let machine = try await Machine()
        await machine.printer.fail(end: .notPrinted("no cable"), leaving: .offline)
        try await takeTicket(machine)
        try await machine.tap(.home)
        await machine.printer.set(end: .printed, condition: .ready)
        await machine.terminal.turn()
        let terminal = machine.terminal
        try await eventually("nothing is to be tried anew") {
            let desk = await terminal.desk
            return !desk.prints.isBusy && desk.prints.unprinted.isEmpty
        }
        #expect(await machine.printer.jobs.isEmpty)
    }

    @Test("B3 a printer that comes back does not pour out what waited longer than 120 s")
    func burst() async throws {
        let clock = ManualClock()
        let machine = try await Machine(clock: clock)
        let gate = Gate()
        await machine.printer.set(whilePrinting: { await gate.pass() })
        let terminal = machine.terminal
        let first = Task { try await terminal.printList() }
        try await gate.isReached()
        let second = Task { try await terminal.printList() }
        try await eventually("the second one waits") {
            try await terminal.control.prints(limit: 9).contains { $0.end == "queued" }
        }
        clock.advance(by: PrintOrder.lifetime + .seconds(1))
        await gate.open()
        #expect(try await first.value == .printed)
        #expect(try await second.value == .notPrinted("it had waited for more than 120 s"))
        #expect(await machine.printer.jobs.count == 1)
        let prints = try await terminal.control.prints(limit: 9)
        let print = try #require(prints.first { $0.end == "notPrinted" })
        #expect(prints.count == 2 && print.detail == "it had waited for more than 120 s")
    }

    @Test("B1 B3 who waits behind another's slip is not given up before his own has its turn")
    func turn() async throws {
        let clock = ManualClock()
        let machine = try await Machine(clock: clock) { $0.settings.printer.unprinted = .void }
        let gate = Gate()
        await machine.printer.set(whilePrinting: { await gate.pass() })
        let terminal = machine.terminal
        let list = Task { try await terminal.printList() }
        defer { list.cancel() }
        try await gate.isReached()
        try await machine.tap(.service("ktp-el"), waits: false)
        try await machine.until { $0.visit.screen.name == "confirm" }
        try await machine.tap(.issue, waits: false)
        try await machine.until { $0.visit.screen.name == "printing" }
        clock.advance(by: .seconds(80))
        await gate.open()
        try await gate.isReached()
        #expect(await machine.printer.jobs.count == 2)
        // The loop handles the terminal's events before the time advances.
        #expect(await machine.terminal.loop.query { $0.session.screenName } == "printing")
        clock.advance(by: .seconds(20))
        try await machine.tap(.contrast, waits: false)
        try await machine.until { $0.now.uptime >= clock.now().uptime }
        guard case .printing = await machine.screen() else {
            Issue.record("the screen is \(await machine.screen().name)")
            return
        }
        await gate.open()
        try await machine.until { session in
            if case .ticket(_, .onPaper) = session.visit.screen { true } else { false }
        }
    }

    @Test("B7 staff print a ticket again three times at most, marked and on record") func copies()
        async throws
    {
        let machine = try await Machine()
        try await takeTicket(machine)
        for copy in 1...3 {
            #expect(
                try await machine.terminal.control.printAgain("K-001", by: .unknown) == .printed)
            #expect(try await machine.terminal.control.ticket("K-001").reprints == copy)
        }
        await #expect(throws: RecordsError.self) {
            _ = try await machine.terminal.control.printAgain("K-001", by: .unknown)
        }
        let jobs = await machine.printer.jobs
        #expect(jobs.map(\.name.last) == ["1", "2", "3", "4"])
        #expect(Set(jobs.map(\.document)).count == 4, "each copy says which it is")
        #expect(try await machine.terminal.control.prints(limit: 9).map(\.attempt) == [4, 3, 2, 1])
    }

    @Test(
        "A6 B8 tickets of one visit go in one job onto sheets, and in one job each onto a roll",
        arguments: [("pdf-a4", ["1"]), ("generic-escpos-80", ["1", "2"])])
    func joined(profile: String, jobs: [String]) async throws {
        let machine = try await Machine(profile: profile)
        await machine.printer.fail(end: .notPrinted("no cable"), leaving: .offline)
        try await machine.tap(.service("ktp-el"))
        try await machine.tap(.addService)
        while await !machine.offers(.agency("dukcapil")) { try await machine.tap(.nextPage) }
        try await machine.tap(.agency("dukcapil"))
        try await machine.tap(.service("kk"))
        try await machine.tap(.issue)
        try await machine.until { session in
            if case .ticket(_, .failedButValid) = session.visit.screen { true } else { false }
        }
        #expect(await machine.printer.jobs.isEmpty)
        let first = try await machine.terminal.control.prints(limit: 9)
        #expect(first.map(\.end) == ["notPrinted", "notPrinted"])
        // Slips that certainly were not printed are printed together as well once the printer is
        // back.
        await machine.printer.set(end: .printed, condition: .ready)
        await machine.terminal.turn()
        try await machine.until { session in
            if case .ticket(_, .onPaper) = session.visit.screen { true } else { false }
        }
        let names = await machine.printer.jobs.map(\.name)
        #expect(names.map { $0.split(separator: "-")[2] }.map(String.init) == jobs)
        #expect(names.allSatisfy { $0.hasSuffix("-2") })
        let prints = try await machine.terminal.control.prints(limit: 9)
        #expect(prints.count { $0.end == "printed" } == 2)
        // Both rows of one job have its number.
        #expect(Set(prints.compactMap(\.job)).count == jobs.count)
    }
}

extension Terminal {
    /// Prints an empty list and waits for its end.
    func printList() async throws -> PrintEnd {
        try await printed { desk, records, moment in
            try desk.print(.list, Slip(blocks: []), in: records, at: moment)
        }
    }
}

/// Lets through one after the other, when it is told to.
private actor Gate {
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func pass() async { await withCheckedContinuation { waiting.append($0) } }

    func open() { if !waiting.isEmpty { waiting.removeFirst().resume() } }

    nonisolated func isReached() async throws {
        try await eventually("somebody is at the gate") { await !self.waiting.isEmpty }
    }
}
