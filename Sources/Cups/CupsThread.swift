import CCups
import Foundation

/// The only thread that calls libcups. Its queue is bounded, so that calls do not pile up while
/// CUPS hangs.
final class CupsThread: @unchecked Sendable {
    // `condition` protects `waiting`, `isOver` and `isStarted`.
    static let maximumWaiting = 32

    private let condition = NSCondition()
    private var waiting: [@Sendable () -> Void] = []
    private var isOver = false
    private var isStarted = false

    /// Adds work. Returns false, without doing it, where too much waits already.
    func perform(_ work: @Sendable @escaping () -> Void) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        start()
        guard waiting.count < Self.maximumWaiting, !isOver else { return false }
        waiting.append(work)
        condition.signal()
        return true
    }

    /// Ends the thread after the waiting work.
    func end() {
        condition.lock()
        isOver = true
        condition.signal()
        condition.unlock()
    }

    /// Starts the thread with the first work, since many connections are never used. The thread is
    /// not stored: it keeps this object, and would forever.
    private func start() {
        guard !isStarted, !isOver else { return }
        isStarted = true
        let thread = Thread { [self] in loop() }
        thread.name = "loket-cups"
        thread.start()
    }

    private func loop() {
        // libcups would ask for a password on the terminal.
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
