import Foundation
import Office
import TestSupport
import Testing

@testable import Cups
@testable import Slips

/// Reports of CUPS about jobs of foreign back ends, and what is believed of them.
@Suite("Back ends that are not ours", .timeLimit(.minutes(10)))
struct ForeignBackendTests {
    private struct Told {
        var end: PrintEnd
        /// Bytes that reached the printer in all tries.
        var stored: [UInt8]
    }

    /// Prints through a back end of this scheme with this script. In it `$stored` is a file, and
    /// `take` appends the document to it.
    private func print(
        _ scheme: String, _ script: String, document: [UInt8] = Array("K-012\n".utf8)
    ) async throws -> Told {
        try await VirtualPrinter.with { virtual in
            let stored = "\(virtual.folder)/stored"
            try virtual.install(
                backend: scheme,
                script: """
                    if (( $# == 0 )); then exit 0; fi
                    stored=\(stored)
                    take() { if [[ -n ${document:-} ]]; then cat "$document"; else cat; fi >> $stored; }
                    document=${6:-}
                    \(script)
                    """)
            let printer = try virtual.printerURI().dropFirst("ipp".count)
            try await virtual.addQueue("foreign", device: scheme + printer)
            let end = await CupsPrinter(
                cups: CupsConnection(server: virtual.server), queue: "foreign", answers: true
            ).print(
                PrintJob(
                    name: "loket-12", document: document, mimeType: "application/vnd.cups-raw"),
                willSend: { _ in }
            ) { condition in
                if condition == .paperOut {
                    _ = FileManager.default.createFile(atPath: stored + ".seen", contents: nil)
                }
            }
            return Told(
                end: end,
                stored: FileManager.default.contents(atPath: stored).map { [UInt8]($0) } ?? [])
        }
    }

    @Test("B3 a document that a printer broke off may be on paper in part") func brokenOff()
        async throws
    {
        let told = try await print(
            "ipp", "take; echo 'ERROR: Unable to add document to print job.' >&2; exit 0")
        #expect(told.stored == Array("K-012\n".utf8))
        guard case .unknown(let why) = told.end else {
            Issue.record("it ended as \(told.end)")
            return
        }
        #expect(why.contains("add document"))
    }

    @Test(
        "B3 B4 what is done by CUPS alone, and unknown to the printer, is not called printed",
        arguments: [false, true])
    func forgotten(afterTrouble: Bool) async throws {
        // Clear the reason only after the terminal has seen it.
        let trouble = """
            echo 'STATE: +media-empty-error' >&2
            until [[ -e $stored.seen ]]; do sleep 0.02; done
            echo 'STATE: -media-empty-error' >&2
            """
        let told = try await print(
            "ipp", "take\n" + (afterTrouble ? trouble : "") + "\nexit 0")
        #expect(!told.stored.isEmpty)
        if afterTrouble {
            guard case .unknown(let why) = told.end else {
                Issue.record("it ended as \(told.end)")
                return
            }
            #expect(why.contains("does not know"))
        } else {
            #expect(told.end == .sent)
        }
    }

    @Test("B3 a job that CUPS begins again by itself is not followed to a good end") func again()
        async throws
    {
        let told = try await print(
            "twice", "take; if [[ -e $stored.once ]]; then exit 0; fi; touch $stored.once; exit 7")
        guard case .unknown(let why) = told.end else {
            Issue.record("it ended as \(told.end), \(told.stored.count) bytes came")
            return
        }
        #expect(why.contains("began it again"))
    }

    @Test("B3 a job that waits behind somebody else's is not taken for one that begins again")
    func behind() async throws {
        try await VirtualPrinter.with { virtual in
            let gate = "\(virtual.folder)/gate"
            try virtual.install(
                backend: "gated",
                script: "if (( $# == 0 )); then exit 0; fi\n"
                    + "until [[ -e \(gate) ]]; do sleep 0.02; done; exit 0")
            try await virtual.addQueue("foreign", device: "gated://here/")
            let theirs = try await virtual.submit(Array("theirs".utf8), to: "foreign")
            let cups = CupsConnection(server: virtual.server)
            async let end = CupsPrinter(cups: cups, queue: "foreign", answers: false).print(
                PrintJob(
                    name: "loket-12", document: Array("ours".utf8),
                    mimeType: "application/vnd.cups-raw"),
                willSend: { _ in }, sees: { _ in })
            try await eventually("ours waits") {
                let open = try await cups.openJobs(queue: "foreign", namePrefix: "loket-")
                guard let id = open.first?.id else { return false }
                return try virtual.job(id)["job-state"] == "3"
            }
            _ = FileManager.default.createFile(atPath: gate, contents: nil)
            #expect(await end == .sent)
            #expect(try virtual.job(theirs)["job-state"] == "9")
        }
    }
}
