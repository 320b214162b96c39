import Foundation
import PrinterModel

/// Receipt printer on a serial line: the other end of a pseudo-terminal.
package final class SerialPrinter: @unchecked Sendable {
    // `lock` protects `model`. The thread leaves when `wake`'s other end is closed.
    package let path: String
    private let wake: Int32
    private let lock = NSLock()
    private var model: ReceiptPrinterModel

    /// Opens the line. Throws where there is no pseudo-terminal.
    package init(_ model: ReceiptPrinterModel = ReceiptPrinterModel()) throws {
        self.model = model
        let line: Int32
        (line, path) = try PseudoTerminal.open()
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw NeverHappened(what: "a pipe") }
        wake = ends[1]
        let closed = ends[0]
        Thread { [weak self] in
            while true {
                var watched = [
                    pollfd(fd: closed, events: Int16(POLLIN), revents: 0),
                    pollfd(fd: line, events: Int16(POLLIN), revents: 0),
                ]
                poll(&watched, 2, 2)
                guard watched[0].revents == 0, let self else { break }
                // Without POLLIN no program has opened the line yet.
                self.serve(line, hasBytes: watched[1].revents & Int16(POLLIN) != 0)
            }
            close(closed)
            close(line)
        }.start()
    }

    deinit { close(wake) }

    package var printed: [UInt8] { lock.withLock { model.printed } }

    private func serve(_ line: Int32, hasBytes: Bool) {
        lock.withLock {
            if hasBytes, model.room > 0 {
                var buffer = [UInt8](repeating: 0, count: model.room)
                let count = read(line, &buffer, buffer.count)
                if count > 0 { model.receive(buffer[..<count]) }
            }
            model.work(400)
            if !model.replies.isEmpty {
                _ = write(line, model.replies, model.replies.count)
                model.replies = []
            }
        }
    }
}
