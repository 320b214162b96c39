import Foundation
import PrinterModel
import TestSupport
import Testing

@testable import Pos

@Suite("Devices", .timeLimit(.minutes(5)))
struct DeviceTests {
    @Test("B9 a USB printer is found by its serial number, whatever its port")
    func usb() throws {
        let folder = try TemporaryFolder("usb")
        for (number, serial) in [(0, "X4UZ\u{0}\u{7F}1"), (3, nil)] as [(Int, String?)] {
            let device = folder.file("devices/usb1/1-\(number + 1)")
            let interface = "\(device)/1-\(number + 1):1.0"
            try FileManager.default.createDirectory(
                atPath: interface, withIntermediateDirectories: true)
            try "EPSON\n".write(toFile: "\(device)/manufacturer", atomically: true, encoding: .utf8)
            try "TM-T20 \"II\"\n".write(
                toFile: "\(device)/product", atomically: true, encoding: .utf8)
            try serial?.write(toFile: "\(device)/serial", atomically: true, encoding: .utf8)
            let entry = folder.file("class/usbmisc/lp\(number)")
            try FileManager.default.createDirectory(
                atPath: entry, withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                atPath: "\(entry)/device", withDestinationPath: interface)
        }
        let found = USBPrinter.all(system: folder.path, devices: "/dev")
        #expect(found.map(\.path) == ["/dev/usb/lp0", "/dev/usb/lp3"])
        #expect(found.map(\.serial) == ["X4UZ 1", nil])
        #expect(
            found.map(\.uri) == ["pos:/dev/usb/lp?serial=X4UZ%201", "pos:/dev/usb/lp3"])
        for printer in found { _ = try DeviceURI(printer.uri) }
        let listing = BackendCommand.listing(found)
        #expect(
            listing.contains(
                "direct pos:/dev/usb/lp3 \"EPSON TM-T20 II\" \"EPSON TM-T20 II (loket-pos)\""))
    }

    @Test(
        "B2 a device that is not there: not printed, with what to look at",
        arguments: [
            ("pos:/dev/usb/lp99", "see the printer's cable"),
            ("pos:/dev/usb/lp?serial=NOBODY", "No USB printer with the serial number NOBODY"),
            ("pos:/tmp/no-such-port?baud=9600", "is not there"),
            ("pos:/dev/null?baud=9600", "is no serial port"),
        ])
    func absent(uri: String, sentence: String) async throws {
        let done = try await Self.run(uri, [0x41])
        #expect(done.status == 1)
        #expect(done.errors.contains("STATE: offline-error\n"))
        #expect(done.errors.contains("ERROR: loket-pos: not printed: "))
        #expect(done.errors.contains(sentence), "\(done.errors)")
    }

    @Test("B2 a link that closes before anything is known is a printer that is offline")
    func closedAtOnce() async throws {
        var line = ReceiptPrinter.Line()
        line.closesAfter = 0
        let printer = try ReceiptPrinter(line: line)
        let done = try await Self.run("pos://127.0.0.1:\(printer.port)/", Document.slip)
        #expect(done.status == 1)
        #expect(done.errors.contains("STATE: offline-error\n"), "\(done.errors)")
        // The connection ends or is reset, depending on the bytes in flight.
        #expect(done.errors.contains("not printed: The "), "\(done.errors)")
    }

    @Test("B2 a job that is not begun for its own sake says nothing of the printer")
    func noFaultOfThePrinter() async throws {
        let printer = try ReceiptPrinter()
        let uri = "pos://127.0.0.1:\(printer.port)/"
        for document in [[], Array(Document.picture(rows: 10).dropLast(3))] as [[UInt8]] {
            let done = try await Self.run(uri, document)
            #expect(done.status == 1)
            #expect(done.errors.contains("STATE: none\n"), "\(done.errors)")
        }
    }

    @Test("B a file takes the job as it is")
    func file() async throws {
        let folder = try TemporaryFolder("pos")
        let done = try await Self.run("pos:\(folder.file("out"))?file", Document.slip)
        #expect(done.status == 0)
        #expect(done.errors.hasSuffix("WARNING: loket-pos: sent\n"))
        let out = FileManager.default.contents(atPath: folder.file("out"))
        #expect(out.map(Array.init) == Document.slip)
    }

    @Test("B an empty job, a wrong command line and a name that is not known")
    func refused() async throws {
        #expect(try await Self.run("pos:/tmp/x?file", []).errors.contains("the job is empty"))
        let usage = try await Command.run("\(Daemon.binaries)/loket-pos", ["1", "2"])
        #expect(usage.status == 1 && usage.errors.hasPrefix("Usage: loket-pos JOB"))
        let name = try await Self.run("pos://no-such-printer.invalid/?connect=2", [0x41])
        #expect(name.status == 1)
        #expect(name.errors.contains("give the printer's address in numbers"))
    }

    @Test("B2 a printer that refuses for a moment, since another holds it, is tried again")
    func busy() async throws {
        // On a busy machine the printer may be switched on after the second for which the back end
        // waits.
        for _ in 0..<10 {
            let port = try RawPrinter.freePort()
            let folder = try TemporaryFolder("busy")
            let begun = folder.file("begun")
            // Switch the printer on only once the back end has certainly started.
            async let done = Command.run(
                "bash",
                [
                    "-c",
                    "\"$0\" 1 user title 1 '' \"$1\" 2>&1 | tee \"$2\"; exit ${PIPESTATUS[0]}",
                    "\(Daemon.binaries)/loket-pos", try folder.write("K-012\n", to: "slip"), begun,
                ], environment: ["DEVICE_URI": "pos://127.0.0.1:\(port)/"])
            try await eventually("it connects") {
                (try? String(contentsOfFile: begun, encoding: .utf8))?.contains("connecting")
                    == true
            }
            let printer = try ReceiptPrinter(port: port)
            guard try await done.status == 0 else { continue }
            #expect(printer.printed == Array("K-012\n".utf8))
            return
        }
        Issue.record("it was never tried again")
    }

    @Test("B2 an idle printer is asked in a moment, and a silent one in no more than the limit")
    func probe() throws {
        let printer = try ReceiptPrinter()
        func ask(_ options: String = "", limit: Duration = .seconds(5)) throws -> StatusProbe.Answer
        {
            let uri = try DeviceURI("pos://127.0.0.1:\(printer.port)/?answer=0.3&\(options)")
            return StatusProbe(uri, limit: limit).ask()
        }
        #expect(try ask() == .state(PrinterStatus()))
        printer.change { $0.isPaperOut = true }
        guard case .state(let status) = try ask() else {
            Issue.record("it should answer")
            return
        }
        #expect(status.reasons == ["media-empty-error"])
        #expect(printer.model.documentBytesReceived == 0)
        printer.change { $0.isMute = true }
        let begin = ContinuousClock.now
        guard case .silent = try ask() else {
            Issue.record("it should be silent")
            return
        }
        printer.changeLine { $0.neverReads = true }
        guard case .silent = try ask(limit: .milliseconds(200)) else {
            Issue.record("it should be silent")
            return
        }
        #expect(ContinuousClock.now - begin < .seconds(15))
        #expect(try ask("confirm=none") == .cannotAnswer)
        let port = try RawPrinter.closedPort()
        guard case .unreachable = StatusProbe(try DeviceURI("pos://127.0.0.1:\(port)/")).ask()
        else {
            Issue.record("nobody is there")
            return
        }
    }

    @Test("B11 what a printer left open is not asked again, where the asker remembers")
    func remembered() throws {
        let printer = try ReceiptPrinter()
        printer.change { $0.questions = [1] }
        let probe = StatusProbe(try DeviceURI("pos://127.0.0.1:\(printer.port)/?answer=0.05"))
        var known = StatusProbe.Known()
        for _ in 0..<3 { #expect(probe.ask(&known) == .state(PrinterStatus())) }
        #expect(printer.model.openQuestions == 1)
        // A probe without memory asks everything.
        #expect(probe.ask() == .state(PrinterStatus()))
        #expect(printer.model.openQuestions == 2)
    }

    @Test("B2 a door that is closed to the asker says nothing of the printer")
    func forbidden() {
        for code in [EACCES, EPERM] {
            let error = LinkError(description: "may not be opened.", code: code)
            #expect(StatusProbe.answer(to: error) == .forbidden("may not be opened."))
        }
        for code in [ENOENT, EBUSY, ECONNREFUSED, ETIMEDOUT] {
            let error = LinkError(description: "is not there.", code: code)
            #expect(StatusProbe.answer(to: error) == .unreachable("is not there."))
        }
    }

    @Test("B2 a USB printer that sends nothing again and again keeps no processor busy")
    func emptyReads() throws {
        // usblp behaves like this then: readable, but without bytes.
        var uri = DeviceURI(place: .usb(path: "/dev/null", serial: nil))
        uri.settings.answerLimit = .milliseconds(400)
        func processorTime() -> Duration {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
        }
        let begin = processorTime()
        guard case .silent = StatusProbe(uri).ask() else {
            Issue.record("it should be silent")
            return
        }
        #expect(processorTime() - begin < .milliseconds(100))
    }

    @Test(
        "B2 a cause that is over leaves no \"offline\" behind",
        arguments: [
            (UInt8(2), UInt8(0x32), "media-empty-error"), (2, 0x16, "cover-open-error"),
            (3, 0x1A, "other-error"), (4, 0x72, "media-empty-error"),
        ])
    func over(question: UInt8, answer: UInt8, reason: String) {
        var status = PrinterStatus()
        status.take(answer, to: question)
        status.take(0x1A, to: 1)
        #expect(status.reasons == [reason])
        status.take(0x12, to: question)
        #expect(status.reasons == [])
        // The printer is offline for a reason that it doesn't report.
        status.take(0x1A, to: 1)
        status.take(0x12, to: question)
        #expect(status.reasons == ["offline-error"])
    }

    /// Runs the back end without CUPS.
    static func run(
        _ uri: String, _ document: [UInt8], options: String = "",
        environment: [String: String] = [:]
    ) async throws -> Command {
        let folder = try TemporaryFolder("job")
        try Data(document).write(to: URL(filePath: folder.file("slip")))
        return try await Command.run(
            "\(Daemon.binaries)/loket-pos",
            ["1", "user", "title", "1", options, folder.file("slip")],
            environment: ["DEVICE_URI": uri].merging(environment) { $1 })
    }
}
