import Foundation
import Office
import TestSupport
import Testing

@testable import Cups
@testable import Slips

/// Jobs of others in the queue, and CUPS's own limits.
@Suite("B3 A queue that is not ours alone", .timeLimit(.minutes(10)))
struct SharedQueueTests {
    private let document: [UInt8] = Array("K-012\n".utf8)

    private func job(_ name: String = "loket-belu1-12-1", bytes: [UInt8]? = nil) -> PrintJob {
        PrintJob(
            name: name, document: bytes ?? document, mimeType: "application/vnd.cups-raw")
    }

    private func printer(_ virtual: VirtualPrinter, standstill: Duration) -> CupsPrinter {
        var limits = CupsPrinter.Limits()
        limits.standstill = standstill
        limits.look = .milliseconds(20)
        return CupsPrinter(
            cups: CupsConnection(server: virtual.server), queue: "raw", answers: false,
            limits: limits)
    }

    /// Occupies the queue with another document for as long as `printer` does not read.
    private func occupy(_ virtual: VirtualPrinter, _ folder: TemporaryFolder) async throws {
        try folder.write("theirs", to: "theirs.txt")
        try await virtual.cups(
            "lp", ["-d", "raw", "-o", "raw", "-t", "theirs", folder.file("theirs.txt")])
        try await eventually("their job runs") {
            try await virtual.cups("lpstat", ["-p", "raw"]).text.contains("now printing")
        }
    }

    /// Returns the number of our job, once CUPS has it.
    private func ourJob(_ virtual: VirtualPrinter) async throws -> Int {
        let cups = CupsConnection(server: virtual.server)
        @Sendable func first() async throws -> Int? {
            try await cups.openJobs(queue: "raw", namePrefix: "loket-").first?.id
        }
        try await eventually("our job waits") { try await first() != nil }
        return try #require(try await first())
    }

    @Test("B3 somebody else's job is before ours and does not end: surely not printed")
    func occupied() async throws {
        let folder = try TemporaryFolder()
        try await VirtualPrinter.with { virtual in
            let raw = try RawPrinter(.neverReads)
            try await virtual.addRawQueue("raw", port: raw.port, options: "snmp=off")
            try await occupy(virtual, folder)
            let printer = printer(virtual, standstill: .seconds(1))
            let end = await printer.print(job()) { _ in }
            guard case .notPrinted(let why) = end else {
                Issue.record("\(end)")
                return
            }
            #expect(why.contains("given up"), "\(why)")
            // The other program's job is left alone.
            let open = try await virtual.cups("lpstat", ["-o", "raw"]).text
            #expect(open.hasPrefix("raw-1 ") && open.split(separator: "\n").count == 1, "\(open)")
        }
    }

    @Test("B3 somebody holds our job: surely not printed, and letting it go prints nothing")
    func held() async throws {
        let folder = try TemporaryFolder()
        try await VirtualPrinter.with { virtual in
            let silent = try RawPrinter(.neverReads)
            try await virtual.addRawQueue("raw", port: silent.port, options: "snmp=off")
            try await occupy(virtual, folder)
            let printer = printer(virtual, standstill: .seconds(3))
            async let end = printer.print(job()) { _ in }
            let id = try await ourJob(virtual)
            try await virtual.cups("lp", ["-i", "raw-\(id)", "-H", "hold"])
            // The other program's job is gone; the terminal's job would print now.
            let raw = try RawPrinter()
            try await virtual.cups("cancel", ["raw-\(id - 1)"])
            try await virtual.addRawQueue("raw", port: raw.port)
            guard case .notPrinted = await end else {
                Issue.record("\(await end)")
                return
            }
            // The terminal's job is gone, so it can't be released.
            let released = try await Command.run(
                "lp", ["-i", "raw-\(id)", "-H", "resume"],
                environment: ["CUPS_SERVER": virtual.server])
            #expect(released.status != 0)
            #expect(await printer.print(job("loket-next", bytes: [0x41])) { _ in } == .sent)
            try await eventually("the next slip arrives") { !raw.received.isEmpty }
            #expect(raw.received == [[0x41]])
        }
    }

    @Test("B3 the queue's quota is used up: surely not printed, in the words of CUPS")
    func quota() async throws {
        try await VirtualPrinter.with { virtual in
            let raw = try RawPrinter()
            try await virtual.addRawQueue("raw", port: raw.port)
            let printer = printer(virtual, standstill: .seconds(15))
            #expect(
                await printer.print(job("loket-1", bytes: Array(repeating: 0x41, count: 4_096))) {
                    _ in
                } == .sent)
            try await virtual.cups(
                "lpadmin",
                ["-p", "raw", "-o", "job-quota-period=86400", "-o", "job-k-limit=1"])
            let end = await printer.print(job("loket-2")) { _ in
                Issue.record("nothing may be sent")
            }
            guard case .notPrinted(let why) = end else {
                Issue.record("\(end)")
                return
            }
            #expect(why.lowercased().contains("quota"), "\(why)")
            #expect(raw.received.count == 1)
        }
    }

    @Test("B9 the disk of the spool is full: surely not printed; with room again it prints")
    func diskFull() async throws {
        try await VirtualPrinter.with { virtual in
            let raw = try RawPrinter()
            try await virtual.addRawQueue("raw", port: raw.port)
            try await virtual.stopScheduler(by: SIGTERM)
            let disk = try await SmallDisk(at: "\(virtual.folder)/spool", kilobytes: 64)
            try await virtual.startScheduler()
            let printer = printer(virtual, standstill: .seconds(3))
            // The largest exceeds the buffers of a socket: CUPS hangs up while it is still being
            // sent.
            for size in [10, 1_500, 60_000, 400_000] {
                try disk.fill()
                let end = await printer.print(
                    job("loket-\(size)", bytes: Array(repeating: 0x41, count: size))
                ) { _ in }
                try disk.empty()
                guard case .notPrinted(let why) = end else {
                    Issue.record("\(size) bytes: \(end)")
                    continue
                }
                #expect(why.contains("has no room for the document"), "\(why)")
                #expect(await printer.print(job("loket-\(size)-next")) { _ in } == .sent)
            }
            try await eventually("the small slips arrive") { raw.received.count == 4 }
            #expect(raw.received == Array(repeating: document, count: 4))
        }
    }
}
