import Foundation
import Kernel
import Pos
import Synchronization
import TestSupport
import Testing

@testable import Cups

/// Answers of a scheduler that is broken, strange or not one.
@Suite("What CUPS may answer", .serialized, .timeLimit(.minutes(600)))
struct IPPFuzzTests {
    @Test("B3 B11 no answer of CUPS ends the run: each is read, or told as an error")
    func answers() async throws {
        let server = try FakeCups()
        let cups = CupsConnection(server: server.path, patience: .init(all: .seconds(5)))
        let calls = Self.calls
        let found = await Fuzz("answers of CUPS", seconds: 25).run { one in
            server.answer(with: (0..<4).map { _ in FakeCups.answer(&one) })
            let call = one.pick(calls)
            do {
                try await call(cups)
                one.count("read")
            } catch let error as CupsError {
                one.count("told as an error")
                one.check("\(error)".hasSuffix("."), "no sentence: \(error)")
            }
        }
        #expect(found.faults.isEmpty, "\(found)")
        #expect(found.counts["read", default: 0] > 0)
        #expect(found.counts["told as an error", default: 0] > 0)
    }

    @Test("B3 a number of an event that is the last of all is followed by the first one")
    func lastEvent() async throws {
        let server = try FakeCups()
        let cups = CupsConnection(server: server.path, patience: .init(all: .seconds(5)))
        let feed = EventFeed(cups: cups, queue: "pos") { .zero }
        let subscribed = IPPAnswer([(6, [("notify-subscription-id", 0x21, [0, 0, 0, 7])])])
        let last = IPPAnswer([
            (
                7,
                [
                    ("notify-sequence-number", 0x21, [0x7F, 0xFF, 0xFF, 0xFF]),
                    ("notify-subscribed-event", 0x44, Array("job-completed".utf8)),
                ]
            )
        ])
        server.answer(with: [subscribed.http, last.http, last.http])
        await feed.begin()
        for _ in 0..<2 {
            let news = await feed.news()
            #expect(news?.map(\.sequence) == [2_147_483_647])
        }
    }

    private typealias Call = @Sendable (CupsConnection) async throws -> Void

    private static let calls: [Call] = [
        {
            guard let queue = try await $0.queue("pos") else { return }
            _ = (queue.mistakes.map(\.description), queue.reasonAge)
        },
        { _ = try await $0.job(7, queue: "pos") }, { _ = try await $0.job(.max, queue: "pos") },
        { _ = try await $0.openJobs(queue: "pos", namePrefix: "loket-") },
        { _ = try await $0.endedJobs(uri: "ipp://localhost/ipp/print", resource: "/ipp/print") },
        { _ = try await $0.subscribe(queue: "pos", leaseSeconds: 600) },
        { _ = try await $0.events(of: 7, queue: "pos", from: 1) },
        { _ = try await $0.events(of: .max, queue: "pos", from: .max) },
        { _ = try await $0.queueNames() }, { _ = try await $0.defaultQueue() },
        { _ = try await $0.driverName(queue: "pos") },
        { cups in
            for device in try await cups.devices(limitSeconds: 1) {
                let printer = FoundPrinter(device)
                _ = (printer.why, try? PrinterWay(device.uri), SocketURI(device.uri)?.mended)
            }
        },
        {
            let printer = try await $0.printer(uri: "ipp://localhost/ipp/print", resource: "/")
            _ = printer.isRoll
        },
        { _ = try await $0.createJob(queue: "pos", jobName: "loket-belu1-1-1") },
        { try await $0.cancel(job: .min, queue: "pos") }, { try await $0.resume(queue: "pos") },
        {
            try await $0.sendDocument(
                [1, 2, 3], mimeType: "application/vnd.cups-raw", job: 7, queue: "pos")
        },
        { cups in
            let feed = EventFeed(cups: cups, queue: "pos") { .zero }
            await feed.begin()
            for _ in 0..<3 { _ = await feed.news() }
        },
    ]
}

/// Answer of IPP as bytes: groups of attributes, each with the tag of its value.
private struct IPPAnswer {
    typealias Attribute = (name: String, tag: UInt8, value: [UInt8])

    var bytes: [UInt8]

