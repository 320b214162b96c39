import CRigKernel
import Glibc

/// Request to a control socket in HTTP/1.1. The answer's body goes to standard output.
///
///     http SOCKET METHOD PATH
enum Http {
    static func ask(_ words: [String]) throws {
        guard words.count == 3 else { throw Failure("http SOCKET METHOD PATH") }
        let file = try check("socket") { socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) {
            $0.copyBytes(from: words[0].utf8.prefix(107))
        }
        try check("connect to \(words[0])") {
            withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(file, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
        }
        let head =
            "\(words[1]) \(words[2]) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Content-Length: 0\r\n\r\n"
        try writeAll(Array(head.utf8), to: file)
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = read(file, &buffer, buffer.count), count > 0 {
            answer += buffer[..<count]
        }
        try show(answer)
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
