import Foundation
import Kernel
import PrinterModel
import Synchronization

/// Receipt printer on a serial line: the other end of a pseudo-terminal.
package final class SerialPrinter: Sendable {
    package let path: String
    /// Wakes the thread, which then ends.
    private let end: WakePipe
    private let model: Mutex<ReceiptPrinterModel>

    /// Opens the line. Throws where there is no pseudo-terminal.
    package init(_ model: ReceiptPrinterModel = ReceiptPrinterModel()) throws {
        self.model = Mutex(model)
        let line: Int32
        (line, path) = try PseudoTerminal.open()
        let end = try WakePipe()
        self.end = end
        Thread { [weak self] in
            while true {
                var watched = PollSet(end.descriptor)
                watched.add(line)
                watched.wait(until: Uptime.now() + .milliseconds(2))
                guard watched[0] == [], let self else { break }
                // Without POLLIN no program has opened the line yet.
                self.serve(line, hasBytes: watched[1].contains(.readable))
            }
            close(line)
        }.start()
    }

    deinit { end.wake() }

    package var printed: [UInt8] { model.withLock { $0.printed } }

    private func serve(_ line: Int32, hasBytes: Bool) {
        model.withLock { model in
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
