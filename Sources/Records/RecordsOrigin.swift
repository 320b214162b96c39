import Office
import Synchronization

/// Source of all that a database makes by itself: identities, codes, tokens and keys.
final class RecordsOrigin: Sendable {
    let terminal: String
    let incarnation: Incarnation
    private let random: Mutex<any RandomNumberGenerator & Sendable>

    init(
        terminal: String, incarnation: Incarnation, random: any RandomNumberGenerator & Sendable
    ) {
        self.terminal = terminal
        self.incarnation = incarnation
        self.random = Mutex(random)
    }

    /// Generator that draws from the database's own one.
    var generator: Generator { Generator(origin: self) }

    struct Generator: RandomNumberGenerator {
        let origin: RecordsOrigin

        mutating func next() -> UInt64 { origin.random.withLock { $0.next() } }
    }
}
