import Display
import Foundation
import Synchronization

/// Signals, heard for as long as the process is there. One that comes while nobody listens is
/// kept, also over a start over; SIGHUP never ends the daemon, and SIGTERM is never lost.
final class Signals: Sendable {
    /// SIGHUP: one element for all that came since it was last asked.
    let reloads: AsyncStream<Void>
    /// SIGTERM and SIGINT.
    let ends: AsyncStream<Void>
    /// Held while a signal is taken from the kernel and passed on: what is not yet marked here
    /// still waits in the kernel, and does so over exec.
    private let hasToEnd = Mutex(false)

    private static let heard = [SIGHUP, SIGTERM, SIGINT]

    /// From here on they wait until they are read. First thing in `main`: threads inherit it.
    static func block() { SignalDescriptor.block(heard) }

    /// To be made once.
    init() throws {
        let (reloads, reload) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let (ends, end) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        (self.reloads, self.ends) = (reloads, ends)
        let descriptor = try SignalDescriptor.open(Self.heard)
        Thread.detachNewThread { [self] in
            while true {
                var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                _ = poll(&waiting, 1, -1)
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

    /// Starts the program over, unless the daemon was asked to end. Returns where it was, or
    /// where the start over failed.
    func startOver() {
        hasToEnd.withLock { if !$0 { Restart.now() } }
    }
}
