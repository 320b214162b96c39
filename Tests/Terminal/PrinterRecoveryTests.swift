import Cups
import Desk
import Errands
import Face
import Foundation
import Logging
import Office
import Records
import Screens
import Settings
import Slips
import TestSupport
import Testing
import Wire

@testable import Terminal

/// Recovery of one terminal from failures of a real cupsd, without a restart of the terminal.
@Suite("What a terminal does when CUPS or its queue was away", .timeLimit(.minutes(10)))
struct PrinterRecoveryTests {
    /// Returns a terminal that prints to the queue "raw", without its loop.
    private static func terminal(_ folder: TemporaryFolder, _ server: String) throws -> Terminal {
        try terminal(
            folder.file("state"),
            CupsPrinter(
                cups: CupsConnection(server: server), queue: "raw", answers: false,
                jobPrefix: PrintAttempt.jobPrefix("test1"))
        ) {
            $0.queue = "raw"
            $0.server = server
        }
    }

    /// Returns a terminal with this printer, without its loop.
    static func terminal(
        _ state: String, _ printer: any Printer, clock: any KioskClock = SystemClock(),
        edit: (inout KioskSettings.PrinterSettings) -> Void = { _ in }
    ) throws -> Terminal {
        let loaded = Machine.office
        var bundle = try #require(loaded.value)
        edit(&bundle.settings.printer)
        let profile = try #require(
            PrinterProfile.load(name: "generic-escpos-80", folder: bundle.printersFolder).value)
        return Terminal(
            bundle: bundle, problems: [], records: try Records(folder: state, terminal: "test1"),
            printer: printer,
            printRoom: PrintRoom(profile: profile, folder: NSTemporaryDirectory()),
            clock: clock, log: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    private static func condition(_ terminal: Terminal) async -> PrinterCondition {
        await terminal.lookAtPrinter()
        return await terminal.desk.prints.condition
    }

    /// Ready, or unknown where the last change is more than 10 s ago: the queue is a raw port, and
    /// nobody can ask the printer behind it.
    private static func isReady(_ terminal: Terminal) async -> Bool {
        [.ready, .unknown].contains(await condition(terminal))
    }

    /// Prints a list as visitors do, and returns its end.
    private static func end(_ terminal: Terminal) async throws -> String {
        _ = try await terminal.printList()
        return try #require(try await terminal.control.prints(limit: 1).first).end
    }

    /// Leaves a stopped queue with a slip of an earlier run.
    private static func leaveGhost(
        _ virtual: VirtualPrinter, _ cups: CupsConnection, _ raw: RawPrinter
    ) async throws {
        try await virtual.addRawQueue("raw", port: raw.port)
        try await virtual.cups("cupsdisable", ["raw"])
        let left = try await cups.createJob(queue: "raw", jobName: "loket-test1-9-1")
        try await cups.sendDocument(
            Array("a ghost".utf8), mimeType: "application/vnd.cups-raw", job: left, queue: "raw")
    }

    @Test("B9 CUPS that comes after the terminal: used at once, and without the slips it had kept")
    func lateScheduler() async throws {
        try await VirtualPrinter.with { virtual in
            let raw = try RawPrinter()
            let cups = CupsConnection(server: virtual.server)
            try await Self.leaveGhost(virtual, cups, raw)
            try await virtual.stopScheduler()

            let folder = try TemporaryFolder()
            let terminal = try Self.terminal(folder, virtual.server)
            #expect(await Self.condition(terminal) == .cupsAbsent)
            #expect(try await Self.end(terminal) == "notPrinted")
            try await virtual.startScheduler()
            #expect(await Self.condition(terminal) == .stopped)
            // The next thing that is done at the printer.
            try await eventually("its leftovers are cancelled") {
                try await cups.openJobs(queue: "raw", namePrefix: "loket-").isEmpty
            }
            let change = try await terminal.control.resumePrinter(by: .unknown)
            #expect(change.queue == "raw" && change.details == [])
            #expect([.ready, .unknown].contains(await terminal.desk.prints.condition))
            #expect(try await Self.end(terminal) == "sent")
            try await eventually("the slip arrives") { raw.received.last?.isEmpty == false }
            #expect(!raw.received.contains(Array("a ghost".utf8)))
            #expect(raw.received.count == 1)
        }
    }

    @Test("B3 B9 CUPS hangs while the terminal starts: what it had kept is cancelled afterwards")
    func hangingScheduler() async throws {
        try await VirtualPrinter.with { virtual in
            let raw = try RawPrinter()
            let cups = CupsConnection(server: virtual.server)
            try await Self.leaveGhost(virtual, cups, raw)
            let scheduler = try await virtual.schedulerID()
            kill(scheduler, SIGSTOP)
            defer { kill(scheduler, SIGCONT) }
            let folder = try TemporaryFolder()
            let terminal = try Self.terminal(folder, virtual.server)
            // As at the start: CUPS does not answer.
            await terminal.lookAtPrinter()
            kill(scheduler, SIGCONT)
            _ = try await eventually("CUPS answers") {
                await Self.condition(terminal) == .stopped
            }
            // The next thing that is done at the printer.
            try await eventually("its leftovers are cancelled") {
                try await cups.openJobs(queue: "raw", namePrefix: "loket-").isEmpty
            }
        }
    }

    @Test("B9 CUPS killed and started over under a running terminal") func restart() async throws {
        try await VirtualPrinter.with { virtual in
            let raw = try RawPrinter()
            try await virtual.addRawQueue("raw", port: raw.port)
            let folder = try TemporaryFolder()
            let terminal = try Self.terminal(folder, virtual.server)
            #expect(await Self.isReady(terminal))
            #expect(try await Self.end(terminal) == "sent")
            try await virtual.stopScheduler()
            #expect(await Self.condition(terminal) == .cupsAbsent)
            #expect(try await Self.end(terminal) == "notPrinted")
            try await virtual.startScheduler()
            #expect(await Self.isReady(terminal))
            #expect(try await Self.end(terminal) == "sent")
            try await eventually("both slips arrive") { raw.received.count { !$0.isEmpty } == 2 }
        }
    }

    @Test("B9 a queue deleted, made again and mended: each is seen without a new start")
    func queueMadeAgain() async throws {
        try await VirtualPrinter.with { virtual in
            let raw = try RawPrinter()
            try await virtual.addRawQueue("raw", port: raw.port)
            let folder = try TemporaryFolder()
            let terminal = try Self.terminal(folder, virtual.server)
            #expect(await Self.isReady(terminal))
            let setup = PrinterSetup(server: virtual.server)
            try await setup.remove("raw")
            #expect(await Self.condition(terminal) == .queueMissing)
            #expect(try await Self.end(terminal) == "notPrinted")
            // The queue returns with another address.
            let other = try RawPrinter()
            try await virtual.addRawQueue("raw", port: other.port, policy: "retry-job")
            #expect(await Self.isReady(terminal))
            #expect(await terminal.desk.prints.warnings.count == 1)
            _ = try await setup.mend("raw")
            #expect(await Self.isReady(terminal))
            #expect(await terminal.desk.prints.warnings == [])
            #expect(try await Self.end(terminal) == "sent")
            try await eventually("the slip arrives") { other.received.count { !$0.isEmpty } == 1 }
            #expect(!raw.received.contains { !$0.isEmpty })
        }
    }
}
