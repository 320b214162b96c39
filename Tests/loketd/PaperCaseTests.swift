import Foundation
import PrinterModel
import TestSupport
import Testing
import Wire

/// Visits with each fault of printer and CUPS, at a terminal that is never restarted. A table of
/// what visitors and technicians read, and of what is on paper, is printed at the end.
@Suite("loketd: the cases of paper", .serialized, .timeLimit(.minutes(15)))
struct PaperCaseTests {
    struct Case: Sendable {
        var name: String
        /// Fault before the tap, and the printer's condition then.
        var before: @Sendable (Office) async throws -> Void = { _ in }
        var known: String = "ready"
        /// Event once the first bytes are on paper.
        var during: (@Sendable (Office) async throws -> Void)?
        /// Text on the screen and in the status then, and the repair.
        var meanwhile: String?
        var helped: @Sendable (Office) async throws -> Void = { _ in }
        /// Allowed final texts for the visitor, and allowed ends on record.
        var reads: Set<String>
        var ends: Set<String>
        /// Repair afterwards.
        var mend: @Sendable (Office) async throws -> Void = { _ in }
    }

    /// Terminal with its CUPS and its printer.
    struct Office: Sendable {
        let virtual: VirtualPrinter
        let receipts: ReceiptPrinter
        let daemon: Daemon
        let hole: BlackHole

        var device: String {
            "pos://127.0.0.1:\(receipts.port)/?confirm=H&connect=1&answer=1&wait=4&still=2"
        }
    }

    private static let onScreen: Set<String> = ["onScreenOnly"]
    private static let failed: Set<String> = ["failedButValid"]
    private static let onPaper: Set<String> = ["onPaper"]

    static let cases: [Case] = [
        Case(name: "all is well", reads: onPaper, ends: ["printed"]),
        Case(
            name: "no paper", before: { $0.receipts.change { $0.isPaperOut = true } },
            known: "paperOut", reads: onScreen, ends: [],
            mend: { $0.receipts.change { $0.isPaperOut = false } }),
        Case(
            name: "cover open", before: { $0.receipts.change { $0.isCoverOpen = true } },
            known: "coverOpen", reads: onScreen, ends: [],
            mend: { $0.receipts.change { $0.isCoverOpen = false } }),
        Case(
            name: "cutter stuck", before: { $0.receipts.change { $0.hasCutterError = true } },
            known: "error", reads: onScreen, ends: [],
            mend: { $0.receipts.change { $0.hasCutterError = false } }),
        Case(
            name: "roll near its end", before: { $0.receipts.change { $0.isNearEnd = true } },
            known: "paperLow", reads: onPaper, ends: ["printed"],
            mend: { $0.receipts.change { $0.isNearEnd = false } }),
        Case(
            name: "printer says nothing", before: { $0.receipts.change { $0.isMute = true } },
            known: "offline", reads: onScreen, ends: [],
            mend: { $0.receipts.change { $0.isMute = false } }),
        Case(
            name: "printer takes no connection",
            before: { office in
                let port = try RawPrinter.closedPort()
                try await office.virtual.addQueue("pos", device: "pos://127.0.0.1:\(port)/")
            }, known: "offline", reads: onScreen, ends: [],
            mend: { try await $0.virtual.addQueue("pos", device: $0.device) }),
        Case(
            name: "printer behind a cable that is cut",
            before: { office in
                try await office.virtual.addQueue(
                    "pos", device: "pos://127.0.0.1:\(office.hole.port)/")
            }, known: "offline", reads: onScreen, ends: [],
            mend: { try await $0.virtual.addQueue("pos", device: $0.device) }),
        Case(
            name: "queue stopped by a person",
            before: { try await $0.virtual.cups("cupsdisable", ["pos"]) }, known: "stopped",
            reads: onScreen, ends: [], mend: { try await $0.virtual.cups("cupsenable", ["pos"]) }),
        Case(
            name: "queue takes no jobs",
            before: { try await $0.virtual.cups("cupsreject", ["pos"]) }, known: "notAccepting",
            reads: onScreen, ends: [], mend: { try await $0.virtual.cups("cupsaccept", ["pos"]) }),
        Case(
            name: "queue deleted", before: { try await $0.virtual.cups("lpadmin", ["-x", "pos"]) },
            known: "queueMissing", reads: onScreen, ends: [],
            mend: { try await $0.virtual.addQueue("pos", device: $0.device) }),
        Case(
            name: "CUPS frozen",
            before: { kill(try await $0.virtual.schedulerID(), SIGSTOP) }, known: "cupsAbsent",
            reads: onScreen, ends: [],
            mend: { kill(try await $0.virtual.schedulerID(), SIGCONT) }),
        Case(
            name: "CUPS ended", before: { try await $0.virtual.stopScheduler() },
            known: "cupsAbsent", reads: onScreen, ends: [],
            mend: { try await $0.virtual.startScheduler() }),
        Case(
            name: "paper ends in mid-slip, new paper comes",
            before: { $0.receipts.change { $0.paperEndsAfter = $0.printed.count + 200 } },
            during: { _ in }, meanwhile: "paperOut",
            helped: { $0.receipts.change { ($0.isPaperOut, $0.paperEndsAfter) = (false, nil) } },
            reads: onPaper, ends: ["printed"]),
        Case(
            name: "paper ends in mid-slip, and nobody comes",
            before: { $0.receipts.change { $0.paperEndsAfter = $0.printed.count + 200 } },
            during: { _ in }, meanwhile: "paperOut", reads: failed, ends: ["unknown"],
            mend: { $0.receipts.change { ($0.isPaperOut, $0.paperEndsAfter) = (false, nil) } }),
        Case(
            name: "cover opened in mid-slip, and closed",
            during: { $0.receipts.change { $0.isCoverOpen = true } }, meanwhile: "coverOpen",
            helped: { $0.receipts.change { $0.isCoverOpen = false } }, reads: onPaper,
            ends: ["printed"]),
        Case(
            name: "printer falls silent in mid-slip",
            during: { $0.receipts.change { $0.isMute = true } }, reads: failed, ends: ["unknown"],
            mend: { $0.receipts.change { $0.isMute = false } }),
        Case(
            name: "connection reset in mid-slip",
            before: { office in
                let count = office.receipts.model.documentBytesReceived
                office.receipts.changeLine { $0.resetsAfter = count + 300 }
            }, during: { _ in }, reads: failed, ends: ["unknown"]),
        Case(
            name: "printer closes in mid-slip",
            before: { office in
                let count = office.receipts.model.documentBytesReceived
                office.receipts.changeLine { $0.closesAfter = count + 300 }
            }, during: { _ in }, reads: failed, ends: ["unknown"]),
        Case(
            name: "job cancelled by somebody",
            during: { try await $0.virtual.cups("cancel", ["-a", "pos"]) }, reads: failed,
            ends: ["unknown"]),
        Case(
            name: "CUPS killed in mid-slip, and back",
            during: { try await $0.virtual.restartScheduler() }, reads: failed.union(onPaper),
            ends: ["unknown", "printed"]),
        Case(name: "all is well again", reads: onPaper, ends: ["printed"]),
    ]

