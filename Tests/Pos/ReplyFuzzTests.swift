import Foundation
import PrinterModel
import TestSupport
import Testing

@testable import Pos

/// Replies, device URIs and identities of printers that are broken, strange or hostile.
@Suite("Whatever a printer sends back", .serialized, .timeLimit(.minutes(600)))
struct ReplyFuzzTests {
    /// Replies as printers send them: real-time status, automatic status, sensor, process ID; then
    /// those of Star, status blocks and print end.
    private static let replies: [DialogueSettings.Language: [[UInt8]]] = [
        .escpos: [
            [0x12], [0x16], [0x32], [0x72], [0x10, 0, 0, 0], [0x18, 0x08, 0x0C, 0], [0], [0x0C],
            [0x37, 0x22, 0x51, 0x78, 0x37, 0x21, 0],
        ],
        .star: [
            [0x23, 0x86, 0, 0, 0, 0, 0, 0, 0], [0x23, 0x86, 0x08, 0, 0, 0x08, 0, 0, 0],
            [0x2F, 0x86, 0, 0, 0, 0, 0, 0, 0, 0, 0], [0x1B, 0x1D, 0x03, 1, 0x51, 0x78, 7, 0],
        ],
    ]

    @Test("B2 B3 replies spoiled anywhere are read as what they are, and the next whole one too")
    func stream() async {
        let found = await Fuzz("replies of printers", seconds: 10).run { one in
            let language = one.pick(DialogueSettings.Language.allCases)
            let whole = Self.replies[language] ?? []
            var bytes = (0..<one.number(0...12)).flatMap { _ in one.pick(whole) }
            if !one.oneIn(5) {
                var mutator = ByteMutator(bytes, tokens: ["\u{1B}\u{1D}\u{3}", "7\"", "\u{10}"])
                mutator.mutate(&one.random)
                bytes = mutator.bytes
            }
            one.about = "\(language) \(bytes.prefix(60))"
            var parser = ReplyParser(language: language)
            var status = PrinterStatus()
            for byte in bytes {
                Self.take(parser.take(byte), &status, &one)
            }
            // However far noise had come into a reply, it ends, and the printer is heard again.
            let last = whole[0]
            var isHeard = false
            for byte in (0..<40 / last.count + 1).flatMap({ _ in last }) {
                let reply = parser.take(byte)
                isHeard = isHeard || Self.isStatus(reply)
                Self.take(reply, &status, &one)
            }
            one.check(isHeard, "deaf after noise")
        }
        #expect(found.faults.isEmpty, "\(found)")
    }

    private static func isStatus(_ reply: ReplyParser.Reply?) -> Bool {
        switch reply {
        case .realTime?, .star?: true
        default: false
        }
    }

    private static func take(
        _ reply: ReplyParser.Reply?, _ status: inout PrinterStatus, _ one: inout FuzzCase
    ) {
        switch reply {
        case .realTime(let byte): status.take(byte, to: UInt8(one.number(0...255)))
        case .automatic(let group): status.take(automatic: group)
        case .star(let block): status.take(star: block)
        case .processID(let id): one.check(id.count == 4, "process ID of \(id.count)")
        case .printEnd(_, let id): one.check(id.count == 2, "print end of \(id.count)")
        case .sensor, .echo, nil: return
        }
        one.check(status.isInTrouble == (status.trouble != nil), "\(status)")
        one.check(status.reasons.allSatisfy { $0.contains("-") }, "\(status.reasons)")
    }