    init(status: UInt16 = 0, _ groups: [(tag: UInt8, attributes: [Attribute])]) {
        bytes = [2, 0] + Self.two(Int(status)) + [0, 0, 0, 1]
        let words: [Attribute] = [
            ("attributes-charset", 0x47, Array("utf-8".utf8)),
            ("attributes-natural-language", 0x48, Array("en".utf8)),
        ]
        for (tag, attributes) in [(1, words)] + groups {
            bytes.append(tag)
            for attribute in attributes {
                bytes.append(attribute.tag)
                bytes += Self.two(attribute.name.utf8.count) + Array(attribute.name.utf8)
                bytes += Self.two(attribute.value.count) + attribute.value
            }
        }
        bytes.append(3)
    }

    private static func two(_ number: Int) -> [UInt8] {
        [UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)]
    }

    /// Whole answer of HTTP.
    var http: [UInt8] { Self.http("200 OK", bytes.count, bytes) }

    static func http(_ status: String, _ length: Int, _ bytes: [UInt8]) -> [UInt8] {
        Array(
            ("HTTP/1.1 \(status)\r\nContent-Type: application/ipp\r\n"
                + "Content-Length: \(length)\r\nConnection: close\r\n\r\n").utf8) + bytes
    }
}

/// Server on a Unix socket with prepared answers, one a connection; the last one stays.
private final class FakeCups: Sendable {
    let path: String
    private let folder: TemporaryFolder
    private let answers = Mutex<[[UInt8]]>([])
    private let door: Door

    /// Owner of the listener that a thread can capture.
    private final class Door: Sendable {
        let listener: UnixListener
        init(_ listener: consuming UnixListener) { self.listener = listener }
    }

    init() throws {
        folder = try TemporaryFolder("cups")
        path = folder.file("cups.sock")
        door = Door(try UnixListener(at: path))
        Thread.detachNewThread { [weak self, door] in
            while true {
                var waiting = PollSet(door.listener.number)
                let isAsked = waiting.wait(until: Uptime.now() + .seconds(1))
                guard let self else { return }
                if isAsked, let connection = try? door.listener.accept() {
                    self.serve(connection)
                }
            }
        }
    }

    func answer(with answers: [[UInt8]]) { self.answers.withLock { $0 = answers } }

    private func serve(_ connection: borrowing UnixSocket) {
        var request = ""
        var isContinued = false
        while !Self.isWhole(request), let piece = try? connection.receive(), !piece.isEmpty {
            // As many characters as bytes.
            request += String(piece.map { Character(UnicodeScalar($0 < 0x80 ? $0 : 0x3F)) })
            if !isContinued, request.contains("100-continue"), request.contains("\r\n\r\n") {
                isContinued = true
                try? connection.send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
            }
        }
        let answer = answers.withLock { $0.count > 1 ? $0.removeFirst() : $0.first }
        try? connection.send(answer ?? [])
    }

    private static func isWhole(_ request: String) -> Bool {
        guard let end = request.range(of: "\r\n\r\n") else { return false }
        if request.contains("Transfer-Encoding: chunked") { return request.hasSuffix("0\r\n\r\n") }
        guard let field = request.range(of: "Content-Length: ") else { return true }
        let length = Int(request[field.upperBound...].prefix { $0.isNumber }) ?? 0
        return request[end.upperBound...].utf8.count >= length
    }

    // MARK: Answers

