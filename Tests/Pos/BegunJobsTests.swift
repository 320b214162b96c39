import Foundation
import TestSupport
import Testing

@testable import Pos

@Suite("Notes of jobs that were begun", .timeLimit(.minutes(5)))
struct BegunJobsTests {
    private func run(_ uri: String, in folder: String) async throws -> Command {
        try await DeviceTests.run(
            uri, Document.slip, options: "job-uuid=urn:uuid:6f1a-42 media=roll",
            environment: ["CUPS_CACHEDIR": folder])
    }

    @Test(
        "B9 a job that CUPS begins again though it was over ends as it did, and says why",
        arguments: [
            ("confirm=r", "printed (answer to GS r; printed before, not sent twice)"),
            ("confirm=H", "printed (answer to GS ( H; printed before, not sent twice)"),
            ("confirm=none", "sent (before, and not sent twice)"),
        ])
    func again(options: String, words: String) async throws {
        let folder = try TemporaryFolder("cache")
        let printer = try ReceiptPrinter()
        let uri = "pos://127.0.0.1:\(printer.port)/?\(options)"
        let first = try await run(uri, in: folder.path)
        #expect(first.status == 0 && !first.errors.contains("before"), "\(first.errors)")
        try await eventually("it is out") { printer.printed == Document.slip }
        let second = try await run(uri, in: folder.path)
        #expect(second.status == 0)
        #expect(second.errors.hasSuffix("WARNING: loket-pos: \(words)\n"), "\(second.errors)")
        #expect(printer.printed == Document.slip)
    }

    @Test("B9 a note that can't be written is said, and the slip comes out")
    func noNote() async throws {
        let folder = try TemporaryFolder("cache")
        let file = try folder.write("", to: "file")
        let printer = try ReceiptPrinter()
        let done = try await run("pos://127.0.0.1:\(printer.port)/", in: file)
        #expect(done.status == 0)
        #expect(
            done.errors.contains("WARNING: loket-pos: no note of this job can be kept in \(file):"),
            "\(done.errors)")
        // The last message of the job, which stays with it, is its end.
        #expect(done.errors.hasSuffix("WARNING: loket-pos: printed (answer to GS r)\n"))
        #expect(printer.printed == Document.slip)
    }
}
