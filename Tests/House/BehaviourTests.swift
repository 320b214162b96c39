import Foundation
import Testing

/// Codes of behaviours: cited in comments, named by tests, listed in BEHAVIOURS.md.
@Suite("Behaviours", .timeLimit(.minutes(5)))
struct BehaviourTests {
    /// Written like codes, and none: elements of the survey, a picture's format.
    static let otherWords: Set<String> = ["P6", "U8", "U9"]
    /// Letters of faults found in the field, which tests name as well.
    static let faultLetters: Set<Character> = ["X", "Y"]

    @Test("Every code that Sources and Tests cite is listed in BEHAVIOURS.md")
    func everyCodeIsListed() throws {
        let listed = Set(try BehaviourList().entries.map(\.code))
        var missing: [String] = []
        for file in try SourceFile.sources.get() + SourceFile.tests.get() {
            for code in Citations.codes(of: file) where !listed.contains(code) {
                if Self.faultLetters.contains(code.letter) { continue }
                if !Self.otherWords.contains(code.text) { missing.append("\(code) \(file.path)") }
            }
        }
        let architecture = try SourceFile("Sources/ARCHITECTURE.md")
        for code in Citations.codes(in: architecture.text) where !listed.contains(code) {
            missing.append("\(code) \(architecture.path)")
        }
        #expect(missing.isEmpty)
    }

    @Test("Every behaviour has a test that names it, or says how else it is shown")
    func everyBehaviourIsShown() throws {
        let list = try BehaviourList()
        let named = Set(
            try SourceFile.tests.get().flatMap { Citations.testNames(of: $0) }
                .flatMap(Citations.leadingCodes))
        #expect(named.count > 90, "names of tests were not found")
        let shown = named.union(list.entries(in: .otherMeans).map(\.code))
        let open = list.entries(in: .there).map(\.code).filter { !shown.contains($0) }
        #expect(open.isEmpty, "no test names these")
    }

    @Test("Behaviours stand once each, under their letter, in the order of their numbers")
    func order() throws {
        let list = try BehaviourList()
        for section in BehaviourList.Section.allCases {
            let codes = list.entries(in: section).map(\.code)
            #expect(!codes.isEmpty, "\(section) is empty")
            if section == .there {
                #expect(list.entries(in: section).allSatisfy { $0.letter == $0.code.letter })
            }
            #expect(zip(codes, codes.dropFirst()).allSatisfy { $0 < $1 }, "\(section): \(codes)")
        }
    }
}

struct BehaviourCode: Hashable, Comparable, Sendable, CustomStringConvertible {
    var letter: Character
    var number: Int

    var text: String { "\(letter)\(number)" }
    var description: String { text }

    static func < (one: Self, other: Self) -> Bool {
        (rank(one.letter), one.number) < (rank(other.letter), other.number)
    }

    private static func rank(_ letter: Character) -> UInt8 { letter.asciiValue ?? .max }
}

/// The lines of BEHAVIOURS.md that begin with a code.
struct BehaviourList {
    enum Section: CaseIterable {
        case there, otherMeans, notYet
    }

    struct Entry {
        var code: BehaviourCode
        var section: Section
        /// The letter of the heading above.
        var letter: Character?
    }

    private(set) var entries: [Entry] = []

    init() throws {
        var section = Section.there
        var letter: Character?
        for line in try SourceFile("Sources/BEHAVIOURS.md").lines {
            if line == "## Shown by other means" {
                section = .otherMeans
            } else if line == "## Not yet there" {
                section = .notYet
            } else if let match = line.wholeMatch(of: #/## ([A-Z])\. .+/#) {
                letter = match.1.first
            } else if let match = line.prefixMatch(of: #/- \*\*([A-Z])([0-9]+)\*\* \S/#),
                let first = match.1.first, let number = Int(match.2)
            {
                entries.append(
                    Entry(
                        code: BehaviourCode(letter: first, number: number), section: section,
                        letter: letter))
            }
        }
    }

    func entries(in section: Section) -> [Entry] { entries.filter { $0.section == section } }
}

/// Codes in comments and in the names of tests: `B4`, `T17-T21`.
enum Citations {
    /// Codes in the comments and the test names of a Swift file.
    static func codes(of file: SourceFile) -> [BehaviourCode] {
        let comments = file.lines.compactMap { line in
            line.range(of: "//").map { String(line[$0.upperBound...]) }
        }
        return (comments + testNames(of: file)).flatMap { codes(in: $0) }
    }

    /// Names of `@Test` and `@Suite(.timeLimit(.minutes(5)))`.
    static func testNames(of file: SourceFile) -> [String] {
        file.text.split(separator: "@").dropFirst().compactMap { rest in
            rest.prefixMatch(of: #/(?:Test|Suite)\(\s*"((?:[^"\\]|\\.)*)"/#).map { String($0.1) }
        }
    }

    static func codes(in text: some StringProtocol) -> [BehaviourCode] {
        // Most comments cite none: a look at the bytes is far quicker than a pattern.
        let bytes = Array(text.utf8)
        guard zip(bytes, bytes.dropFirst()).contains(where: { isCapital($0) && isDigit($1) }) else {
            return []
        }
        return String(text).matches(
            of:
                #/(?:^|[^A-Za-z0-9_\-])([A-Z])([0-9]{1,3})(?:-([A-Z])([0-9]{1,3}))?(?![A-Za-z0-9_])/#
        ).flatMap { match in
            range(match.1, match.2, match.4)
        }
    }

    /// The codes before the words of a test's name: `A1-A4, C4, B1 a seeded day`.
    static func leadingCodes(_ name: String) -> [BehaviourCode] {
        guard let match = name.prefixMatch(of: #/(?:[A-Z][0-9]{1,3}(?:-[A-Z][0-9]{1,3})?,? )+/#)
        else { return [] }
        return match.0.split(whereSeparator: { $0 == " " || $0 == "," }).flatMap { codes(in: $0) }
    }

    private static func range(_ letter: Substring, _ first: Substring, _ last: Substring?)
        -> [BehaviourCode]
    {
        guard let letter = letter.first, let first = Int(first) else { return [] }
        let last = last.flatMap { Int($0) } ?? first
        return (first...max(first, last)).map { BehaviourCode(letter: letter, number: $0) }
    }

    private static func isCapital(_ byte: UInt8) -> Bool { (65...90).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