    @Test("B1 B4 with any replies a job ends, never turns idly, and sends its bytes in order")
    func dialogue() async {
        let found = await Fuzz("jobs with spoiled replies", seconds: 20).run { one in
            let language = one.pick(DialogueSettings.Language.allCases)
            var document =
                language == .star
                ? Document.randomStar(&one.random) : Document.random(&one.random)
            let isWhole = !one.oneIn(4)
            if !isWhole {
                var mutator = ByteMutator(document)
                mutator.mutate(&one.random)
                document = mutator.bytes.isEmpty ? [0x0A] : mutator.bytes
            }
            var model = ReceiptPrinterModel(bufferBytes: one.pick([45, 200, 4_096]))
            model.speaksStar = language == .star
            model.hasAutomaticStatus = one.oneIn(2)
            model.hasProcessID = one.oneIn(2)
            let confirmation = one.pick(language.confirmations)
            let asksFirst = !one.oneIn(4)
            var rehearsal = Rehearsal(
                document,
                {
                    $0.language = language
                    $0.confirmation = confirmation
                    $0.asksFirst = asksFirst
                }, model: model)
            rehearsal.bytesPerStep = one.number(1...400)
            var noise = SeededRandom(seed: one.random.next())
            let share = one.number(1...8)
            rehearsal.spoil = { replies in
                guard Int.random(in: 0..<share, using: &noise) == 0 else { return replies }
                var mutator = ByteMutator(replies + [UInt8.random(in: 0...255, using: &noise)])
                mutator.mutate(&noise, most: 2)
                return Array(mutator.bytes.prefix(600))
            }
            one.about = "\(language) \(confirmation) document \(document.count) whole \(isWhole)"
            let end = rehearsal.run(for: .seconds(20_000))
            one.check(end != nil, "goes on for ever")
            one.check(rehearsal.spins.isEmpty, "spins at \(rehearsal.spins.prefix(3))")
            one.count(
                end.map {
                    $0.message.split(separator: " ").dropFirst()
                        .prefix(2).joined(separator: " ").filter { $0.isLetter || $0 == " " }
                } ?? "endless")
            guard isWhole else { return }
            let paper = rehearsal.model.printed
            let isEnded =
                paper.suffix(2) == [0x1B, 0x40] && document.starts(with: paper.dropLast(2))
            one.check(document.starts(with: paper) || isEnded, "bytes out of order")
        }
        #expect(found.faults.isEmpty, "\(found)")
    }

    @Test("B2 a device URI of any letters is one, or is refused with a sentence")
    func addresses() async {
        let samples = [
            "pos://192.168.1.50:9100/?confirm=H&buffer=4096", "pos:/dev/usb/lp0?confirm=r",
            "pos:/dev/usb/lp?serial=X4UZ012345", "pos:/dev/ttyS0?baud=19200&flow=rtscts",
            "pos:/tmp/slips?file",
            "pos://[fe80::1%25eth0]:9100/?connect=3&answer=1&wait=60&still=15",
        ]
        let tokens = [
            "?", "&", "=", ":", "/", "[", "]", "%", "%00", "%FF", "file", "baud=", "wait=",
            "language=star",
        ]
        let found = await Fuzz("addresses of printers", seconds: 5).run { one in
            var mutator = ByteMutator(Array(one.pick(samples).utf8), tokens: tokens)
            mutator.mutate(&one.random)
            let text = String(decoding: mutator.bytes, as: UTF8.self)
            one.about = text.debugDescription
            do throws(DeviceURIError) {
                let uri = try DeviceURI(text)
                one.count("good")
                one.check(!uri.name.isEmpty, "no name")
                one.check(uri.connectLimit > .zero, "no time to connect")
            } catch { one.check(error.description.hasSuffix("."), "no sentence: \(error)") }
        }
        #expect(found.faults.isEmpty, "\(found)")
        #expect(found.counts["good", default: 0] > 0)
    }

    @Test("B2 USB printers that call themselves anything have a URI that is one")
    func identities() async throws {
        let folder = try TemporaryFolder("usb")
        let device = folder.file("class/usbmisc/lp0/device")
        try FileManager.default.createDirectory(
            atPath: device, withIntermediateDirectories: true)
        let names = ["EPSON", "TM-T20II", "X4UZ012345", ""]
        let found = await Fuzz("identities of USB printers", seconds: 5).run { one in
            for file in ["serial", "manufacturer", "product"] {
                var mutator = ByteMutator(
                    Array(one.pick(names).utf8), tokens: [" ", "\n", "\"", "\\"])
                mutator.mutate(&one.random)
                let path = "\(folder.file("class/usbmisc/lp0"))/\(file)"
                try Data(mutator.bytes).write(to: URL(fileURLWithPath: path))
            }
            let printers = USBPrinter.all(system: folder.path, devices: "/dev")
            one.check(printers.count == 1, "\(printers.count) printers")
            for printer in printers {
                one.about = "\(printer)"
                one.check((try? DeviceURI(printer.uri)) != nil, "\(printer.uri) is none")
                let lines = BackendCommand.listing([printer]).split(separator: "\n")
                one.check(lines.count == 2, "the list has \(lines.count) lines")
            }
        }
        #expect(found.faults.isEmpty, "\(found)")
    }
}
