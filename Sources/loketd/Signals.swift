import Foundation
import Synchronization

/// Signals, heard for as long as the process is there. One that comes while nobody listens is
/// kept, and SIGHUP never ends the daemon.
final class Signals: Sendable {
    /// SIGHUP: one element for all that came since it was last asked.
    let reloads: AsyncStream<Void>
    /// SIGTERM and SIGINT.
    let ends: AsyncStream<Void>
    private let hasToEnd = Mutex(false)

    /// To be made once, before anything else.
    init() {
        let (reloads, reload) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let (ends, end) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        (self.reloads, self.ends) = (reloads, ends)
        // What comes before the source is there must not end the daemon.
        signal(SIGHUP, SIG_IGN)
        hear(SIGHUP) { reload.yield() }
        for number in [SIGTERM, SIGINT] {
            hear(number) { [self] in
                hasToEnd.withLock { $0 = true }
                end.yield()
            }
        }
    }

    private func hear(_ number: Int32, _ body: @escaping @Sendable () -> Void) {
        let source = DispatchSource.makeSignalSource(signal: number)
        source.setEventHandler(handler: body)
        source.resume()
        // A source that goes away gives the signal its default back, which is the end: this one
        // never does.
        _ = Unmanaged.passRetained(source as AnyObject)
    }

    /// The last thing before exec. False where the daemon was asked to end meanwhile; from here
    /// on that ends it at once.
    func readyToStartOver() -> Bool {
        // What is ignored stays so over exec.
        signal(SIGHUP, SIG_IGN)
        signal(SIGTERM, SIG_DFL)
        signal(SIGINT, SIG_DFL)
        return !hasToEnd.withLock { $0 }
    }
}
