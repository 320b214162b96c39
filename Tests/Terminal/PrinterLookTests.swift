import Desk
import Errands
import Face
import Foundation
import Kernel
import Office
import Records
import Screens
import Slips
import TestSupport
import Testing
import Wire

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

    @Test("B11 nothing is printed beside a question to the idle printer") func exclusive()
        async throws
    {
        let folder = try TemporaryFolder()
        let printer = SlowPrinter()
        let terminal = try PrinterRecoveryTests.terminal(folder.file("state"), printer)
        let look = Task { await terminal.lookAtPrinter() }
        try await eventually("it is asked") { await printer.isAsked }
        let print = Task { try await terminal.printList() }
        try await eventually("it wants to print") { await terminal.desk.prints.hasOrders }
        #expect(await printer.events == ["asked"])
        await printer.answer()
        await look.value
        #expect(try await print.value == .printed)
        #expect(await printer.events == ["asked", "answered", "printed"])
    }

    @Test("B2 who asks while the printer is asked hears how it is afterwards") func askedTwice()
        async throws
    {
        let folder = try TemporaryFolder()
        let printer = SlowPrinter()
        let terminal = try PrinterRecoveryTests.terminal(folder.file("state"), printer)
        let looks = (0..<3).map { _ in Task { await terminal.lookAtPrinter() } }
        for round in 1...3 {
            try await eventually("question \(round)") {
                let asked = await printer.events.count { $0 == "asked" }
                return await printer.isAsked && asked == round
            }
            await printer.answer()
        }
        for look in looks { await look.value }
        #expect(await printer.events.count == 6)
    }

    @Test("B11 who waited to ask the printer does not ask it beside a job that began meanwhile")
    func lateLook() async throws {
        let folder = try TemporaryFolder()
        let printer = SlowPrinter()
        let terminal = try PrinterRecoveryTests.terminal(folder.file("state"), printer)
        await printer.hold()
        let print = Task { try await terminal.printList() }
        try await eventually("the job is at the printer") {
            await printer.events.contains("printed")
        }
        let look = Task { await terminal.lookAtPrinter() }
        await terminal.turn()
        #expect(await !printer.isAsked)
        await printer.letGo()
        #expect(try await print.value == .printed)
        try await eventually("it is asked after the job") { await printer.isAsked }
        await printer.answer()
        await look.value
        #expect(await printer.events == ["printed", "asked", "answered"])
    }

    @Test("A terminal that ends gives up a slip after its limit, and writes its end down")
    func ends() async throws {
        let folder = try TemporaryFolder()
        let printer = MemoryPrinter()
        let terminal = try PrinterRecoveryTests.terminal(folder.file("state"), printer)
        let run = Task { await terminal.run() }
        try await eventually("it is asked") { await terminal.desk.prints.condition == .ready }
        await printer.set(whilePrinting: {
            // Until it is given up.
            await UptimeClock.sleepUntilCancelled()
        })
        let print = Task { try await terminal.printList() }
        try await eventually("it prints") { await terminal.desk.prints.printing != nil }
        let waiting = Task { try await terminal.printList() }
        try await eventually("another one waits") {
            try await terminal.control.prints(limit: 9).count == 2
        }
        run.cancel()
        #expect(try await waiting.value == .notPrinted("the terminal ends"))
        #expect(try await print.value == .printed)
        await run.value
        #expect(
            try await terminal.control.prints(limit: 9).map(\.end).sorted()
                == ["printed", "queued"])
        terminal.records.close()
    }
}
