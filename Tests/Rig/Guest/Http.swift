import CRigKernel
import Glibc
import Kernel

/// Request to a control socket in HTTP/1.1. The answer's body goes to standard output.
///
///     http SOCKET METHOD PATH
enum Http {
    static func ask(_ words: [String]) throws {
        guard words.count == 3 else { throw Failure("http SOCKET METHOD PATH") }
        let connection = try UnixSocket(connectingTo: words[0])
        let head =
            "\(words[1]) \(words[2]) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Content-Length: 0\r\n\r\n"
        try connection.send(Array(head.utf8))
        try show(try connection.receiveAll())
    }

    private static func show(_ answer: [UInt8]) throws {
        let end = answer.indices.dropLast(3).first {
            Array(answer[$0..<$0 + 4]) == [13, 10, 13, 10]
        }
        guard let end else { throw Failure("no answer: \(answer.count) bytes") }
        let head = String(decoding: answer[..<end], as: UTF8.self)
        let body = answer[(end + 4)...]
        let isChunked = head.lowercased().contains("transfer-encoding: chunked")
        try writeAll(isChunked ? unchunked(body) : Array(body), to: 1)
        guard head.hasPrefix("HTTP/1.1 2") else {
            throw Failure(head.split(separator: "\r\n").first.map(String.init) ?? "no head")
        }
    }

    /// Returns the body without chunks, each of which is a length in hexadecimal, a line end, that
    /// many bytes and a line end.
    private static func unchunked(_ body: ArraySlice<UInt8>) -> [UInt8] {
        var rest = body
        var bytes: [UInt8] = []
        while let end = rest.firstIndex(of: 13) {
            let digits = String(decoding: rest[rest.startIndex..<end], as: UTF8.self)
            guard let length = Int(digits, radix: 16), length > 0, rest.count > length else {
                break
            }
            let start = end + 2
            bytes += rest[start..<start + length]
            rest = rest[(start + length + 2)...]
        }
        return bytes
    }
}
