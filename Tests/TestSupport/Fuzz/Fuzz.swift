import Foundation

/// Target of a search for inputs that do harm: it runs one seeded case after the other for its share
/// of seconds, and tells how many.
///
/// `LOKET_SEED` begins with the case that it names, and `LOKET_FUZZ_SECONDS` is the share of each
/// target in place of its own. A case that takes long or ends the process is named with its seed.
package struct Fuzz: Sendable {
    /// Number of faults after which a target ends: more of them tell nothing new.
    private static let enough = 8
    /// Time between two lines that say how far a long search has come.
    private static let reportInterval = Duration.seconds(60)

    private let target: String
    private let seconds: Double
    private let file: String

    /// Creates a target. `seconds` is its share in a run of all tests; all shares together are six
    /// minutes at most.
    package init(_ target: String, seconds: Double, file: String = #fileID) {
        self.target = target
        self.file = file
        self.seconds = Self.share(of: seconds)
    }

    /// Share in seconds of a target whose own is given.
    package static func share(of seconds: Double) -> Double {
        let given = ProcessInfo.processInfo.environment["LOKET_FUZZ_SECONDS"]
        return given.flatMap(Double.init) ?? seconds
    }

    /// Outcome of a target.
    package struct Found: Sendable, CustomStringConvertible {
        package fileprivate(set) var cases = 0
        /// Sentences on what went wrong, each with its seed.
        package fileprivate(set) var faults: [String] = []
        /// Number of cases by what they came to, as the target counted them.
        package fileprivate(set) var counts: [String: Int] = [:]

        package var description: String { faults.joined(separator: "\n") }
    }

    /// Runs cases until the time is up. An error that a case throws is a fault. Between two cases other
    /// tests have their turn, which wait for a thread of the pool and not for a processor.
    package func run(
        isolation: isolated (any Actor)? = #isolation,
        _ body: (inout FuzzCase) async throws -> Void
    ) async -> Found {
        var search = Search(self)
        repeat {
            var one = search.next()
            do { try await body(&one) } catch { one.fail("\(error)") }
            search.end(one)
            await Task.yield()
        } while search.goesOn && !Task.isCancelled
        return search.close()
    }

    /// Writes a line at once, where what is printed may wait in a buffer.
    package static func say(_ line: String) {
        FileHandle.standardError.write(Data("\(line)\n".utf8))
    }

    /// Course of one run.
    private struct Search {
        let fuzz: Fuzz
        let base: SeededRandom
        let begun = ContinuousClock.now
        let board: FuzzBoard
        var reported = ContinuousClock.now
        var found = Found()

        init(_ fuzz: Fuzz) {
            self.fuzz = fuzz
            base = SeededRandom(test: fuzz.target, file: fuzz.file)
            board = FuzzBoard(fuzz.target)
        }

        mutating func next() -> FuzzCase {
            let seed = base.seed &+ UInt64(found.cases)
            board.begin(seed)
            return FuzzCase(seed: seed)
        }

        mutating func end(_ one: FuzzCase) {
            board.pause()
            found.cases += 1
            found.counts.merge(one.counts, uniquingKeysWith: +)
            found.faults += one.faults.map { "\(fuzz.target), LOKET_SEED=\(one.seed): \($0)" }
            guard ContinuousClock.now - reported > Fuzz.reportInterval else { return }
            reported = .now
            Fuzz.say("fuzz: \(fuzz.target) \(found.cases) cases so far")
        }

        var goesOn: Bool {
            found.faults.count < Fuzz.enough
                && ContinuousClock.now - begun < .seconds(fuzz.seconds)
        }

        func close() -> Found {
            board.end()
            let counts = found.counts.sorted { $0.key < $1.key }
                .map { ", \($0.value) \($0.key)" }.joined()
            let time = (ContinuousClock.now - begun) / .seconds(1)
            Fuzz.say(
                "fuzz: \(fuzz.target) \(found.cases) cases\(counts) in "
                    + "\(time.formatted(.number.precision(.fractionLength(1)))) s, "
                    + "\(found.faults.count) faults")
            return found
        }
    }
}

/// Case of a target: its random numbers, and what is wrong with what they led to.
package struct FuzzCase: Sendable {
    package let seed: UInt64
    package var random: SeededRandom
    /// Description of the input, put before each fault.
    package var about = ""
    fileprivate var faults: [String] = []
    fileprivate var counts: [String: Int] = [:]

    fileprivate init(seed: UInt64) {
        self.seed = seed
        random = SeededRandom(seed: seed)
    }

    package mutating func fail(_ what: String) { faults.append("\(about) \(what)") }

    package mutating func check(_ holds: Bool, _ what: @autoclosure () -> String) {
        if !holds { fail(what()) }
    }

    /// Counts a case of this kind, so that a target shows that it reaches what it is for.
    package mutating func count(_ kind: String) { counts[kind, default: 0] += 1 }

    // MARK: Choices

    /// Whether something with this chance of one in so many happens.
    package mutating func oneIn(_ count: Int) -> Bool {
        Int.random(in: 0..<count, using: &random) == 0
    }

    package mutating func number(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &random)
    }

    /// Element of a list that is not empty.
    package mutating func pick<Element>(_ list: [Element]) -> Element {
        list[Int.random(in: 0..<list.count, using: &random)]
    }
}
