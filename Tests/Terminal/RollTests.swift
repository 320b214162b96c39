import Desk
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
        #expect(try await machine.terminal.control.paper().loadedAt == nil)
        await machine.printer.set(end: .sent, condition: .paperOut)
        await machine.terminal.lookAtPrinter()
        await machine.printer.set(end: .sent, condition: .ready)
        await machine.terminal.lookAtPrinter()
        try await machine.until { $0.visit.screen == .paperTest(.offer) }
        let warnings = await machine.terminal.control.paperSentences()
        #expect(warnings.count == 1 && warnings[0].contains("test slip"))
        try await machine.tap(.printTest)
        try await machine.until { $0.visit.screen == .paperTest(.question) }
        try await machine.tap(.slipReadable)
        try await machine.until { $0.visit.screen == .welcome }
        let paper = try await machine.terminal.control.paper()
        #expect(paper.isTested && paper.rollMetres == 80)
        let used = 80 - (paper.leftMetres ?? 0)
        #expect(used > 0.03 && used < 0.3, "a test slip of \(used) m")
        #expect(await machine.terminal.control.paperSentences().isEmpty)
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
            #expect(try await terminal.control.paper().loadedAt == nil)
        }
        await see(.ready)
        #expect(try await terminal.control.paper().loadedAt != nil)
        try await machine.until { $0.visit.screen == .paperTest(.offer) }
        #expect(try await terminal.records.isPaperOut() == false)
        // An open cover alone is no new roll.
        let loaded = try await terminal.control.paper().loadedAt
        await see(.coverOpen)
        await see(.ready)
        #expect(try await terminal.control.paper().loadedAt == loaded)
    }

    @Test("B6 a sensor for the roll's end overrules the count, both ways") func sensor()
        async throws
    {
        let machine = try await Machine(profile: "epson-tm-t88")
        let terminal = machine.terminal
        _ = try await terminal.control.loadRoll(millimetres: 1_000, by: .unknown)
        _ = try await terminal.control.confirmRoll(by: .unknown)
        while try await terminal.control.paper().leftMetres ?? 0 > 0.15 {
            _ = await terminal.control.printTest()
        }
        #expect(try await terminal.control.paper().isLow == false)
        #expect(await terminal.control.paperSentences().isEmpty)
        await terminal.take(.printer(.sees(.paperLow)))
        _ = try await terminal.control.loadRoll(millimetres: 80_000, by: .unknown)
        #expect(try await terminal.control.paper().isLow == true)
    }

    @Test("B6 a roll below 15 % by the count is named, with what to do") func low() async throws {
        let machine = try await Machine()
        let terminal = machine.terminal
        _ = try await terminal.control.loadRoll(millimetres: 1_000, by: .unknown)
        _ = try await terminal.control.confirmRoll(by: .unknown)
        while try await terminal.control.paper().isLow == false {
            _ = await terminal.control.printTest()
        }
        let sentence = try #require(await terminal.control.paperSentences().first)
        #expect(sentence.contains("m left by the count"))
        #expect(await terminal.control.status(page: nil).printer.warnings.contains(sentence))
    }
}