    @Test("B1 B2 B3 B4 B9 what visitor and technician read, and what comes out, case by case")
    func all() async throws {
        try await VirtualPrinter.with { virtual in
            var line = ReceiptPrinter.Line()
            // Printing a slip takes a second.
            line.bytesPerSecond = 3_000
            let receipts = try ReceiptPrinter(line: line)
            let folder = try TemporaryFolder()
            try await virtual.addQueue(
                "pos",
                device: "pos://127.0.0.1:\(receipts.port)/"
                    + "?confirm=H&connect=1&answer=1&wait=4&still=2")
            let daemon = try await Daemon.ready(
                folder, ["--printer-queue", "pos", "--printer-server", virtual.server])
            let office = Office(
                virtual: virtual, receipts: receipts, daemon: daemon, hole: try BlackHole())
            var rows: [[String]] = []
            for (index, one) in Self.cases.enumerated() {
                do { rows.append(try await visit(office, one, number: index)) } catch {
                    throw NeverHappened(what: "\(one.name): \(error)")
                }
            }
            #expect(try await daemon.stop() == 0)
            Self.show(rows)
        }
    }

    /// Services in turn, since the same one within 3 s counts as a mistake (C3).
    private static let services = [("ktp-el", "K"), ("kk", "G"), ("paspor", "P"), ("skck", "S")]

