import Foundation
import Logging
import Office
import Paper
import Records
import Settings
import TestSupport
import Testing

@testable import Terminal

/// Many tickets through the database, a real cupsd, `loket-pos` and a receipt printer, with whatever
/// goes wrong there. `LOKET_TICKETS` says how many; the seed is printed.
@Suite("Paper under any faults", .serialized)
struct FaultRunTests {
    enum Fault: CaseIterable {
        case none, none2, none3
        case paperOut, paperLoaded, paperEnds, paperEndsAndComes, coverOpen, cutter
        case mute, muteMidway, resets, closes, neverReads
        case disabled, rejecting, cancelled, killed
    }

    @Test("B1 B3 B4 each number is at most once on paper without a mark, and no end is a lie")
    func run() async throws {
        let count =
            ProcessInfo.processInfo.environment["LOKET_TICKETS"].flatMap { Int($0) } ?? 30
        var random = SeededRandom()
        let seed = random.next()
        let report = try await VirtualPrinter.with { virtual in
            var line = ReceiptPrinter.Line()
            // A slip takes a third of a second.
            line.bytesPerSecond = 10_000
            let receipts = try ReceiptPrinter(line: line)
            try await virtual.addQueue(
                "pos",
                device: "pos://127.0.0.1:\(receipts.port)/"
                    + "?confirm=H&connect=1&answer=1&wait=1&still=1")
            var office = try await FaultOffice(virtual, receipts, seed: seed)
            for _ in 0..<count { try await office.visit() }
            return try await office.report()
        }
        print(report.text)
        #expect(report.lies.isEmpty, "\(report.lies.joined(separator: "\n"))")
        #expect(report.tickets == count)
    }
}

/// An office whose printer has every fault there is.
private struct FaultOffice: Sendable {
    struct Report: Sendable {
        var tickets = 0
        var lies: [String] = []
        var text = ""
    }

    private let virtual: VirtualPrinter
    private let receipts: ReceiptPrinter
    private let folder = try? TemporaryFolder("faults")
    private let terminal: Terminal
    private let room: PrintRoom
    private let bundle: SettingsBundle
    private var random: SeededRandom
    /// Its helper can start one scheduler anew.
    private var canKill = true
    private var tickets: [(ticket: Ticket, fault: FaultRunTests.Fault, marked: Int)] = []

