import Foundation
import Kernel

/// Attributes reported by CUPS, read without libcups: a test of CUPS's state must not use the code
/// that it tests.
package struct CupsFacts: Sendable {
    package var values: [String: [String]]

    package subscript(_ name: String) -> String { values[name]?.joined(separator: ",") ?? "" }
}

extension VirtualPrinter {
    /// Creates a raw queue for the device.
    package func addQueue(_ name: String, device: String, policy: String = "abort-job") async throws
    {
        try await cups(
            "lpadmin",
            ["-p", name, "-E", "-v", device, "-m", "raw", "-o", "printer-error-policy=\(policy)"])
    }

    /// Submits the bytes to CUPS. Returns the job's id.
    package func submit(_ bytes: [UInt8], to queue: String, copies: Int = 1) async throws -> Int {
        let folder = try TemporaryFolder("slip")
        try Data(bytes).write(to: URL(filePath: folder.file("slip")))
        let said = try await cups(
            "lp", ["-d", queue, "-n", String(copies), "-o", "raw", folder.file("slip")]
        ).text
        // "request id is QUEUE-12 (1 file(s))"
        guard let word = said.split(separator: " ").first(where: { $0.hasPrefix("\(queue)-") }),
            let id = Int(word.dropFirst(queue.count + 1))
        else { throw NeverHappened(what: "a job's id in \(said)") }
        return id
    }

    /// Returns the attributes of a job.
    package func job(_ id: Int) throws -> CupsFacts {
        try ask(operation: 0x0009, "job-uri", "ipp://localhost/jobs/\(id)")
    }

    /// Returns the attributes of a queue.
    package func queue(_ name: String) throws -> CupsFacts {
        try ask(operation: 0x000B, "printer-uri", "ipp://localhost/printers/\(name)")
    }

    /// Waits until the job has ended (RFC 8011: 7 canceled, 8 aborted, 9 completed) and its back
    /// end as well.
    package func end(of id: Int, queue name: String, within limit: Duration = .seconds(30))
        async throws -> CupsFacts
    {
        try await eventually("job \(id) ends", within: limit) {
            try ["7", "8", "9"].contains(self.job(id)["job-state"])
                && self.queue(name)["printer-state"] != "4"
        }
        return try job(id)
    }

    private func ask(operation: UInt16, _ target: String, _ uri: String) throws -> CupsFacts {
        func attribute(_ tag: UInt8, _ name: String, _ value: String) -> [UInt8] {
            func text(_ text: String) -> [UInt8] {
                [UInt8(text.utf8.count >> 8), UInt8(text.utf8.count & 255)] + Array(text.utf8)
            }
            return [tag] + text(name) + text(value)
        }
        let body: [UInt8] =
            [2, 0, UInt8(operation >> 8), UInt8(operation & 255), 0, 0, 0, 1, 1]
            + attribute(0x47, "attributes-charset", "utf-8")
            + attribute(0x48, "attributes-natural-language", "en")
            + attribute(0x45, target, uri) + [3]
        let head =
            "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/ipp\r\n"
            + "Connection: close\r\nContent-Length: \(body.count)\r\n\r\n"
        let scheduler = try UnixSocket(connectingTo: server, limit: .seconds(10))
        try scheduler.send(Array(head.utf8) + body)
        let answer = try scheduler.receiveAll()
        guard let split = answer.firstRange(of: Array("\r\n\r\n".utf8)) else {
            throw NeverHappened(what: "an answer of CUPS")
        }
        return CupsFacts(values: Self.values(Array(answer[split.upperBound...])))
    }

    /// Parses a message of RFC 8010 section 3.1, without the chunks of HTTP.
    private static func values(_ raw: [UInt8]) -> [String: [String]] {
        let ipp = unchunked(raw)
        var values: [String: [String]] = [:]
        var name = ""
        var index = 8
        func count() -> Int {
            guard index + 2 <= ipp.count else { return 0 }
            defer { index += 2 }
            return Int(ipp[index]) << 8 | Int(ipp[index + 1])
        }
        func bytes(_ count: Int) -> ArraySlice<UInt8> {
            let end = min(ipp.count, index + count)
            defer { index = end }
            return ipp[min(index, end)..<end]
        }
        while index < ipp.count {
            let tag = ipp[index]
            index += 1
            if tag < 0x10 { continue }
            let title = String(decoding: bytes(count()), as: UTF8.self)
            if !title.isEmpty { name = title }
            let value = bytes(count())
            let isNumber = tag == 0x21 || tag == 0x23
            values[name, default: []].append(
                isNumber
                    ? String(value.reduce(0) { $0 << 8 | Int($1) })
                    : String(decoding: value, as: UTF8.self))
        }
        return values
    }

    private static func unchunked(_ raw: [UInt8]) -> [UInt8] {
        // A message of IPP 2.0 begins with its version; a chunk begins with a hexadecimal number.
        guard raw.first != 2 else { return raw }
        var rest = raw[...]
        var whole: [UInt8] = []
        while let line = rest.firstRange(of: [0x0D, 0x0A]) {
            let digits = String(decoding: rest[rest.startIndex..<line.lowerBound], as: UTF8.self)
            guard let size = Int(digits, radix: 16), size > 0 else { break }
            whole += rest[line.upperBound...].prefix(size)
            rest = rest[line.upperBound...].dropFirst(size + 2)
        }
        return whole
    }
}