    private func visit(_ office: Office, _ one: Case, number: Int) async throws -> [String] {
        let daemon = office.daemon
        try await one.before(office)
        // One that has just answered and is silent is left alone for a minute (X14).
        try await eventually("\(one.known) is known", within: .seconds(150)) {
            try await daemon.status().printer.condition == one.known
        }
        let technician = try await daemon.status().printer
        var reads =
            ["ready", "paperLow"].contains(one.known)
            ? []
            : [
                try Phrases.text("printer.\(one.known)") + " "
                    + Phrases.text("printer.onScreen")
            ]
        try await daemon.goHome()
        let printed = office.receipts.printed.count
        let issued = try await daemon.issued()
        try await daemon.tap("service(\(Self.services[number % Self.services.count].0))")
        #expect(
            try await Daemon.loket(["tap", "issue", "--state", daemon.state]).status == 0)
        if let during = one.during {
            try await eventually("the slip begins", within: .seconds(20)) {
                office.receipts.printed.count > printed + 20
            }
            try await during(office)
        }
        var told: [Wire.Status.PrinterStatus] = [technician]
        if let meanwhile = one.meanwhile {
            try await eventually("\(meanwhile) is read", within: .seconds(20)) {
                try await daemon.screen().form == meanwhile
            }
            told.append(try await daemon.status().printer)
            #expect(told.last?.condition == meanwhile)
            reads.append(try Phrases.text("printing.\(meanwhile)"))
            try await one.helped(office)
        }
        try await eventually("the visitor reads the end", within: .seconds(60)) {
            let screen = try await daemon.screen()
            return screen.screen == "ticket"
        }
        let screen = try await daemon.screen()
        let form = try #require(screen.form)
        #expect(one.reads.contains(form), "\(one.name): \(form)")
        let ticketNumber = try #require(screen.numbers.first)
        reads.append(ticketNumber + ": " + (try Phrases.text("ticket.\(Phrases.keys[form] ?? "")")))
        told.append(try await daemon.status().printer)
        let ticket: Wire.Ticket = try await daemon.ask("ticket", "show", ticketNumber)
        if one.ends.isEmpty {
            #expect(ticket.paper == "none", "\(one.name): \(ticket.paper)")
        } else {
            #expect(one.ends.contains(ticket.paper), "\(one.name): \(ticket.paper)")
        }
        // The number was on the screen, so it can be called whatever happened to its slip (B11).
        #expect(ticket.state == "waiting")
        #expect(try await daemon.issued() == issued + 1)
        try await one.mend(office)
        try await eventually("printer and queue are well again", within: .seconds(60)) {
            guard try await daemon.status().printer.condition == "ready" else { return false }
            return try office.virtual.queue("pos")["printer-state"] == "3"
                && office.receipts.model.isIdle
        }
        let slips = office.receipts.slips(of: ticketNumber)
        #expect(slips <= 1, "\(one.name)")
        if ticket.paper == "printed" { #expect(slips == 1, "\(one.name)") }
        if ticket.paper == "none" { #expect(slips == 0, "\(one.name)") }
        let detail: Wire.Print? = try await daemon.prints().first { $0.what == ticketNumber }
        let advice = Set(
            told.filter { $0.condition != "ready" }.map { "\($0.condition): \($0.advice)" })
        return [
            one.name, reads.joined(separator: " / "),
            (advice.sorted() + [detail?.detail].compactMap { $0 }).joined(
                separator: " / "),
            "\(ticket.paper), \(slips == 0 ? "no slip" : "\(slips) slip")",
        ]
    }

    private static func show(_ rows: [[String]]) {
        let text = rows.map { row in
            "Case: \(row[0])\n  visitor: \(row[1])\n  technician: "
                + "\(row[2].isEmpty ? "-" : row[2])\n  paper: \(row[3])"
        }
        print(text.joined(separator: "\n"))
    }
}

/// Words of the default language, as in their file.
private enum Phrases {
    static let keys = [
        "onPaper": "onPaper", "onScreenOnly": "onScreen", "failedButValid": "failedButValid",
        "failedAndVoid": "failedAndVoid",
    ]

    static func text(_ key: String) throws -> String {
        let file = try String(
            contentsOfFile: Repository.file("Kiosk/languages/id.yaml"), encoding: .utf8)
        let line = file.split(separator: "\n").first { $0.hasPrefix("  \(key): ") }
        guard let line else { throw NeverHappened(what: "\(key) in id.yaml") }
        return line.dropFirst(key.count + 4).trimmingCharacters(in: ["\"", " "])
    }
}

extension Daemon {
    fileprivate func status() async throws -> Wire.Status { try await ask("status") }
    func screen() async throws -> Wire.Screen { try await ask("state") }
    /// Returns to the welcome screen. A new roll may offer its test slip first.
    fileprivate func goHome() async throws {
        for _ in 0..<3 where try await screen().screen != "welcome" { try await tap("home") }
    }

    fileprivate func prints() async throws -> [Wire.Print] { try await ask("printer", "history") }

    /// Returns the number of tickets.
    fileprivate func issued() async throws -> Int {
        let tickets: [Wire.Ticket] = try await ask("queue", "list")
        return tickets.count
    }
}
