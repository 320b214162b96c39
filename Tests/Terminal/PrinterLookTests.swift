import Errands
import Face
import Foundation
import Office
import Records
import Screens
import Slips
import TestSupport
import Testing

@testable import Terminal

@Suite("Looks at the printer", .timeLimit(.minutes(10)))
struct PrinterLookTests {
    /// Printer whose answer to a query waits for the test.
    private actor SlowPrinter: Printer {
        nonisolated let summary = "printer=slow"
        private(set) var events: [String] = []
        private var waiting: CheckedContinuation<Void, Never>?
        private var holds = false
        private var held: CheckedContinuation<Void, Never>?

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
            if holds { await withCheckedContinuation { held = $0 } }
            return .printed
        }

        func note(_ event: String) { events.append(event) }

        /// Makes the next print last until it is released.
        func hold() { holds = true }

        func letGo() {
            holds = false
            held?.resume()
            held = nil
        }
    }

    private func list(_ terminal: Terminal) async throws -> PrintOrder {
        let row = try await terminal.records.spool(.list, at: Date())
        return PrintOrder(
            what: .list(RequestID(1), Slip(blocks: []), row: row), since: SystemClock.uptime())
    }

    @Test("B11 nothing is printed beside a question to the idle printer") func exclusive()
        async throws
    {
        let folder = try TemporaryFolder()
        let printer = SlowPrinter()
        let terminal = try PrinterRecoveryTests.terminal(folder.file("state"), printer)
        let look = Task { await terminal.lookAtPrinter() }
        try await eventually("it is asked") { await printer.isAsked }
        let order = try await list(terminal)
        let print = Task { await terminal.print(order) }
        try await eventually("it wants to print") { await terminal.isPrinting }
        #expect(await printer.events == ["asked"])
        await printer.answer()
        _ = await (look.value, print.value)
        #expect(await printer.events == ["asked", "answered", "printed"])
    }

    @Test("B2 who asks while the printer is asked hears how it is afterwards") func askedTwice()
        async throws
    {
        let folder = try TemporaryFolder()
        let printer = SlowPrinter()
        let terminal = try PrinterRecoveryTests.terminal(folder.file("state"), printer)
        let first = Task { await terminal.lookAtPrinter() }
        try await eventually("it is asked") { await printer.isAsked }
        let second = Task { await terminal.lookAtPrinter() }
        let third = Task { await terminal.lookAtPrinter() }
        for round in 1...3 {
            try await eventually("question \(round)") {
                let asked = await printer.events.count { $0 == "asked" }
                return await printer.isAsked && asked == round
            }
            await printer.answer()
        }
        _ = await (first.value, second.value, third.value)
        #expect(await printer.events.count == 6)
    }

    @Test("B11 who waited to ask the printer does not ask it beside a job that began meanwhile")
    func lateLook() async throws {
        let folder = try TemporaryFolder()
        let printer = SlowPrinter()
        let terminal = try PrinterRecoveryTests.terminal(folder.file("state"), printer)
        await printer.hold()
        let looks = (0..<3).map { _ in Task { await terminal.lookAtPrinter() } }
        try await eventually("it is asked") { await printer.isAsked }
        let order = try await list(terminal)
        let print = Task { await terminal.print(order) }
        try await eventually("it wants to print") { await terminal.isPrinting }
        // Another check or the job may come first, but never both at once.
        try await eventually("the job is at the printer") {
            if await printer.events.contains("printed") { return true }
            await printer.answer()
            return false
        }
        Task {
            for look in looks { await look.value }
            await printer.note("looked")
        }
        try await eventually("all looks are over, or one asks") {
            let isAsked = await printer.isAsked
            let isOver = await printer.events.contains("looked")
            return isAsked || isOver
        }
        let events = await printer.events
        #expect(await !printer.isAsked, "\(events)")
        await printer.letGo()
        await print.value
    }
}
