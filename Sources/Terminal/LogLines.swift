import Foundation
import Kernel
import Synchronization

/// Lines on their way to a log, written by a thread of its own: a log that nobody reads holds nobody
/// up. Lines that it can't take are dropped and counted, and a line says so once it is read again.
package final class LogLines: Sendable {
    /// Maximum number of lines that wait, with those that are being written; later ones are dropped.
    package static let maximumWaiting = 1_000
    /// Maximum wait of a daemon that ends for the rest of its lines.
    package static let endLimit = Duration.seconds(1)
    /// Lines of this process's standard error.
    package static let standardError = LogLines(descriptor: 2)

    private struct State {
        var waiting: [[UInt8]] = []
        /// Lines dropped since the log was last told so.
        var untold = 0
        var dropped = 0
        /// Number of lines that are being written.
        var writing = 0
        var isWriting = false
        var isStarted = false
    }

    private let descriptor: Int32
    private let state = Mutex(State())
    /// Nil where the machine had no descriptor left: lines are then written at the next look.
    private let waking = try? WakePipe()

    /// Makes the lines of an open file, which stays open for the life of the process.
    package init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Number of lines that were dropped since the start.
    package var droppedCount: Int { state.withLock { $0.dropped } }

    /// Adds a line, with its end. Returns at once.
    package func add(_ line: [UInt8]) {
        let starts = state.withLock { state in
            guard state.waiting.count + state.writing < Self.maximumWaiting else {
                state.untold += 1
                state.dropped += 1
                return false
            }
            state.waiting.append(line)
            defer { state.isStarted = true }
            return !state.isStarted
        }
        if starts { start() }
        waking?.wake()
    }

    /// Waits until all lines are written, at most until the limit. Returns whether they are. Only
    /// for the end of a process, since it holds its thread.
    @discardableResult
    package func flush(limit: Duration = endLimit) -> Bool {
        let end = Uptime.now() + limit
        while state.withLock({ !$0.waiting.isEmpty || $0.isWriting || $0.untold > 0 }) {
            if Uptime.now() >= end { return false }
            Uptime.pause(for: .milliseconds(2))
        }
        return true
    }

    private func start() {
        let thread = Thread { [self] in
            while true {
                var waiting = PollSet(waking?.descriptor)
                waiting.wait(until: waking == nil ? Uptime.now() + .seconds(1) : nil)
                waking?.drain()
                while let lines = next() { write(lines) }
            }
        }
        thread.name = "loket-log"
        thread.start()
    }

    /// Lines that wait, then a line about those that did not fit; nil where nothing is left.
    private func next() -> [UInt8]? {
        state.withLock { state in
            (state.isWriting, state.writing) = (false, 0)
            if state.waiting.isEmpty, state.untold == 0 { return nil }
            (state.isWriting, state.writing) = (true, state.waiting.count)
            var bytes = [UInt8](state.waiting.joined())
            state.waiting = []
            if state.untold > 0 {
                bytes += JSONLog.line(
                    [
                        "event": "log.dropped", "level": "warning",
                        "count": "\(state.untold)", "total": "\(state.dropped)",
                    ])
                state.untold = 0
            }
            return bytes
        }
    }

    /// Writes all of it, for as long as that takes. What a closed log refuses is lost.
    private func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 { rest = rest.dropFirst(count) }
            if count >= 0 || errno == EINTR { continue }
            guard errno == EAGAIN || errno == EWOULDBLOCK else { return }
            // Somebody else who has this file made it return at once.
            var writable = PollSet(descriptor, .writable)
            writable.wait()
        }
    }
}