    init(_ virtual: VirtualPrinter, _ receipts: ReceiptPrinter, seed: UInt64) async throws {
        (self.virtual, self.receipts) = (virtual, receipts)
        random = SeededRandom(seed: seed)
        bundle = try #require(
            SettingsBundle.load(
                file: Machine.root + "/Kiosk/kiosk.yaml",
                today: CalendarDate(year: 2026, month: 11, day: 23)
            ).value)
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
    }

    /// One ticket, whatever happens to its paper, and what is done about it afterwards.
    mutating func visit() async throws {
        var fault = FaultRunTests.Fault.allCases.randomElement(using: &random) ?? .none
        if fault == .killed, !canKill { fault = .none }
        if fault == .killed { canKill = false }
        let now = Date()
        let issued = try await terminal.records.issue(
            [
                IssueRequest(
                    serviceID: "ktp-el", prefix: "K", range: nil, language: .indonesian,
                    wantsPaper: true)
            ], at: now, day: bundle.day, policy: .continue)
        let ticket = try #require(issued.first).ticket
        try await print(ticket, attempt: 1, fault)
        var marked = 0
        let state = try #require(try await terminal.records.ticket(ticket.id)).paper
        if state == .notPrinted, Bool.random(using: &random) {
            // As for a visitor who still waits.
            let next = try await terminal.records.retryPrint(ticket.id, at: now)
            try await print(ticket, attempt: next.number, .none)
        } else if state == .unknown, Bool.random(using: &random) {
            let next = try await terminal.records.beginReprint(
                ticket.id, limit: 3, who: "staff", at: now)
            marked = 1
            let again = try #require(try await terminal.records.ticket(ticket.id))
            try await print(again, attempt: next.number, .none)
        }
        tickets.append((ticket, fault, marked))
    }

    private mutating func print(_ ticket: Ticket, attempt: Int, _ fault: FaultRunTests.Fault)
        async throws
    {
        let length = try await document(ticket).count
        let place = Int.random(in: 1..<length, using: &random)
        try await cause(fault, at: place)
        let order = PrintOrder(
            what: .tickets([
                TicketSlip(ticket: ticket, peopleAhead: 0, ticked: [], attempt: attempt)
            ]),
            since: SystemClock.uptime())
        let until = receipts.model.documentBytesReceived + place
        async let printing: Void = terminal.print(order)
        try await happen(fault, when: until)
        await printing
        try await mend()
    }

    /// What is wrong before a job comes, and what will be at that byte of it.
    private func cause(_ fault: FaultRunTests.Fault, at place: Int) async throws {
        let (printed, received) = (receipts.printed.count, receipts.model.documentBytesReceived)
        switch fault {
        case .none, .none2, .none3, .cancelled, .killed: break
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

    /// What happens while it prints. The job may be over before.
    private func happen(_ fault: FaultRunTests.Fault, when count: Int) async throws {
        switch fault {
        case .paperLoaded, .paperEndsAndComes:
            _ = try? await eventually("somebody sees it", within: .milliseconds(700)) {
                try virtual.queue("pos")["printer-state-reasons"].contains("media-empty")
            }
            receipts.change { $0.isPaperOut = false }
        case .cancelled, .killed:
            _ = try? await eventually("so much has come", within: .seconds(2)) {
                receipts.model.documentBytesReceived >= count
            }
            if fault == .killed { return try await virtual.restartScheduler() }
            try await virtual.cups("cancel", ["-a", "pos"])
        default: break
        }
    }

    /// Somebody comes, puts everything right, and what was left in the printer comes out.
    private func mend() async throws {
        receipts.changeLine {
            $0.neverReads = false
            $0.resetsAfter = nil
            $0.closesAfter = nil
        }
        receipts.change {
            ($0.isPaperOut, $0.isCoverOpen, $0.hasCutterError) = (false, false, false)
            ($0.isMute, $0.muteAfter, $0.paperEndsAfter) = (false, nil, nil)
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

    /// Holds the paper against the database.
    func report() async throws -> Report {
        var report = Report()
        var table: [String: [String: Int]] = [:]
        for (ticket, fault, marked) in tickets {
            report.tickets += 1
            let stored = try #require(try await terminal.records.ticket(ticket.id))
            let seen = receipts.slips(of: ticket.number.description)
            let whole = receipts.count(of: Array(try await document(ticket).dropFirst(2)))
            let line = "\(ticket.number) \(stored.paper) after \(fault): "
            if seen > 1 + marked { report.lies.append(line + "\(seen) slips, \(marked) marked") }
            if stored.paper == .printed, marked == 0, whole != 1 || seen != 1 {
                report.lies.append(line + "\(whole) whole slips, \(seen) numbers")
            }
            if stored.paper == .notPrinted, seen > 0 { report.lies.append(line + "a slip") }
            if stored.paper == .sent { report.lies.append(line + "this printer can answer") }
            if !stored.paper.isEnd { report.lies.append(line + "no end") }
            let key = "\(stored.paper)\(marked > 0 ? " (marked copy)" : "")"
            table["\(fault)".filter(\.isLetter), default: [:]][key, default: 0] += 1
        }
        report.text = table.sorted { $0.key < $1.key }.map { fault, ends in
            "Faults: \(fault): "
                + ends.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
                .joined(separator: ", ")
        }.joined(separator: "\n")
        report.text += "\nFaults: \(report.tickets) tickets, \(report.lies.count) lies"
        return report
    }
}
