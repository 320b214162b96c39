import Synchronization

/// Faults that stand until they are mended, each a sentence, in the order in which they came. Any
/// thread may report one; `loket status` lists them all.
package final class StandingFaults: Sendable {
    /// Thing that a fault is about. A newer sentence about it replaces the older one.
    package enum Subject: Hashable, Sendable {
        case page
        /// Disk that refuses transactions (X7).
        case database
        /// Disk that does not answer.
        case disk
        /// Damage that a check of the database has found (Y3).
        case damage
        /// Settings that were refused while older ones count (Y6).
        case settings
        /// Waiting times that can't be estimated (E1).
        case waits
        /// A panel that touches itself (X9).
        case ghostTouches
        /// A contact that never ends (X15).
        case heldTouch
        case scanner(String)
        /// Glass that is too small for the screens (X12).
        case glass
        /// Sound device that can't be heard, where somebody listens for it (V24).
        case sound
        /// Connections that somebody opens and does not close, by the server's name.
        case connections(String)
    }

    private let faults = Mutex<[(subject: Subject, sentence: String)]>([])

    package init() {}

    /// Notes a fault. Returns whether it is news.
    @discardableResult
    package func stand(_ subject: Subject, _ sentence: String) -> Bool {
        faults.withLock { faults in
            guard let index = faults.firstIndex(where: { $0.subject == subject }) else {
                faults.append((subject, sentence))
                return true
            }
            defer { faults[index].sentence = sentence }
            return faults[index].sentence != sentence
        }
    }

    /// Ends a fault. Returns whether there was one.
    @discardableResult
    package func end(_ subject: Subject) -> Bool {
        faults.withLock { faults in
            let count = faults.count
            faults.removeAll { $0.subject == subject }
            return faults.count < count
        }
    }

    /// Notes a fault, or ends it where the sentence is nil.
    package func set(_ subject: Subject, _ sentence: String?) {
        if let sentence { stand(subject, sentence) } else { end(subject) }
    }

    package func stands(_ subject: Subject) -> Bool {
        faults.withLock { faults in faults.contains { $0.subject == subject } }
    }

    package var sentences: [String] { faults.withLock { $0.map(\.sentence) } }
}
