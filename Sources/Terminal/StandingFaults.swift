import Synchronization

/// Faults that stand until they are mended, each a sentence, in the order in which they came. Any
/// thread may report one; `loket status` lists them all.
package final class StandingFaults: Sendable {
    /// Thing that a fault is about. A newer sentence about it replaces the older one.
    package enum Subject: Hashable, Sendable {
        case page
        /// A panel that touches itself (X9).
        case ghostTouches
        /// A contact that never ends (X15).
        case heldTouch
        case scanner(String)
    }

    private let faults = Mutex<[(subject: Subject, sentence: String)]>([])

    package init() {}

    package func stand(_ subject: Subject, _ sentence: String) {
        faults.withLock { faults in
            if let index = faults.firstIndex(where: { $0.subject == subject }) {
                faults[index].sentence = sentence
            } else {
                faults.append((subject, sentence))
            }
        }
    }

    package func end(_ subject: Subject) {
        faults.withLock { faults in faults.removeAll { $0.subject == subject } }
    }

    package var sentences: [String] { faults.withLock { $0.map(\.sentence) } }
}
