import Foundation
import Office
import Paper
import Records
import Screens
import TestSupport
import Testing

@testable import Terminal

@Suite("The truth about paper")
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
        await machine.terminal.lookAtPrinter()
        await machine.terminal.retryUnprinted()
        try await machine.until { session in
            if case .ticket(_, .onPaper) = session.visit.screen { true } else { false }
        }
        #expect(await machine.printer.jobs.map(\.name.last) == ["2"])
        let prints = try await machine.terminal.prints(limit: 5)
        #expect(prints.map(\.end) == ["printed", "notPrinted"])
        #expect(try await machine.terminal.ticket("K-001").reprints == 0)
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
        #expect(await machine.terminal.condition == last)
    }

    @Test("B1 what may be on paper already is never printed again by itself") func unknown()
        async throws
    {
        let machine = try await Machine()
        await machine.printer.set(end: .unknown("silence"), condition: .ready)
        try await takeTicket(machine)
        await machine.printer.set(end: .printed, condition: .ready)
        await machine.terminal.retryUnprinted()
        #expect(await machine.printer.jobs.count == 1)
        #expect(try await machine.terminal.prints(limit: 5).map(\.end) == ["unknown"])
    }

    @Test("B11 once the visitor has left, nothing is printed by itself") func left() async throws {
        let machine = try await Machine()
        await machine.printer.fail(end: .notPrinted("no cable"), leaving: .offline)
        try await takeTicket(machine)
        try await machine.tap(.home)
        await machine.printer.set(end: .printed, condition: .ready)
        await machine.terminal.lookAtPrinter()
        await machine.terminal.retryUnprinted()
        #expect(await machine.terminal.unprinted.isEmpty)
        #expect(await machine.printer.jobs.isEmpty)
    }

    @Test("B3 a printer that comes back does not pour out what waited longer than 120 s")
    func burst() async throws {
        let clock = ManualClock()
        let machine = try await Machine(clock: clock)
        let records = machine.terminal.records
        let since = clock.now().uptime
        let row = try await records.spool(.list, at: clock.now().wall)
        clock.advance(by: PrintOrder.lifetime + .seconds(1))
        await machine.terminal.print(
            PrintOrder(what: .list(RequestID(99), Slip(blocks: []), row: row), since: since))
        #expect(await machine.printer.jobs.isEmpty)
        let print = try #require(try await machine.terminal.prints(limit: 1).first)
        #expect(print.end == "notPrinted" && print.detail == "it had waited for more than 120 s")
    }

    @Test("B5 B6 paper that is back is a new roll; its test slip is printed, read and on record")
    func roll() async throws {
        let machine = try await Machine()
        #expect(try await machine.terminal.paper().loadedAt == nil)
        await machine.printer.set(end: .sent, condition: .paperOut)
        await machine.terminal.lookAtPrinter()
        await machine.printer.set(end: .sent, condition: .ready)
        await machine.terminal.lookAtPrinter()
        try await machine.until { $0.visit.screen == .paperTest(.offer) }
        let warnings = await machine.terminal.paperSentences()
        #expect(warnings.count == 1 && warnings[0].contains("test slip"))
        try await machine.tap(.printTest)
        try await machine.until { $0.visit.screen == .paperTest(.question) }
        try await machine.tap(.slipReadable)
        try await machine.until { $0.visit.screen == .welcome }
        let paper = try await machine.terminal.paper()
        #expect(paper.isTested && paper.rollMetres == 80)
        let used = 80 - (paper.leftMetres ?? 0)
        #expect(used > 0.03 && used < 0.3, "a test slip of \(used) m")
        #expect(await machine.terminal.paperSentences().isEmpty)
    }

    @Test(
        "B5 between no paper and a new roll: cover, silence, switched off, the daemon's own end",
        arguments: [[PrinterCondition.coverOpen], [.unknown], [.offline], [.offline, .coverOpen]])
    func rollAfter(between: [PrinterCondition]) async throws {
        let machine = try await Machine()
        let terminal = machine.terminal
        func see(_ condition: PrinterCondition) async {
            await machine.printer.set(end: .sent, condition: condition)
            await terminal.lookAtPrinter()
        }
        #expect(try await terminal.records.isPaperOut() == false)
        await see(.paperOut)
        // What the next start would know.
        #expect(try await terminal.records.isPaperOut())
        for condition in between {
            await see(condition)
            #expect(try await terminal.paper().loadedAt == nil)
        }
        await see(.ready)
        #expect(try await terminal.paper().loadedAt != nil)
        try await machine.until { $0.visit.screen == .paperTest(.offer) }
        #expect(try await terminal.records.isPaperOut() == false)
        // An open cover alone is no new roll.
        let loaded = try await terminal.paper().loadedAt
        await see(.coverOpen)
        await see(.ready)
        #expect(try await terminal.paper().loadedAt == loaded)
    }

    @Test("B6 a roll's end that comes and goes before its sensor is told once") func bouncing()
        async throws
    {
        let clock = ManualClock()
        let folder = try TemporaryFolder()
        let terminal = try PrinterRecoveryTests.terminal(
            folder.file("state"), MemoryPrinter(), clock: clock)
        func see(_ condition: PrinterCondition) async -> PrinterCondition {
            await terminal.note(condition)
            return await terminal.condition
        }
        #expect(await see(.paperLow) == .paperLow)
        for _ in 0..<5 {
            #expect(await see(.ready) == .paperLow)
            clock.advance(by: .seconds(9))
            #expect(await see(.paperLow) == .paperLow)
        }
        #expect(await see(.ready) == .paperLow)
        clock.advance(by: Terminal.sensorHold)
        #expect(await see(.ready) == .ready)
        // A fault is told at once.
        #expect(await see(.paperLow) == .paperLow)
        #expect(await see(.paperOut) == .paperOut)
        #expect(await see(.ready) == .ready)
    }

    @Test("B6 a sensor for the roll's end overrules the count, both ways") func sensor()
        async throws
    {
        let machine = try await Machine(profile: "epson-tm-t88")
        let terminal = machine.terminal
        _ = try await terminal.loadRoll(millimetres: 1_000, who: "test")
        _ = try await terminal.confirmRoll(who: "test")
        while try await terminal.paper().leftMetres ?? 0 > 0.15 { _ = await terminal.printTest() }
        #expect(try await terminal.paper().isLow == false)
        #expect(await terminal.paperSentences().isEmpty)
        await terminal.note(.paperLow)
        _ = try await terminal.loadRoll(millimetres: 80_000, who: "test")
        #expect(try await terminal.paper().isLow == true)
    }

    /// A printer that is asked for its state and does not answer before it is told to.
    private actor SlowPrinter: Printer {
        nonisolated let summary = "printer=slow"
        private(set) var events: [String] = []
        private var waiting: CheckedContinuation<Void, Never>?

        var isAsked: Bool { waiting != nil }

        func answer() {
            waiting?.resume()
            waiting = nil
        }

        func condition() async -> PrinterCondition {
            events.append("asked")
            await withCheckedContinuation { waiting = $0 }
            events.append("answered")
            return .ready
        }

        func print(
            _ job: PrintJob, willSend: @Sendable (Int) async throws -> Void,
            sees: @Sendable (PrinterCondition) async -> Void
        ) async -> PrintEnd {
            events.append("printed")
            try? await willSend(1)
            return .printed
        }
    }

    @Test("B11 nothing is printed beside a question to the idle printer") func exclusive()
        async throws
    {
        let folder = try TemporaryFolder()
        let printer = SlowPrinter()
        let terminal = try PrinterRecoveryTests.terminal(folder.file("state"), printer)
        async let look: Void = terminal.lookAtPrinter()
        try await eventually("it is asked") { await printer.isAsked }
        let row = try await terminal.records.spool(.list, at: Date())
        async let print: Void = terminal.print(
            PrintOrder(
                what: .list(RequestID(1), Slip(blocks: []), row: row), since: SystemClock.uptime()))
        try await eventually("it wants to print") { await terminal.isPrinting }
        #expect(await printer.events == ["asked"])
        await printer.answer()
        _ = await (look, print)
        #expect(await printer.events == ["asked", "answered", "printed"])
    }

    @Test("B2 who asks while the printer is asked hears how it is afterwards") func askedTwice()
        async throws
    {
        let folder = try TemporaryFolder()
        let printer = SlowPrinter()
        let terminal = try PrinterRecoveryTests.terminal(folder.file("state"), printer)
        async let first: Void = terminal.lookAtPrinter()
        try await eventually("it is asked") { await printer.isAsked }
        async let second: Void = terminal.lookAtPrinter()
        async let third: Void = terminal.lookAtPrinter()
        for round in 1...3 {
            try await eventually("question \(round)") {
                let asked = await printer.events.count { $0 == "asked" }
                return await printer.isAsked && asked == round
            }
            await printer.answer()
        }
        _ = await (first, second, third)
        #expect(await printer.events.count == 6)
    }

    @Test("I2 B1 an end that the disk has no room for is written once it has") func diskFull()
        async throws
    {
        let folder = try TemporaryFolder()
        let disk = try await SmallDisk(at: folder.path, kilobytes: 4_000)
        let printer = MemoryPrinter()
        let terminal = try PrinterRecoveryTests.terminal(folder.file("state"), printer)
        let bundle = await terminal.bundle
        let ticket = try #require(
            try await terminal.records.issue(
                [
                    IssueRequest(
                        serviceID: "ktp-el", prefix: "K", language: .indonesian,
                        wantsPaper: true)
                ], at: Date(), day: bundle.day, policy: .continue
            ).first
        ).ticket
        await printer.set(whilePrinting: { try? disk.fill() })
        await terminal.print(
            PrintOrder(
                what: .tickets([
                    TicketSlip(ticket: ticket, peopleAhead: 0, ticked: [], attempt: 1)
                ]), since: SystemClock.uptime()))
        #expect(await terminal.owedEnds.count == 1)
        await terminal.settleEnds()
        #expect(await terminal.owedEnds.count == 1)
        #expect(try await terminal.records.ticket(ticket.id)?.paper == .sending)
        try disk.empty()
        await terminal.settleEnds()
        #expect(await terminal.owedEnds.isEmpty)
        let stored = try #require(try await terminal.records.ticket(ticket.id))
        #expect(stored.paper == .printed && stored.state == .waiting)
        terminal.records.close()
    }

    @Test("B6 a roll below 15 % by the count is named, with what to do") func low() async throws {
        let machine = try await Machine()
        let terminal = machine.terminal
        _ = try await terminal.loadRoll(millimetres: 1_000, who: "test")
        _ = try await terminal.confirmRoll(who: "test")
        while try await terminal.paper().isLow == false { _ = await terminal.printTest() }
        let sentence = try #require(await terminal.paperSentences().first)
        #expect(sentence.contains("m left by the count"))
        #expect(await terminal.status(page: nil).printer.warnings.contains(sentence))
    }

    @Test("B7 staff print a ticket again three times at most, marked and on record") func copies()
        async throws
    {
        let machine = try await Machine()
        try await takeTicket(machine)
        for copy in 1...3 {
            #expect(try await machine.terminal.printAgain("K-001", who: "loket") == .printed)
            #expect(try await machine.terminal.ticket("K-001").reprints == copy)
        }
        await #expect(throws: RecordsError.self) {
            _ = try await machine.terminal.printAgain("K-001", who: "loket")
        }
        let jobs = await machine.printer.jobs
        #expect(jobs.map(\.name.last) == ["1", "2", "3", "4"])
        #expect(Set(jobs.map(\.document)).count == 4, "each copy says which it is")
        #expect(try await machine.terminal.prints(limit: 9).map(\.attempt) == [4, 3, 2, 1])
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
        let first = try await machine.terminal.prints(limit: 9)
        #expect(first.map(\.end) == ["notPrinted", "notPrinted"])
        // What surely did not come out is printed the same way once the printer is back.
        await machine.printer.set(end: .printed, condition: .ready)
        await machine.terminal.lookAtPrinter()
        await machine.terminal.retryUnprinted()
        try await machine.until { session in
            if case .ticket(_, .onPaper) = session.visit.screen { true } else { false }
        }
        let names = await machine.printer.jobs.map(\.name)
        #expect(names.map { $0.split(separator: "-")[2] }.map(String.init) == jobs)
        #expect(names.allSatisfy { $0.hasSuffix("-2") })
        let prints = try await machine.terminal.prints(limit: 9)
        #expect(prints.count { $0.end == "printed" } == 2)
        // Both rows of one job name it.
        #expect(Set(prints.compactMap(\.job)).count == jobs.count)
    }
}
