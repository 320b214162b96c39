import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import Kernel

@Suite("Unix sockets", .timeLimit(.minutes(1)))
struct SocketTests {
    @Test("A question and its answer cross a socket whole")
    func exchange() throws {
        let folder = try TemporaryFolder()
        // More than the kernel takes at once.
        let question = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0) }
        let server = Echo(try UnixListener(at: folder.file("s")), count: question.count)
        Thread.detachNewThread { server.serve() }
        let client = try UnixSocket(connectingTo: folder.file("s"), limit: .seconds(30))
        try client.send(question)
        #expect(try client.receiveAll() == question)
    }

    /// Server that sends back what it has received.
    private final class Echo: Sendable {
        private let listener: UnixListener
        private let count: Int

        init(_ listener: consuming UnixListener, count: Int) {
            self.listener = listener
            self.count = count
        }

        func serve() {
            guard let connection = try? listener.accept() else { return }
            var heard: [UInt8] = []
            while heard.count < count, let piece = try? connection.receive(), !piece.isEmpty {
                heard += piece
            }
            try? connection.send(heard)
        }
    }

    @Test("Nobody there, nobody listening any more and no right are told apart")
    func refused() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("s")
        #expect(throws: SystemError(call: "connect", path: path, code: ENOENT)) {
            _ = try UnixSocket(connectingTo: path)
        }
        do { _ = try UnixListener(at: path) }
        #expect(throws: SystemError(call: "connect", path: path, code: ECONNREFUSED)) {
            _ = try UnixSocket(connectingTo: path)
        }
        #expect(throws: SystemError(call: "bind", path: path, code: EADDRINUSE)) {
            _ = try UnixListener(at: path)
        }
    }

    @Test("A path of 107 bytes serves, a longer one is named")
    func length() throws {
        let folder = try TemporaryFolder()
        let longest = folder.path + "/" + String(repeating: "s", count: 106 - folder.path.count)
        let listener = try UnixListener(at: longest)
        _ = try UnixSocket(connectingTo: longest)
        _ = try listener.accept()
        let longer = longest + "s"
        #expect(throws: SystemError(call: "socket", path: longer, code: ENAMETOOLONG)) {
            _ = try UnixSocket(connectingTo: longer)
        }
    }

    @Test("A server that says nothing is given up at the limit")
    func silent() throws {
        let folder = try TemporaryFolder()
        let listener = try UnixListener(at: folder.file("s"))
        let client = try UnixSocket(connectingTo: folder.file("s"), limit: .milliseconds(20))
        let server = try listener.accept()
        #expect(throws: SystemError(call: "read", code: EAGAIN)) { _ = try client.receive() }
        try server.send([1])
        #expect(try client.receive() == [1])
    }

    @Test("An answer that never ends is given up at its time, however much still comes")
    func endless() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("s")
        let listener = Listening(try UnixListener(at: path))
        Thread.detachNewThread {
            // It talks until nobody listens any more.
            guard let connection = try? listener.listener.accept() else { return }
            while (try? connection.send(Array(repeating: 0x41, count: 16))) != nil {}
        }
        do {
            let socket = try UnixSocket(connectingTo: path, limit: .seconds(30))
            let end = Uptime.now() + .milliseconds(200)
            #expect(throws: SystemError.self) { try socket.receiveAll(until: end) }
            #expect(Uptime.now() >= end)
        }
    }

    /// Owner of a listener that a thread can capture.
    private final class Listening: Sendable {
        let listener: UnixListener

        init(_ listener: consuming UnixListener) { self.listener = listener }
    }

    @Test("A closed connection ends what is received and breaks what is sent")
    func closed() throws {
        let folder = try TemporaryFolder()
        let listener = try UnixListener(at: folder.file("s"))
        let client = try UnixSocket(connectingTo: folder.file("s"), limit: .seconds(30))
        do { try listener.accept().send([1, 2]) }
        #expect(try client.receiveAll() == [1, 2])
        #expect(throws: SystemError(call: "send", code: EPIPE)) { try client.send([3]) }
    }

    @Test("systemd is told by one datagram a message, by path and by abstract name")
    func notify() throws {
        let folder = try TemporaryFolder()
        for path in [folder.file("n"), "@\(folder.path)"] {
            let manager = try UnixDatagrams(at: path)
            let environment = ["NOTIFY_SOCKET": path, "WATCHDOG_USEC": "6000000"]
            let service = try #require(ServiceManager { environment[$0] })
            #expect(service.heartbeat == .seconds(3))
            service.tell("READY=1\nSTATUS=Showing the screen.")
            service.tell("WATCHDOG=1")
            #expect(try manager.receive() == Array("READY=1\nSTATUS=Showing the screen.".utf8))
            #expect(try manager.receive() == Array("WATCHDOG=1".utf8))
        }
    }

    @Test("C9 readiness is told once, when the last part has come, in any order")
    func readiness() {
        for order in [Readiness.Part.allCases, Readiness.Part.allCases.reversed()] {
            let told = Mutex(0)
            let readiness = Readiness { told.withLock { $0 += 1 } }
            for part in order {
                #expect(told.withLock { $0 } == 0)
                readiness.has(part)
            }
            order.forEach(readiness.has)
            #expect(told.withLock { $0 } == 1)
        }
    }

    @Test("A manager that is gone or does not read holds nobody up")
    func deaf() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("n")
        let service = try #require(
            ServiceManager { ["NOTIFY_SOCKET": path, "WATCHDOG_USEC": "1"][$0] })
        #expect(service.heartbeat == .seconds(1))
        service.tell("READY=1")
        let manager = try UnixDatagrams(at: path)
        for _ in 0..<2_000 { service.tell("WATCHDOG=1") }
        #expect(try manager.receive() == Array("WATCHDOG=1".utf8))
    }

    @Test("Without a manager there is none", arguments: [nil, "", "relative", "tcp:1"])
    func noManager(path: String?) {
        #expect(ServiceManager { $0 == "NOTIFY_SOCKET" ? path : nil } == nil)
        let long = "/" + String(repeating: "n", count: 200)
        #expect(ServiceManager { $0 == "NOTIFY_SOCKET" ? long : nil } == nil)
    }
}
