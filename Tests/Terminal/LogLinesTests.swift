import Foundation
import Kernel
import Logging
import TestSupport
import Testing

@testable import Terminal

@Suite("Log lines", .timeLimit(.minutes(5)))
struct LogLinesTests {
    /// Pipe of 4 KiB, as a log that stands still has it.
    private func narrowPipe() throws -> Kernel.Pipe {
        let pipe = try Kernel.Pipe()
        // F_SETPIPE_SZ
        #expect(fcntl(pipe.writer.number, 1_031, 4_096) == 4_096)
        return pipe
    }

    @Test("X6 J3 a log that nobody reads holds nobody up; what did not fit is counted and told")
    func standsStill() async throws {
        let pipe = try narrowPipe()
        let lines = LogLines(descriptor: pipe.writer.number)
        var log = Logger(label: "test") { _ in JSONLog(lines) }
        log[metadataKey: "padding"] = "\(String(repeating: "x", count: 200))"
        let count = LogLines.maximumWaiting + 500
        // Each call returns, or the time limit ends the test.
        for index in 0..<count { log.notice("test.line", metadata: ["index": "\(index)"]) }
        #expect(lines.droppedCount > 0)
        #expect(!lines.flush(limit: .milliseconds(50)))

        let reader = pipe.reader.number
        let events = try await Self.events(from: reader) { $0["event"] == "log.dropped" }
        let dropped = try #require(events.last?["count"].flatMap { Int($0) })
        #expect(dropped == lines.droppedCount)
        let indices = events.compactMap { $0["index"].flatMap { Int($0) } }
        #expect(indices.count + dropped == count)
        #expect(indices == indices.sorted())
        // It is read again, and takes lines again.
        log.notice("test.after")
        let after = try await Self.events(from: reader) { $0["event"] == "test.after" }
        #expect(after.count == 1)
        #expect(lines.flush(limit: .seconds(30)))
    }

    @Test("X6 a log whose reader is gone loses lines and ends nothing") func isGone() async throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        // As the daemon has it.
        signal(SIGPIPE, SIG_IGN)
        close(ends[0])
        let lines = LogLines(descriptor: ends[1])
        lines.add(Array("a line\n".utf8))
        #expect(lines.flush(limit: .seconds(30)))
    }

    @Test("X6 J3 lines that a writer holds count among those that wait") func bothCount() throws {
        let pipe = try narrowPipe()
        let lines = LogLines(descriptor: pipe.writer.number)
        let line = [UInt8](repeating: 0x78, count: 199) + [0x0A]
        // The pipe takes a few; then the writer stands still with what it took at once.
        for _ in 0..<LogLines.maximumWaiting / 2 { lines.add(line) }
        #expect(!lines.flush(limit: .milliseconds(50)))
        for _ in 0..<LogLines.maximumWaiting { lines.add(line) }
        #expect(lines.droppedCount >= LogLines.maximumWaiting / 2 - 4_096 / line.count)
        // Its thread keeps the number of the descriptor, which another file has after this test: it
        // must find nothing to write any more.
        var bytes = [UInt8](repeating: 0, count: 4_096)
        while !lines.flush(limit: .milliseconds(1)) {
            var waiting = PollSet(pipe.reader.number)
            guard waiting.wait(until: Uptime.now() + .milliseconds(10)) else { continue }
            #expect(read(pipe.reader.number, &bytes, bytes.count) > 0)
        }
    }

    /// Events that come until one of them is the last.
    private static func events(
        from descriptor: Int32, until isLast: @Sendable @escaping ([String: String]) -> Bool
    ) async throws -> [[String: String]] {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result { try readEvents(from: descriptor, until: isLast) })
            }
        }
    }

    private static func readEvents(
        from descriptor: Int32, until isLast: ([String: String]) -> Bool
    ) throws -> [[String: String]] {
        var rest: [UInt8] = []
        var events: [[String: String]] = []
        let limit = Uptime.now() + .seconds(120)
        while true {
            var waiting = PollSet(descriptor)
            guard waiting.wait(until: limit) else { throw Silent(events: events.count) }
            var bytes = [UInt8](repeating: 0, count: 4_096)
            let count = read(descriptor, &bytes, bytes.count)
            guard count > 0 else { throw Silent(events: events.count) }
            rest += bytes[..<count]
            while let end = rest.firstIndex(of: 0x0A) {
                let event = try JSONDecoder().decode(
                    [String: String].self, from: Data(rest[..<end]))
                rest.removeFirst(end + 1)
                events.append(event)
                if isLast(event) { return events }
            }
        }
    }

    private struct Silent: Error {
        var events: Int
    }
}
