import Cups
import Errands
import Face
import Foundation
import Logging
import Office
import PrinterModel
import Records
import Screens
import Settings
import Slips
import TestSupport
import Testing

@testable import Desk
@testable import Terminal

/// Run of many tickets through the database, a real cupsd, `loket-pos` and a receipt printer, with
/// random faults. `LOKET_TICKETS` sets the number; the seed is printed.
@Suite("Paper under any faults", .serialized, .timeLimit(.minutes(10)))
struct FaultRunTests {
    enum Fault: CaseIterable {
        case none, none2, none3
        case paperOut, paperLoaded, paperEnds, paperEndsAndComes, nearEnd, coverOpen, cutter
        case mute, muteMidway, resets, closes, neverReads, crawls, refused, blackHole
        case disabled, rejecting, deleted, held, cancelled, killed, restarted, frozen, spoolFull
    }

    @Test(
        "B1 B3 B4 each number is at most once on paper without a mark, and no end is a lie",
        arguments: [false, true])
    func run(unprintedIsVoid: Bool) async throws {
        let all = ProcessInfo.processInfo.environment["LOKET_TICKETS"].flatMap { Int($0) } ?? 60
        let count = all / 2
        var random = SeededRandom()
        let seed = random.next()
        let report = try await VirtualPrinter.with { virtual in
            var line = ReceiptPrinter.Line()
            // A slip prints in a third of a second.
            line.bytesPerSecond = 10_000
            let receipts = try ReceiptPrinter(line: line)
            var office = try await FaultOffice(
                virtual, receipts, seed: seed, unprintedIsVoid: unprintedIsVoid)
            for _ in 0..<count { try await office.visit() }
            return try await office.report()
        }
        print(report.text)
        #expect(report.lies.isEmpty, "\(report.lies.joined(separator: "\n"))")
        #expect(report.tickets == count)
    }
}

/// Office whose printer has every fault.
private struct FaultOffice: Sendable {
    struct Report: Sendable {
        var tickets = 0
        var lies: [String] = []
        var text = ""
    }

    private struct Visit {
        var ticket: Ticket
        var fault: FaultRunTests.Fault
        /// Number of copies that a person asked for.
        var marked: Int
        var isShown: Bool
    }

    private let virtual: VirtualPrinter
    private let receipts: ReceiptPrinter
    private let folder = try? TemporaryFolder("faults")
    private let terminal: Terminal
    private let room: PrintRoom
    private let bundle: SettingsBundle
    private let unprintedIsVoid: Bool
    private let hole: BlackHole
    private var random: SeededRandom
    private var visits: [Visit] = []

    init(
        _ virtual: VirtualPrinter, _ receipts: ReceiptPrinter, seed: UInt64, unprintedIsVoid: Bool
    ) async throws {
        (self.virtual, self.receipts) = (virtual, receipts)
        self.unprintedIsVoid = unprintedIsVoid
        random = SeededRandom(seed: seed)
        hole = try BlackHole()
        var bundle = try #require(Machine.office.value)
        bundle.settings.printer.unprinted = unprintedIsVoid ? .void : .valid
        self.bundle = bundle
        let profile = try #require(
            PrinterProfile.load(name: "generic-escpos-80", folder: Machine.root + "/Printers").value
        )
        let path = try #require(folder).path
        room = PrintRoom(profile: profile, folder: path)
        var limits = CupsPrinter.Limits()
        limits.standstill = .seconds(4)
        limits.knownCause = .seconds(4)
        limits.unreachable = .seconds(2)
        limits.farewell = .seconds(4)
        limits.look = .milliseconds(20)
        terminal = Terminal(
            bundle: bundle, problems: [],
            records: try Records(folder: path, terminal: "test1"),
            printer: CupsPrinter(
                cups: CupsConnection(server: virtual.server), queue: "pos", answers: false,
                limits: limits),
            printRoom: room,
            log: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        try await addQueue(port: receipts.port)
    }

    private func addQueue(port: UInt16) async throws {
        try await virtual.addQueue(
            "pos",
            device: "pos://127.0.0.1:\(port)/?confirm=H&connect=1&answer=1&wait=1&still=1")
    }

