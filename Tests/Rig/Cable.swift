import Foundation
import RigWire
import TestSupport

/// Serial link into the guest, over which programs are started, fed, read and ended.
final class Cable: @unchecked Sendable {
    /// Output of a program so far. `code` is its exit code, or minus its signal, once it has ended.
    struct Heard: Sendable {
        var output: [UInt8] = []
        var errors: [UInt8] = []
        var code: Int32?

        var text: String { String(decoding: output, as: UTF8.self) }
        var errorText: String { String(decoding: errors, as: UTF8.self) }
    }

    // `lock` protects these.
    private let lock = NSLock()
    private var streams: [UInt32: Heard] = [:]
    private var lastStream: UInt32 = 0
    private var received: [UInt8] = []
    private var isUp = false
    private var isDown = false

    private let socketBox = Box<Socket>()

    /// Opens the link. The guest need not be up yet.
    init(_ path: String) async throws {
        socketBox.value = try await Socket(path) { [weak self] in self?.hear($0) }
    }

    /// Closes the link, upon which the guest powers off.
    func hangUp() { socketBox.value?.hangUp() }

    /// Waits for the agent's first message. `isDead` returns whether it will never come.
    func up(within limit: Duration, unless isDead: @escaping @Sendable () -> Bool) async throws {
        try await eventually("the guest is up", within: limit) {
            self.lock.withLock { self.isUp } || isDead()
        }
        guard lock.withLock({ isUp }) else { throw NeverHappened(what: "the guest is up") }
    }

    /// Starts a program of the guest, found in its PATH.
    func start(_ words: [String]) throws -> Program {
        let stream = lock.withLock {
            lastStream += 1
            streams[lastStream] = Heard()
            return lastStream
        }
        try send(Frame(.start, stream: stream, words.flatMap { Array($0.utf8) + [0] }))
        return Program(cable: self, stream: stream, name: words.joined(separator: " "))
    }

    /// Runs a program to its end.
    func run(_ words: [String], input: [UInt8] = [], within limit: Duration = .seconds(30))
        async throws -> Heard
    {
        let program = try start(words)
        try program.send(input)
        try program.endInput()
        return try await program.end(within: limit)
    }

    func heard(_ stream: UInt32) -> Heard { lock.withLock { streams[stream] ?? Heard() } }
    var isCut: Bool { lock.withLock { isDown } }

    fileprivate func send(_ frame: Frame) throws {
        guard let socket = socketBox.value else { throw NeverHappened(what: "a cable") }
        try socket.send(frame.encoded)
    }

    private func hear(_ bytes: [UInt8]) {
        lock.withLock {
            received += bytes
            if bytes.isEmpty { isDown = true }
            while let frame = try? Frame.take(from: &received) {
                switch frame.kind {
                case .hello: isUp = true
                case .output: streams[frame.stream]?.output += frame.bytes
                case .errors: streams[frame.stream]?.errors += frame.bytes
                case .ended:
                    streams[frame.stream]?.code = Int32(bitPattern: Frame.number(frame.bytes))
                case .start, .input, .endInput, .signal: break
                }
            }
        }
    }

    /// Program in the guest.
    struct Program: Sendable {
        fileprivate let cable: Cable
        fileprivate let stream: UInt32
        let name: String

        var heard: Heard { cable.heard(stream) }

        func send(_ bytes: [UInt8]) throws {
            for start in stride(from: 0, to: bytes.count, by: Frame.maximumLength) {
                let part = bytes[start..<min(start + Frame.maximumLength, bytes.count)]
                try cable.send(Frame(.input, stream: stream, part))
            }
        }

        func endInput() throws { try cable.send(Frame(.endInput, stream: stream)) }

        func signal(_ number: Int32) throws {
            try cable.send(Frame(.signal, stream: stream, [UInt8(number)]))
        }

        /// Waits until its output meets the condition. If it ends first, the error has its output.
        func hears(
            _ what: String, within limit: Duration = .seconds(30),
            _ condition: @escaping @Sendable (Heard) -> Bool
        ) async throws {
            do {
                try await eventually(what, within: limit) {
                    condition(heard) || heard.code != nil || cable.isCut
                }
            } catch { throw failure(what) }
            guard condition(heard) else { throw failure(what) }
        }

        func end(within limit: Duration = .seconds(30)) async throws -> Heard {
            try await hears("\(name) ends", within: limit) { $0.code != nil }
            return heard
        }

        /// Sends a line and waits for the answering line.
        func ask(_ line: String, within limit: Duration = .seconds(30)) async throws -> String {
            let before = heard.output.count { $0 == 10 }
            try send(Array("\(line)\n".utf8))
            try await hears("an answer to \(line)", within: limit) {
                $0.output.count { $0 == 10 } > before
            }
            return heard.text.split(separator: "\n", omittingEmptySubsequences: false)
                .dropFirst(before).first.map(String.init) ?? ""
        }

        private func failure(_ what: String) -> NeverHappened {
            let heard = heard
            let end = heard.code.map { "it ended with \($0)" } ?? "it still runs"
            return NeverHappened(
                what: "\(what) (\(name); \(end)): \(heard.errorText.suffix(4_000)) "
                    + "\(heard.text.suffix(1_000))")
        }
    }
}

/// Box for a value that is set later than its owner.
final class Box<Value: Sendable>: @unchecked Sendable {
    // `lock` protects `stored`.
    private let lock = NSLock()
    private var stored: Value?

    var value: Value? {
        get { lock.withLock { stored } }
        set { lock.withLock { stored = newValue } }
    }
}
