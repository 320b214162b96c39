import Foundation
import Kernel
import PrinterModel
import Synchronization

/// Receipt printer on a raw port of loopback, with typical faults.
package final class ReceiptPrinter: Sendable {
    /// Behaviour of the connection, beside that of the printer.
    package struct Line: Sendable {
        /// Whether it only accepts connections and never reads.
        package var neverReads = false
        /// Number of received bytes after which it takes one byte per second.
        package var crawlsAfter: Int?
        /// Number of document bytes after which it closes the connection in order.
        package var closesAfter: Int?
        /// Number of document bytes after which it resets the connection.
        package var resetsAfter: Int?
        /// Whether it sends its answers byte by byte.
        package var splitsAnswers = true
        package var bytesPerSecond = 200_000

        package init() {}
    }

    private struct State: Sendable {
        var model: ReceiptPrinterModel
        var line: Line
        var connections = 0
        var received = 0
    }

    package let port: UInt16
    private let listener: Int32
    /// Wakes the thread, which then ends.
    private let end: WakePipe
    private let state: Mutex<State>
    private static let tickMilliseconds = 2

    /// Switches the printer on, at a free port unless one is given. Throws where there is none.
    package init(
        _ model: ReceiptPrinterModel = ReceiptPrinterModel(), line: Line = Line(), port: UInt16 = 0
    ) throws {
        (listener, self.port) = try RawPrinter.listen(receiveBuffer: 2_048, port: port)
        state = Mutex(State(model: model, line: line))
        let end = try WakePipe()
        self.end = end
        let listener = listener
        Thread { [weak self] in
            Self.serve(listener, end) { self }
            close(listener)
        }.start()
    }

    deinit { end.wake() }

    /// State of the printer now.
    package var model: ReceiptPrinterModel { state.withLock { $0.model } }
    package var printed: [UInt8] { model.printed }
    package var connections: Int { state.withLock { $0.connections } }

    /// Changes the printer, as opening its cover or loading paper does.
    package func change(_ body: (inout ReceiptPrinterModel) -> Void) {
        state.withLock { body(&$0.model) }
    }

    package func changeLine(_ body: (inout Line) -> Void) {
        state.withLock { body(&$0.line) }
    }

    private static func serve(
        _ listener: Int32, _ end: WakePipe, _ printer: () -> ReceiptPrinter?
    ) {
        var connection: Int32 = -1
        var crawledAt = ContinuousClock.now
        defer { if connection >= 0 { close(connection) } }
        while true {
            guard let plan = printer()?.plan(crawledAt) else { return }
            var watched = PollSet(end.descriptor)
            // Serve one connection at a time, as printers do; others wait.
            watched.add(connection < 0 ? listener : nil)
            watched.add(connection >= 0 && plan > 0 ? connection : nil)
            watched.wait(until: Uptime.now() + .milliseconds(tickMilliseconds))
            if watched[0] != [] { return }
            guard let printer = printer() else { return }
            if watched[1] != [] {
                connection = accept(listener, nil, nil)
                printer.state.withLock { $0.connections += 1 }
            }
            if watched[2] != [] {
                var buffer = [UInt8](repeating: 0, count: plan)
                let count = recv(connection, &buffer, plan, 0)
                if count > 0 {
                    crawledAt = .now
                    printer.take(buffer[..<count])
                } else {
                    close(connection)
                    connection = -1
                }
            }
            printer.work(&connection)
        }
    }

    /// Returns how many bytes it reads now.
    private func plan(_ crawledAt: ContinuousClock.Instant) -> Int {
        state.withLock { state in
            if state.line.neverReads { return 0 }
            if let start = state.line.crawlsAfter {
                let left = start - state.received
                if left > 0 { return min(left, state.model.room) }
                let isDue = ContinuousClock.now - crawledAt >= .seconds(1)
                return isDue ? min(1, state.model.room) : 0
            }
            return min(512, state.model.room)
        }
    }

    private func take(_ bytes: ArraySlice<UInt8>) {
        state.withLock { state in
            state.received += bytes.count
            state.model.receive(bytes)
        }
    }

    private func work(_ connection: inout Int32) {
        let (replies, line, received) = state.withLock { state in
            state.model.work(state.line.bytesPerSecond * Self.tickMilliseconds / 1_000)
            defer { state.model.replies = [] }
            return (state.model.replies, state.line, state.model.documentBytesReceived)
        }
        guard connection >= 0 else { return }
        if !line.neverReads {
            for piece in line.splitsAnswers ? replies.map({ [$0] }) : [replies] {
                _ = send(connection, piece, piece.count, Int32(MSG_NOSIGNAL))
            }
        }
        if let limit = line.resetsAfter, received >= limit {
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(
                connection, SOL_SOCKET, SO_LINGER, &linger,
                socklen_t(MemoryLayout.size(ofValue: linger)))
        } else if line.closesAfter.map({ received < $0 }) ?? true {
            return
        }
        close(connection)
        connection = -1
        // The fault happens once: the next connection works.
        changeLine {
            $0.resetsAfter = nil
            $0.closesAfter = nil
        }
    }
}

extension ReceiptPrinter {
    /// Returns how often these bytes are on paper.
    package func count(of part: [UInt8]) -> Int {
        let paper = Data(printed)
        var (count, start) = (0, paper.startIndex)
        while let found = paper.range(of: Data(part), in: start..<paper.endIndex) {
            (count, start) = (count + 1, found.upperBound)
        }
        return count
    }

    /// Returns how often the first bytes are on paper within `count` bytes before the second.
    package func count(of first: [UInt8], before second: [UInt8], within count: Int) -> Int {
        let paper = Data(printed)
        var (found, start) = (0, paper.startIndex)
        while let place = paper.range(of: Data(second), in: start..<paper.endIndex) {
            let from = max(paper.startIndex, place.lowerBound - count)
            if paper.range(of: Data(first), in: from..<place.lowerBound) != nil { found += 1 }
            start = place.upperBound
        }
        return found
    }

    /// Returns how often this number is on paper in the largest letters of a slip, `GS !` with size
    /// six: each is a slip.
    package func slips(of number: String) -> Int {
        count(of: [0x1D, 0x21, 0x55] + Array(number.utf8) + [0x0A])
    }
}
