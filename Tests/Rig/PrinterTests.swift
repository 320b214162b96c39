import Foundation
import TestSupport
import Testing

extension RigTests {
    /// Jobs of `loket-pos` to a USB receipt printer, through a real usblp.
    @Suite("printer", .serialized, .timeLimit(.minutes(15)))
    struct PrinterTests {
        @Test("B9 a USB printer is found by its serial number")
        func found() async throws {
            try await Self.run("B9 found by its serial number") { printer in
                let line =
                    "direct pos:/dev/usb/lp?serial=RIG-0 \"Loket Rig Printer\" "
                    + "\"Loket Rig Printer (loket-pos)\" \"\" \"\"\n"
                let listing = try await printer.guest.listing()
                try #require(listing.contains(line), "\(listing)")
                try await printer.tell("unplug")
                try await eventually("it is gone", within: UsbPrinter.patience) {
                    try await !printer.guest.listing().contains("RIG-0")
                }
            }
        }

        @Test(
            "B1 B3 a slip arrives byte for byte, and the printer's answer ends it as printed",
            arguments: [
                ("confirm=H", "GS ( H"), ("confirm=r", "GS r"),
                ("confirm=H&buffer=512", "GS ( H"),
            ])
        func prints(_ options: String, proof: String) async throws {
            // The buffer never fills up, so any delay is the back end's own.
            try await Self.run("B1 B3 printed, \(options)", bufferBytes: 65_536) { printer in
                // A band of the picture is longer than 512 bytes, and is sent alone.
                let bound = options.contains("buffer=512") ? 512 : 4_096
                for (document, bound) in [(Slip.text, bound), (Slip.picture, 4_096)] {
                    let before = try await printer.paper()
                    let done = try await printer.job(document, options)
                        .ends(0, "printed (answer to \(proof))")
                    try #require(done.errorText.contains("\nPAGE: 1 1\n"))
                    try #require(done.reasons == ["none"])
                    try await printer.prints(before + document)
                    try #require(try await printer.state("most") <= bound)
                }
            }
        }

        @Test("B1 B3 the document may come by standard input, and the printer by its file's name")
        func printsFromPipe() async throws {
            try await Self.run("B1 B3 printed from standard input") { printer in
                let job = try printer.guest.start(
                    "env", "DEVICE_URI=pos:/dev/usb/lp0", "loket-pos", "7", "loket", "K-012", "1",
                    "")
                try job.send(Slip.text)
                try job.endInput()
                try await job.ends(0, "printed (answer to GS r)")
                try await printer.prints(Slip.text)
            }
        }

        @Test("B2 no paper before: nothing is sent, and after a new roll it is printed once")
        func noPaper() async throws {
            try await Self.run("B2 no paper before") { printer in
                try await printer.tell("set paperOut 1")
                let job = try await printer.job(Slip.text)
                try await job.reports("media-empty-error")
                try #require(try await printer.state("received") == 0)
                try await printer.tell("set paperOut 0")
                try await job.ends(0, "printed (answer to GS ( H)")
                try #require(job.heard.reasons == ["media-empty-error", "none"])
                try await printer.prints(Slip.text)
            }
        }

        @Test(
            "B4 the paper ends in mid-slip: after a new roll it goes on without a repeat",
            arguments: [true, false])
        func paperEnds(_ isAutomatic: Bool) async throws {
            let how = isAutomatic ? "reported by itself" : "asked for"
            try await Self.run("B4 paper ends in mid-slip, \(how)", bufferBytes: 65_536) {
                printer in
                try await printer.tell("set automatic \(isAutomatic ? 1 : 0)")
                try await printer.tell("ends 700")
                let job = try await printer.job(Slip.picture)
                try await job.reports("media-empty-error")
                try #require(try await printer.paper() == Array(Slip.picture.prefix(700)))
                try #require(try await printer.state("most") <= 4_096)
                try await printer.tell("set paperOut 0")
                try await job.ends(0, "printed (answer to GS ( H)")
                try #require(job.heard.reasons.suffix(2) == ["media-empty-error", "none"])
                try await printer.prints(Slip.picture)
            }
        }

