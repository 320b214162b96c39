import Foundation
import TestSupport

/// Client of QEMU's monitor protocol, QMP, for actions of the hardware on the guest.
final class Monitor: @unchecked Sendable {
    // `lock` protects these.
    private let lock = NSLock()
    private var received: [UInt8] = []
    private var answers: [Int: Data] = [:]
    private var events: [(name: String, line: String)] = []
    private var lastID = 0

    private let socketBox = Box<Socket>()

    /// Maximum time to wait for an answer. The slowest is a screendump of an emulator on a busy
    /// machine.
    static let patience = Duration.seconds(20)

    init(_ path: String) async throws {
        socketBox.value = try await Socket(path) { [weak self] in self?.hear($0) }
        try await run("qmp_capabilities")
    }

    /// Runs a command with its arguments as JSON, and waits for the answer. Throws QEMU's
    /// objection.
    @discardableResult
    func run(_ command: String, _ arguments: String = "{}") async throws -> Data {
        let id = lock.withLock {
            lastID += 1
            return lastID
        }
        let line = "{\"execute\":\"\(command)\",\"arguments\":\(arguments),\"id\":\(id)}\n"
        try socketBox.value?.send(Array(line.utf8))
        try await eventually("an answer to \(command)", within: Self.patience) {
            self.lock.withLock { self.answers[id] != nil }
        }
        let answer = lock.withLock { answers.removeValue(forKey: id) } ?? Data()
        let object = try JSONSerialization.jsonObject(with: answer) as? [String: Any]
        if let refusal = object?["error"] as? [String: Any] {
            throw NeverHappened(what: "\(command) \(arguments): \(refusal["desc"] ?? refusal)")
        }
        return answer
    }

    /// Returns the number of events with this name whose text contains `text`.
    func count(of event: String, holding text: String = "") -> Int {
        lock.withLock { events.count { $0.name == event && $0.line.contains(text) } }
    }

    private func hear(_ bytes: [UInt8]) {
        lock.withLock {
            received += bytes
            while let end = received.firstIndex(of: 10) {
                let line = Data(received[..<end])
                received.removeSubrange(...end)
                guard
                    let object = try? JSONSerialization.jsonObject(with: line) as? [String: Any]
                else { continue }
                if let id = object["id"] as? Int { answers[id] = line }
                if let name = object["event"] as? String {
                    events.append((name, String(decoding: line, as: UTF8.self)))
                }
            }
        }
    }
}
