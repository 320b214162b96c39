import Foundation
import Kernel
import Pos
import TestSupport
import Testing

@testable import Cups

@Suite("The thread of libcups", .timeLimit(.minutes(10)))
struct CupsThreadTests {
    @Test("B3 a line before a CUPS that hangs has an end, and what stood in it is answered")
    func bounded() async throws {
        let thread = CupsThread()
        let gate = DispatchSemaphore(value: 0)
        let done = Counter()
        // Wait until the first has left the queue; else the count would be one too high.
        #expect(
            thread.perform {
                done.add()
                gate.wait()
            })
        try await eventually("the first is under way") { done.value == 1 }
        for _ in 0..<CupsThread.maximumWaiting { #expect(thread.perform { done.add() }) }
        #expect(!thread.perform { done.add() })
        gate.signal()
        thread.end()
        try await eventually("all are done") { done.value == 1 + CupsThread.maximumWaiting }
        #expect(!thread.perform {})
    }

    @Test(
        "B3 a name look-up that never answers has an end, as one that finds nothing or a silent host"
    )
    func names() async throws {
        let gate = DispatchSemaphore(value: 0)
        // It outlives the request and ends with the test.
        defer { gate.signal() }
        let silent = CupsConnection(
            server: "printserver.example:631", patience: .init(all: .milliseconds(300))
        ) { _, _ in
            gate.wait()
            return []
        }
        await #expect(throws: CupsError.absent(server: "printserver.example:631")) {
            _ = try await silent.defaultQueue()
        }

        let asked = Counter()
        let hole = try BlackHole()
        let port = hole.port
        let known = CupsConnection(
            server: "printserver.example:\(port)", patience: .init(all: .milliseconds(300))
        ) { _, port in
            asked.add()
            return (try? Resolver.addresses(of: "127.0.0.1", port: port, until: Uptime.now())) ?? []
        }
        // The name was found, and nothing answers at its address.
        await #expect(throws: CupsError.absent(server: "printserver.example:\(port)")) {
            _ = try await known.defaultQueue()
        }
        #expect(asked.value == 1)

        let unknown = CupsConnection(server: "printserver.example:631") { _, _ in [] }
        await #expect(throws: CupsError.absent(server: "printserver.example:631")) {
            _ = try await unknown.defaultQueue()
        }
    }

    @Test("B3 a server that is given by name is found and spoken to") func byName() async throws {
        let server = try RawPrinter(.resets(after: 20))
        let cups = CupsConnection(server: "localhost:\(server.port)")
        // It took the question, and hung up.
        await #expect(throws: CupsError.lost(server: "localhost:\(server.port)")) {
            _ = try await cups.defaultQueue()
        }
    }

    @Test("I3 a thread that has ended leaves nothing behind") func ends() async throws {
        let seen = Weak()
        do {
            let thread = CupsThread()
            seen.thread = thread
            #expect(thread.perform {})
            thread.end()
        }
        try await eventually("it is gone") { seen.thread == nil }
    }

    private final class Weak: @unchecked Sendable {
        // Set once, before any other thread reads it.
        weak var thread: CupsThread?
    }

    private final class Counter: @unchecked Sendable {
        // `lock` protects `count`.
        private let lock = NSLock()
        private var count = 0

        var value: Int { lock.withLock { count } }
        func add() { lock.withLock { count += 1 } }
    }
}
