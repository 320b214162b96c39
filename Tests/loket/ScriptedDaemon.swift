import Foundation
import Synchronization
import TestSupport

/// Server on a daemon's socket with prepared answers, one per connection. It ends after the last.
final class ScriptedDaemon: Sendable {
    let state: String
    private let folder: TemporaryFolder
    private let heard = Mutex<[String]>([])

    /// Request lines and bodies received.
    var requests: [String] { heard.withLock { $0 } }

    init(_ answers: [(status: Int, body: Data)]) throws {
        folder = try TemporaryFolder()
        state = folder.path
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array("\(folder.path)/loket.sock".utf8)
        precondition(path.count < MemoryLayout.size(ofValue: address.sun_path))
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0, listen(listener, 8) == 0 else {
            close(listener)
            throw NeverHappened(what: "a socket at \(folder.path)")
        }
        Thread.detachNewThread { [self] in
            for answer in answers { self.answer(listener, answer) }
            close(listener)
        }
    }

    private func answer(_ listener: Int32, _ answer: (status: Int, body: Data)) {
        // A command that never connects leaves no thread behind.
        var waiting = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, 60_000) == 1 else { return }
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { return }
        defer { close(connection) }
        var request = ""
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while !Self.isWhole(request) {
            let count = recv(connection, &buffer, buffer.count, 0)
            if count <= 0 { break }
            request += String(decoding: buffer[..<count], as: UTF8.self)
        }
        heard.withLock { $0.append(request) }
        let head = "HTTP/1.1 \(answer.status) X\r\nContent-Length: \(answer.body.count)\r\n\r\n"
        let bytes = Data(head.utf8) + answer.body
        _ = bytes.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, 0) }
    }

    private static func isWhole(_ request: String) -> Bool {
        guard let end = request.range(of: "\r\n\r\n") else { return false }
        guard let field = request.range(of: "Content-Length: ") else { return true }
        let length = Int(request[field.upperBound...].prefix { $0.isNumber }) ?? 0
        return request[end.upperBound...].utf8.count >= length
    }
}
