import Display
import Foundation
import Kernel
import Synchronization
import Terminal

/// Receiver of signals for the life of the process. A signal without a listener is kept, also over
/// a restart. SIGHUP never ends the daemon, and SIGTERM is never lost.
final class Signals: Sendable {
    /// Events of SIGHUP: one element for all since the last.
    let reloads: AsyncStream<Void>
    /// Events of SIGTERM and SIGINT.
    let ends: AsyncStream<Void>
    /// Whether the daemon has to end. The lock is held while a signal is read and passed on: a
    /// signal not yet noted here still waits in the kernel, also over exec.
    private let hasToEnd = Mutex(false)

    private static let heard = [SIGHUP, SIGTERM, SIGINT]

    /// Blocks the signals until they are read. Call it first in `main`, since threads inherit the
    /// mask.
    static func block() { SignalDescriptor.block(heard) }

    /// Starts the receiver. Create it once. Throws `SystemError`.
    init() throws {
        let (reloads, reload) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let (ends, end) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        (self.reloads, self.ends) = (reloads, ends)
        let descriptor = try SignalDescriptor.open(Self.heard)
        Thread.detachNewThread { [self] in
            while true {
                var waiting = PollSet(descriptor)
                waiting.wait()
                hasToEnd.withLock { hasToEnd in
                    let signals = SignalDescriptor.read(descriptor)
                    if signals.contains(where: { $0 != SIGHUP }) {
                        hasToEnd = true
                        end.yield()
                    }
                    if signals.contains(SIGHUP) { reload.yield() }
                }
            }
        }
    }

    /// Restarts the program, unless the daemon has to end. It returns in that case, or where the
    /// restart failed.
    func startOver() {
        LogLines.standardError.flush()
        hasToEnd.withLock { if !$0 { Restart.now() } }
    }
}
