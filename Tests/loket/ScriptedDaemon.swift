import Foundation
import Kernel
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
        let door = Door(try UnixListener(at: "\(folder.path)/loket.sock"))
        // The socket closes with the thread, after the last answer.
        Thread.detachNewThread { [self] in
            for answer in answers { self.answer(door, answer) }
        }
    }

    /// Owner of the listener that a thread can capture.
    private final class Door: Sendable {
        let listener: UnixListener

        init(_ listener: consuming UnixListener) {
            self.listener = listener
        }
    }

    private func answer(_ door: Door, _ answer: (status: Int, body: Data)) {
        // A command that never connects leaves no thread behind.
        var waiting = PollSet(door.listener.number)
        guard waiting.wait(until: Uptime.now() + .seconds(60)),
            let connection = try? door.listener.accept()
        else { return }
        var request = ""
        while !Self.isWhole(request), let piece = try? connection.receive(), !piece.isEmpty {
            request += String(decoding: piece, as: UTF8.self)
        }
        heard.withLock { [request] in $0.append(request) }
        let head = "HTTP/1.1 \(answer.status) X\r\nContent-Length: \(answer.body.count)\r\n\r\n"
        try? connection.send(Array(head.utf8) + Array(answer.body))
    }

    private static func isWhole(_ request: String) -> Bool {
        guard let end = request.range(of: "\r\n\r\n") else { return false }
        guard let field = request.range(of: "Content-Length: ") else { return true }
        let length = Int(request[field.upperBound...].prefix { $0.isNumber }) ?? 0
        return request[end.upperBound...].utf8.count >= length
    }
}