    /// Attributes that Loket reads, by group, with the tag and the value that CUPS gives them.
    private static let known: [(group: UInt8, name: String, tag: UInt8, value: String)] = [
        (1, "status-message", 0x41, "no such printer"), (2, "job-id", 0x21, "7"),
        (2, "job-name", 0x42, "loket-belu1-1-1"), (2, "job-state", 0x23, "9"),
        (2, "job-printer-state-message", 0x41, "loket-pos: printed (answer to GS r)"),
        (2, "time-at-processing", 0x21, "1795398060"),
        (2, "job-impressions-completed", 0x21, "1"), (4, "printer-name", 0x42, "pos"),
        (4, "printer-state", 0x23, "3"), (4, "printer-state-reasons", 0x44, "none"),
        (4, "printer-state-reasons", 0x44, "media-empty-error"),
        (4, "printer-state-message", 0x41, "ready"),
        (4, "printer-is-accepting-jobs", 0x22, "1"),
        (4, "device-uri", 0x45, "pos://192.168.1.50:9100/?confirm=H"),
        (4, "device-uri", 0x45, "socket://192.168.1.50:9100/?waiteof=off&contimeout=8"),
        (4, "device-class", 0x44, "direct"), (4, "device-make-and-model", 0x41, "EPSON TM-T20II"),
        (4, "device-id", 0x41, "MFG:EPSON;CMD:ESC/POS;MDL:TM-T20II;CLS:PRINTER;SN:X4UZ012345;"),
        (4, "device-info", 0x41, "EPSON TM-T20II"), (4, "printer-error-policy", 0x42, "abort-job"),
        (4, "printer-make-and-model", 0x41, "Local Raw Printer"),
        (4, "printer-state-change-time", 0x21, "1795398000"),
        (4, "printer-up-time", 0x21, "1795398060"),
        (4, "media-supported", 0x44, "roll_max_80x2000mm"),
        (4, "document-format-supported", 0x49, "application/pdf"),
        (6, "notify-subscription-id", 0x21, "7"), (7, "notify-sequence-number", 0x21, "3"),
        (7, "notify-subscribed-event", 0x44, "job-completed"), (7, "notify-job-id", 0x21, "7"),
        (7, "job-state", 0x23, "9"),
    ]
    private static let tags: [UInt8] = [
        0x10, 0x12, 0x13, 0x21, 0x22, 0x23, 0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x41,
        0x42, 0x44, 0x45, 0x46, 0x47, 0x49, 0x4A, 0x7F,
    ]

    /// Answer that is whole, strange or broken.
    static func answer(_ one: inout FuzzCase) -> [UInt8] {
        let groups = (0..<one.number(0...5)).map { _ in
            let group = one.pick([1, 2, 4, 5, 6, 7] as [UInt8])
            let own = known.filter { $0.group == group }
            return (
                tag: group,
                attributes: (0..<one.number(0...8)).map { _ in
                    attribute(one.oneIn(6) || own.isEmpty ? one.pick(known) : one.pick(own), &one)
                }
            )
        }
        let status = one.pick(
            [0, 0, 0, 0, 1, 0x406, 0x403, 0x500, 0x400, 0xFFFF, 0x3FF] as [UInt16])
        var bytes = IPPAnswer(status: status, groups).bytes
        if one.oneIn(3) {
            var mutator = ByteMutator(bytes, tokens: ["\u{3}", "\u{4}", "\u{13}", "printer-state"])
            mutator.mutate(&one.random)
            bytes = mutator.bytes
        }
        let line =
            one.oneIn(12) ? one.pick(["403 No", "404 No", "413 No", "500 No", "200"]) : "200 OK"
        let length = one.oneIn(12) ? one.number(0...bytes.count + 40) : bytes.count
        var http = IPPAnswer.http(line, length, bytes)
        if one.oneIn(20) {
            var mutator = ByteMutator(http)
            mutator.mutate(&one.random, most: 2)
            http = mutator.bytes
        }
        return one.oneIn(60) ? [] : http
    }

    private static func attribute(
        _ known: (group: UInt8, name: String, tag: UInt8, value: String), _ one: inout FuzzCase
    ) -> IPPAnswer.Attribute {
        let tag = one.oneIn(5) ? one.pick(tags) : known.tag
        // A value more of the attribute before it has no name.
        let name = one.oneIn(12) ? "" : known.name
        let number = Int32(known.value) ?? 0
        let edge = one.oneIn(2) ? one.pick(Edges.words) : number
        let four = withUnsafeBytes(of: edge.bigEndian) { Array($0) }
        let value: [UInt8] =
            switch tag {
            case 0x10...0x13: []
            case 0x21, 0x23: four
            case 0x22: [UInt8(truncatingIfNeeded: edge)]
            case 0x31: four + four + [0, 0, 0]
            case 0x32: four + four + [3]
            case 0x33: four + four
            case 0x34, 0x37: []
            case 0x35, 0x36: [0, 2, 0x65, 0x6E, 0, 3, 0x61, 0x62, 0x63]
            default:
                one.oneIn(6)
                    ? [UInt8](
                        repeating: 0x78, count: one.pick([0, 1, 255, 256, 1_023, 1_024, 9_000]))
                    : one.oneIn(6) ? [0xC3, 0x28, 0x00, 0xFF] : Array(known.value.utf8)
            }
        return (name, tag, one.oneIn(15) ? Array(value.dropLast()) : value)
    }
}