        @Test(
            "B4 a printer that takes no more for a while gets the rest when it does",
            arguments: ["buffer=4096", "buffer=65536"])
        func takesNoMore(_ options: String) async throws {
            try await Self.run("B4 takes no more for a while, \(options)") { printer in
                try await printer.tell("takes 900")
                let job = try await printer.job(Slip.picture, "confirm=H&\(options)")
                // With the larger buffer the kernel also has all bytes.
                try await printer.receives(700)
                let all = options.hasSuffix("65536") ? "for the printer's answer" : "sending"
                try await job.hears("it has sent what it may") {
                    $0.errorText.contains("pos: \(all)") || $0.errorText.contains("waiting \(all)")
                }
                try await printer.tell("takes all")
                try await job.ends(0, "printed (answer to GS ( H)")
                try await printer.prints(Slip.picture)
            }
        }

        @Test("B2 the cover is open before, and opened in mid-slip")
        func cover() async throws {
            try await Self.run("B2 cover open before and in mid-slip") { printer in
                try await printer.tell("set coverOpen 1")
                let job = try await printer.job(Slip.picture)
                try await job.reports("cover-open-error")
                try #require(try await printer.state("received") == 0)
                // Limit what the printer takes, so that the slip isn't finished before the cover
                // opens again.
                try await printer.tell("takes 2000")
                try await printer.tell("set coverOpen 0")
                try await printer.receives(1_900)
                let start = ContinuousClock.now
                try await printer.tell("set coverOpen 1")
                try await job.reports("cover-open-error")
                let time = ContinuousClock.now - start
                Report.shared.note("B2 from cover opened in mid-slip to reported: \(time)")
                try #require(time < .seconds(1))
                try await printer.tell("takes all")
                try await printer.tell("set coverOpen 0")
                try await job.ends(0, "printed (answer to GS ( H)")
                try #require(
                    job.heard.reasons == ["cover-open-error", "none", "cover-open-error", "none"])
                try await printer.prints(Slip.picture)
            }
        }

        @Test("B2 paper near its end is said, and the slip is printed all the same")
        func nearEnd() async throws {
            try await Self.run("B2 near end") { printer in
                try await printer.tell("set nearEnd 1")
                let job = try await printer.job(Slip.text)
                try await job.ends(0, "printed (answer to GS ( H)")
                try #require(job.heard.reasons == ["media-low-warning"])
                try await printer.prints(Slip.text)
            }
        }

        /// Runs a case with a printer of its own, plugged in.
        static func run(
            _ name: String, bufferBytes: Int = 4_096,
            _ body: @escaping @Sendable (UsbPrinter) async throws -> Void
        ) async throws {
            try await Rig.run(name, on: .bochs, as: "bochs, usblp") { guest in
                let printer = try await UsbPrinter(guest, bufferBytes: bufferBytes)
                try await printer.plug()
                try await body(printer)
                try await printer.remove()
            }
        }
    }
}

/// Documents in the form of slips.
enum Slip {
    /// Document of 1.3 kB in letters.
    static let text: [UInt8] =
        [0x1B, 0x40, 0x1C, 0x2E, 0x1B, 0x74, 19] + Array("Dukcapil\nK-012\n".utf8)
        + Array(String(repeating: "Satu baris syarat yang panjang\n", count: 40).utf8)
        + [0x1B, 0x64, 4, 0x1D, 0x56, 1]

    /// Document of 20 kB in bands of 24 rows, whose dots have the bytes of commands.
    static let picture: [UInt8] = {
        let nasty: [UInt8] = [0x1D, 0x72, 0x01, 0x1B, 0x40, 0x0A, 0x00, 0xFF]
        let dots = (0..<24 * 72).map { nasty[$0 % nasty.count] }
        let band = [0x1D, 0x76, 0x30, 0, 72, 0, 24, 0] + dots
        return [0x1B, 0x40] + Array([[UInt8]](repeating: band, count: 12).joined())
            + [0x1B, 0x64, 4, 0x1D, 0x56, 1]
    }()
}
