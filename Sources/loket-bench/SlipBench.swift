import Desk
import Drawing
import Foundation
import Geometry
import Office
import Settings
import Slips
import Terminal

/// Benchmark of slips composed and rendered per second.
struct SlipBench {
    let bundle: SettingsBundle
    /// Path of a Python with python-escpos; nil: not measured.
    let python: String?

    func run() throws -> [Line] {
        let writer = bundle.slipWriter
        let ticket = Ticket(
            id: TicketID(terminal: "bench", sequence: 1),
            number: TicketNumber(prefix: "K", value: 8),
            businessDate: CalendarDate(year: 2026, month: 11, day: 23), serviceID: "ktp-el",
            language: .indonesian, issuedAt: Date(), code: "7F3KQ9TZ", surveyToken: "0123456789")
        func compose() -> Slip {
            writer.ticket(ticket, peopleAhead: 7, waitMinutes: 20...35)
        }
        let shaper = TextShaper()
        var lines = [
            perSecond("slips composed", Measure.milliseconds(300) { _ = compose() })
        ]
        if let profile = PrinterProfile.load(
            name: "generic-escpos-80", folder: bundle.printersFolder
        ).value {
            let renderer = ReceiptRenderer(profile: profile, shaper: shaper)
            let ours = perSecond(
                "slips composed and rendered as ESC/POS text",
                Measure.milliseconds(200) { _ = renderer.bytes(of: compose()) })
            lines.append(ours)
            if let python {
                let theirs = try Self.rateOf(python, compose(), isCodeNative: false)
                lines.append(
                    Line(
                        "the same texts by python-escpos", theirs, "/s", against: "of ours",
                        ratio: ours.value / theirs, limit: ">= 20x",
                        isReached: ours.value >= 20 * theirs))
                var leaving = profile
                leaving.qr = .native
                let brief = ReceiptRenderer(profile: leaving, shaper: shaper)
                let rate = perSecond(
                    "slips whose code the printer draws",
                    Measure.milliseconds(200) { _ = brief.bytes(of: compose()) })
                let native = try Self.rateOf(python, compose(), isCodeNative: true)
                lines += [
                    rate,
                    Line(
                        "the same by python-escpos", native, "/s", against: "of ours",
                        ratio: rate.value / native),
                ]
            }
        }
        let picture = SlipPicture(widthDots: 576, dotsPerMillimetre: 8, shaper: shaper)
        lines.append(Self.peak { _ = picture.pixels(of: compose()) })
        lines.append(
            perSecond(
                "slips composed and drawn as pictures",
                Measure.milliseconds(100) { _ = picture.pixels(of: compose()) }))
        return lines
    }

    /// Measures the peak of additional memory while one slip is drawn.
    private static func peak(_ body: () -> Void) -> Line {
        // 5 resets the peak to the current value (proc_pid_clear_refs(5)).
        try? Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/self/clear_refs"))
        let before = Held.now().megabytes
        body()
        return Line("peak memory of a picture slip", Held.peakMegabytes() - before, "MB")
    }

    /// Returns the rate per second of the same blocks through python-escpos into its printer in
    /// memory. It draws the code itself, or leaves that to the printer as ours does.
    private static func rateOf(
        _ python: String, _ slip: Slip, isCodeNative: Bool
    ) throws -> Double {
        let blocks: [[String]] = slip.blocks.map { block in
            switch block {
            case .text(let text, let size, let bold, let centered):
                ["text", text, size == .large ? "2" : "1", bold ? "1" : "0", centered ? "1" : "0"]
            case .number(let number): ["number", number]
            case .box(let text, let isTicked): ["text", (isTicked ? "[x] " : "[ ] ") + text]
            case .rule: ["text", String(repeating: "-", count: 48)]
            case .space: ["text", ""]
            case .qr(let text): ["qr", text]
            }
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = ["-c", script, isCodeNative ? "native" : "drawn"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: JSONEncoder().encode(blocks))
        try input.fileHandleForWriting.close()
        let said = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        guard let rate = Double(said.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw BenchFailure("\(python) has no python-escpos")
        }
        return rate
    }

    private static let script = """
        import json, sys, time
        from escpos.printer import Dummy
        blocks = json.load(sys.stdin)
        def slip():
            p = Dummy(profile="TM-T88III")
            for kind, *rest in blocks:
                if kind == "qr":
                    p.set(align="center")
                    p.qr(rest[0], size=6, native=sys.argv[1] == "native")
                elif kind == "number":
                    p.set(align="center", bold=True, custom_size=True, width=6, height=6)
                    p.text(rest[0] + chr(10))
                else:
                    size, bold, centered = (rest[1:] + ["1", "0", "0"])[:3]
                    p.set(align="center" if centered == "1" else "left", bold=bold == "1",
                        double_width=size == "2", double_height=size == "2", normal_textsize=size != "2")
                    p.block_text(rest[0], columns=48 // int(size)); p.text(chr(10))
            p.cut()
            return p.output
        for _ in range(5): slip()
        start, count = time.perf_counter(), 0
        while time.perf_counter() - start < 3:
            slip(); count += 1
        print(count / (time.perf_counter() - start))
        """

    private func perSecond(_ what: String, _ milliseconds: [Double]) -> Line {
        Line(what, 1000 / Measure.median(milliseconds), "/s")
    }
}