    /// Runs one ticket through a random fault, and repairs the rest.
    mutating func visit() async throws {
        let fault = FaultRunTests.Fault.allCases.randomElement(using: &random) ?? .none
        let now = Date()
        let issued = try await terminal.records.issue(
            [
                IssueRequest(
                    serviceID: "ktp-el", prefix: "K", range: nil, language: .indonesian,
                    wantsPaper: true)
            ], at: now, day: bundle.day, policy: .continue)
        let ticket = try #require(issued.first).ticket
        // Sometimes the visit ends before the number is on the screen.
        let isShown = Int.random(in: 0..<6, using: &random) > 0
        let isLate = Bool.random(using: &random)
        let sight: Effect = isShown ? .shown(ticket.id) : .unseen(ticket.id)
        if !isLate { await terminal.take(.effect(sight)) }
        try await print(ticket, attempt: 1, fault)
        if isLate { await terminal.take(.effect(sight)) }
        var marked = 0
        let stored = try #require(try await terminal.records.ticket(ticket.id))
        let isOver = stored.state.isOver
        if stored.paper == .notPrinted, !isOver, Bool.random(using: &random) {
            // Retry as for a visitor who still waits.
            let next = try await terminal.records.retryPrint(ticket.id, at: now)
            try await print(ticket, attempt: next.number, .none)
        } else if stored.paper == .unknown, !isOver, Bool.random(using: &random) {
            let next = try await terminal.records.beginReprint(
                ticket.id, limit: 3, who: "staff", at: now)
            marked = 1
            let again = try #require(try await terminal.records.ticket(ticket.id))
            try await print(again, attempt: next.number, .none)
        }
        visits.append(Visit(ticket: ticket, fault: fault, marked: marked, isShown: isShown))
    }

    private mutating func print(_ ticket: Ticket, attempt: Int, _ fault: FaultRunTests.Fault)
        async throws
    {
        let length = try await document(ticket).count
        let place = Int.random(in: 1..<length, using: &random)
        try await cause(fault, at: place)
        let terminal = terminal
        let slip = TicketSlip(
            ticket, peopleAhead: 0, wait: nil, ticked: [], attempt: attempt, by: bundle.deskRules)
        let until = receipts.model.documentBytesReceived + place
        let disk =
            fault == .spoolFull
            ? try await SmallDisk(at: "\(virtual.folder)/spool", kilobytes: 64) : nil
        try disk?.fill()
        let printing = Task {
            _ = try await terminal.printed { desk, records, moment in
                try desk.order(.tickets([slip]), in: records, at: moment)
            }
            // The desk looks at the printer after a lost one.
            await terminal.lookAtPrinter()
        }
        try await happen(fault, when: until)
        try await printing.value
        try disk?.empty()
        withExtendedLifetime(disk) {}
        try await mend(fault)
    }

    /// Sets the fault that exists before a job, and the one planned at this byte of it.
    private func cause(_ fault: FaultRunTests.Fault, at place: Int) async throws {
        let (printed, received) = (receipts.printed.count, receipts.model.documentBytesReceived)
        switch fault {
        case .none, .none2, .none3, .cancelled, .killed, .restarted, .frozen, .spoolFull: break
        case .nearEnd: receipts.change { $0.isNearEnd = true }
        case .crawls: receipts.changeLine { $0.crawlsAfter = $0.crawlsAfter ?? 0 }
        case .refused: try await addQueue(port: try RawPrinter.closedPort())
        case .blackHole: try await addQueue(port: hole.port)
        case .deleted: try await virtual.cups("lpadmin", ["-x", "pos"])
        case .held:
            try await virtual.cups(
                "lpadmin", ["-p", "pos", "-o", "job-hold-until-default=indefinite"])
        case .paperOut, .paperLoaded: receipts.change { $0.isPaperOut = true }
        case .paperEnds, .paperEndsAndComes:
            receipts.change { $0.paperEndsAfter = printed + place }
        case .coverOpen: receipts.change { $0.isCoverOpen = true }
        case .cutter: receipts.change { $0.hasCutterError = true }
        case .mute: receipts.change { $0.isMute = true }
        case .muteMidway: receipts.change { $0.muteAfter = printed + place }
        case .resets: receipts.changeLine { $0.resetsAfter = received + place }
        case .closes: receipts.changeLine { $0.closesAfter = received + place }
        case .neverReads: receipts.changeLine { $0.neverReads = true }
        case .disabled: try await virtual.cups("cupsdisable", ["pos"])
        case .rejecting: try await virtual.cups("cupsreject", ["pos"])
        }
    }

    /// Triggers a fault during the print. The job may have ended before.
    private func happen(_ fault: FaultRunTests.Fault, when count: Int) async throws {
        switch fault {
        case .paperLoaded, .paperEndsAndComes:
            _ = try? await eventually("somebody sees it", within: .milliseconds(700)) {
                try virtual.queue("pos")["printer-state-reasons"].contains("media-empty")
            }
            receipts.change { $0.isPaperOut = false }
        case .cancelled, .killed, .restarted, .frozen:
            _ = try? await eventually("so much has come", within: .seconds(2)) {
                receipts.model.documentBytesReceived >= count
            }
            switch fault {
            case .killed: try await virtual.restartScheduler()
            case .restarted: try await virtual.restartScheduler(by: SIGTERM)
            case .frozen:
                let scheduler = try await virtual.schedulerID()
                kill(scheduler, SIGSTOP)
                _ = try? await eventually("it is missed", within: .seconds(1)) { false }
                kill(scheduler, SIGCONT)
            default: try await virtual.cups("cancel", ["-a", "pos"])
            }
        default: break
        }
    }

