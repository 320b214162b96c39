package import Errands
import Face
import Screens
import Synchronization

/// Clock that stands still until the test advances it.
package final class ManualClock: KioskClock {
    package init() {}

    private let moment = Mutex(SystemClock().now())

    package func now() -> Moment { moment.withLock { $0 } }
    package func advance(by duration: Duration) {
        moment.withLock { $0 = $0.advanced(by: duration) }
    }
}
