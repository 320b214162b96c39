import Face
import Office
import PanelModel
import Records
import Screens
import Slips
import TestSupport
import Testing
import Wire

@testable import Terminal

@Suite("Rolls of paper", .timeLimit(.minutes(10)))
struct RollTests {
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
        // The next start would read this.
        #expect(try await terminal.records.isPaperOut())
        for condition in between {
            await see(condition)
            #expect(try await terminal.paper().loadedAt == nil)
        }
        await see(.ready)
        #expect(try await terminal.paper().loadedAt != nil)
        try await machine.until { $0.visit.screen == .paperTest(.offer) }
        #expect(try await terminal.records.isPaperOut() == false)
        // An open cover alone does not mean a new roll.
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
        // A fault is reported at once.
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
}
