import CCups
import Foundation

/// The one thread on which libcups is called. Work waits for it in a short line, so that a CUPS
/// that hangs can't gather a day of it.
final class CupsThread: @unchecked Sendable {
    // `condition` protects `waiting`, `isOver` and `isStarted`.
    static let maximumWaiting = 32

    private let condition = NSCondition()
    private var waiting: [@Sendable () -> Void] = []
    private var isOver = false
    private var isStarted = false

    /// False, and nothing done, where too much waits already.
    func perform(_ work: @Sendable @escaping () -> Void) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        start()
        guard waiting.count < Self.maximumWaiting, !isOver else { return false }
        waiting.append(work)
        condition.signal()
        return true
    }

    /// What waits is still done, then the thread ends.
    func end() {
        condition.lock()
        isOver = true
        condition.signal()
        condition.unlock()
    }

    /// The thread is started by the first work: many connections are made and never used. It is not
    /// kept: it keeps this object, and would for ever.
    private func start() {
        guard !isStarted, !isOver else { return }
        isStarted = true
        let thread = Thread { [self] in loop() }
        thread.name = "loket-cups"
        thread.start()
    }

    private func loop() {
        // libcups asks for a password on the terminal where nobody else is asked.
        cupsSetPasswordCB2({ _, _, _, _, _ in nil }, nil)
        while let work = next() { work() }
    }

    private func next() -> (@Sendable () -> Void)? {
        condition.lock()
        defer { condition.unlock() }
        while waiting.isEmpty {
            if isOver { return nil }
            condition.wait()
        }
        return waiting.removeFirst()
    }
}
