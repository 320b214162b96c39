import Foundation
import TestSupport
import Testing

@testable import Cups
@testable import Slips

/// Jobs through a real cupsd, one per test.
@Suite("Events of CUPS", .timeLimit(.minutes(10)))
struct EventTests {
    private let slip = PrintJob(
        name: "loket-belu1-1-1", document: Array("K-001\n".utf8),
        mimeType: "application/vnd.cups-raw")

    /// Returns a printer that queries a job only at its start, unless CUPS reports an event.
    private func printer(_ virtual: VirtualPrinter, blind: Duration = .seconds(600)) -> CupsPrinter
    {
        var limits = CupsPrinter.Limits()
        limits.look = .milliseconds(20)
        limits.blind = blind
        limits.standstill = .seconds(1_000)
        return CupsPrinter(
            cups: CupsConnection(server: virtual.server), queue: "pos", answers: true,
            limits: limits)
    }

    private func requests(_ virtual: VirtualPrinter, _ operation: String) throws -> Int {
        try String(contentsOfFile: "\(virtual.folder)/log/access_log", encoding: .utf8)
            .components(separatedBy: " \(operation) ").count - 1
    }

    /// Restarts the scheduler with a changed line of its configuration.
    private func change(
        _ virtual: VirtualPrinter, _ line: String, _ change: (String) -> String
    ) async throws {
        try await virtual.stopScheduler(by: SIGTERM)
        let file = "\(virtual.folder)/etc/cupsd.conf"
        let settings = try String(contentsOfFile: file, encoding: .utf8)
        try #require(settings.contains(line))
        try settings.replacing(line, with: change(line))
            .write(toFile: file, atomically: false, encoding: .utf8)
        try await virtual.startScheduler()
    }

    @Test("B3 what happens to queue and job is told in order, without a gap")
    func order() async throws {
        try await VirtualPrinter.with { virtual in
            let receipts = try ReceiptPrinter()
            try await virtual.addQueue("pos", device: "pos://127.0.0.1:\(receipts.port)/?confirm=H")
            let cups = CupsConnection(server: virtual.server)
            let subscription = try await cups.subscribe(queue: "pos", leaseSeconds: 60)
            @Sendable func told(from first: Int = 1) async throws -> [QueueEvent] {
                try #require(try await cups.events(of: subscription, queue: "pos", from: first))
            }
            let none = try await told()
            #expect(none.isEmpty)
            let id = try await virtual.submit(slip.document, to: "pos")
            try await eventually("the end of the job is told") {
                try await told().contains { $0.name == "job-completed" && $0.job == id }
            }
            let events = try await told()
            #expect(events.map(\.sequence) == Array(1...events.count))
            // No event exists yet from the next number on.
            let rest = try await told(from: events.count + 1)
            #expect(rest.isEmpty)
            try await virtual.cups("cupsdisable", ["pos"])
            let last = try await told(from: events.count + 1)
            #expect(last.map(\.name) == ["printer-stopped"])
        }
    }

    @Test("B3 a subscription that CUPS does not know, or that ended, is no error")
    func unknownSubscription() async throws {
        try await VirtualPrinter.with { virtual in
            let cups = CupsConnection(server: virtual.server)
            let events = try await cups.events(of: 4_711, queue: "virtual", from: 1)
            #expect(events == nil)
        }
    }

    @Test("B3 a job is followed by its events, and looked at itself only when there is one")
    func followed() async throws {
        try await VirtualPrinter.with { virtual in
            var line = ReceiptPrinter.Line()
            line.bytesPerSecond = 2_000
            let receipts = try ReceiptPrinter(line: line)
            try await virtual.addQueue("pos", device: "pos://127.0.0.1:\(receipts.port)/?confirm=H")
            try await change(virtual, "<Policy default>") { "AccessLogLevel all\n\($0)" }
            let printer = printer(virtual)
            var slow = slip
            slow.document = Array(
                Array(repeating: Array("K-001 K-001\n".utf8), count: 200).joined())
            for number in 1...3 {
                slow.name = "loket-belu1-\(number)-1"
                #expect(await printer.print(slow) { _ in } == .printed)
            }
            let looks = try requests(virtual, "Get-Job-Attributes")
            let questions = try requests(virtual, "Get-Notifications")
            #expect(looks < 60 && questions > 0, "\(looks) looks, \(questions) questions")
            #expect(try requests(virtual, "Create-Printer-Subscriptions") == 1)
        }
    }

    @Test("B3 B9 where CUPS lets nobody subscribe, the end is seen by looking")
    func refused() async throws {
        try await VirtualPrinter.with { virtual in
            let receipts = try ReceiptPrinter()
            try await virtual.addQueue("pos", device: "pos://127.0.0.1:\(receipts.port)/?confirm=H")
            try await change(virtual, "<Policy default>") {
                """
                \($0)
                <Limit Create-Printer-Subscriptions>
                Order allow,deny
                Deny all
                </Limit>
                """
            }
            #expect(await printer(virtual).print(slip) { _ in } == .printed)
            #expect(receipts.printed == slip.document)
        }
    }

    @Test("B9 the scheduler loses its subscriptions in mid-job: the slip's end is still seen")
    func lost() async throws {
        try await VirtualPrinter.with { virtual in
            let receipts = try ReceiptPrinter()
            try await virtual.addQueue("pos", device: "pos://127.0.0.1:\(receipts.port)/?confirm=H")
            let printer = printer(virtual)
            #expect(await printer.print(slip) { _ in } == .printed)
            try await virtual.stopScheduler(by: SIGTERM)
            // CUPS may have stored no subscriptions yet.
            try? FileManager.default.removeItem(
                atPath: "\(virtual.folder)/etc/subscriptions.conf")
            try await virtual.startScheduler()
            var next = slip
            next.name = "loket-belu1-2-1"
            #expect(await printer.print(next) { _ in } == .printed)
        }
    }
}