    /// Repairs everything as a person would, and lets the printer finish.
    private func mend(_ fault: FaultRunTests.Fault) async throws {
        receipts.changeLine {
            $0.neverReads = false
            $0.crawlsAfter = nil
            $0.resetsAfter = nil
            $0.closesAfter = nil
        }
        receipts.change {
            ($0.isPaperOut, $0.isCoverOpen, $0.hasCutterError) = (false, false, false)
            ($0.isMute, $0.muteAfter, $0.paperEndsAfter) = (false, nil, nil)
            $0.isNearEnd = false
        }
        if [.refused, .blackHole, .deleted].contains(fault) {
            try await addQueue(port: receipts.port)
        }
        if fault == .held {
            try await virtual.cups(
                "lpadmin", ["-p", "pos", "-o", "job-hold-until-default=no-hold"])
        }
        try await virtual.cups("cupsenable", ["pos"])
        try await virtual.cups("cupsaccept", ["pos"])
        try await eventually("the queue and the printer are idle") {
            try virtual.queue("pos")["printer-state"] == "3" && receipts.model.isIdle
        }
    }

    private func document(_ ticket: Ticket) async throws -> [UInt8] {
        try await room.document([
            bundle.slipWriter.ticket(
                ticket, peopleAhead: 0, waitMinutes: nil, ticked: [], copy: ticket.reprints)
        ]).bytes
    }

    /// Returns the number of slips with this ticket number, with and without the mark of a copy.
    private func slips(of number: String, copy: Int) -> (unmarked: Int, marked: Int) {
        let all = receipts.slips(of: number)
        guard copy > 0 else { return (all, 0) }
        let mark = bundle.slipWriter.phrases("slip.reprint", .indonesian, ["n": String(copy)])
        // A line of words and the command for large letters are between mark and number.
        let marked = receipts.count(
            of: Array(mark.utf8), before: [0x1D, 0x21, 0x55] + Array(number.utf8) + [0x0A],
            within: 80)
        return (all - marked, marked)
    }

    /// Compares the paper with the database.
    func report() async throws -> Report {
        var report = Report()
        var table: [String: [String: Int]] = [:]
        for visit in visits {
            let (ticket, fault) = (visit.ticket, visit.fault)
            report.tickets += 1
            let stored = try #require(try await terminal.records.ticket(ticket.id))
            let (seen, copies) = slips(of: ticket.number.description, copy: visit.marked)
            let whole = receipts.count(of: Array(try await document(ticket).dropFirst(2)))
            let line = "\(ticket.number) \(stored.paper) \(stored.state) after \(fault): "
            if seen > 1 { report.lies.append(line + "\(seen) slips without a mark") }
            if copies > visit.marked { report.lies.append(line + "\(copies) marked slips") }
            if stored.paper == .printed {
                let isThere = visit.marked == 0 ? whole == 1 && seen == 1 : copies == 1
                if !isThere { report.lies.append(line + "\(whole) whole, \(copies) copies") }
            }
            if stored.paper == .notPrinted, visit.marked == 0, seen > 0 {
                report.lies.append(line + "a slip")
            }
            if stored.paper == .sent { report.lies.append(line + "this printer can answer") }
            if !stored.paper.isEnd { report.lies.append(line + "no end") }
            if let lie = lie(visit, stored) { report.lies.append(line + lie) }
            let key = "\(stored.paper)\(visit.marked > 0 ? " (marked copy)" : ""), \(stored.state)"
            table["\(fault)".filter(\.isLetter), default: [:]][key, default: 0] += 1
        }
        report.text = table.sorted { $0.key < $1.key }.map { fault, ends in
            "Faults: \(fault): "
                + ends.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
                .joined(separator: "; ")
        }.joined(separator: "\n")
        let setting = unprintedIsVoid ? "void" : "valid"
        report.text +=
            "\nFaults: unprinted numbers are \(setting): \(report.tickets) tickets, "
            + "\(report.lies.count) lies"
        return report
    }

    /// Returns a sentence where the ticket's state in the queue is wrong (B1, B11); nil: correct.
    private func lie(_ visit: Visit, _ stored: Ticket) -> String? {
        // The first end counts where unprinted tickets become void; copies belong to valid tickets
        // only.
        let isLost = stored.paper == .notPrinted || stored.paper == .unknown
        let expected: TicketState =
            if unprintedIsVoid, visit.marked == 0 {
                isLost ? .void : .waiting
            } else if !visit.isShown, stored.paper == .notPrinted {
                .void
            } else {
                .waiting
            }
        return stored.state == expected ? nil : "should be \(expected)"
    }
}
