import Foundation
import TestSupport
import Testing

/// Rules for words and tests that the compiler does not check.
@Suite("Wording", .timeLimit(.minutes(5)))
struct WordingTests {
    /// First words that make a fragment of a doc comment instead of a name for its symbol.
    static let fragments: Set<Substring> = [
        "Of", "By", "As", "In", "To", "With", "For", "At", "From", "Who", "Whoever", "Nobody",
        "What",
    ]

    @Test("A doc comment begins with the noun or verb that names its symbol")
    func docComments() throws {
        var found: [String] = []
        let files = try SourceFile.sources.get() + SourceFile.tests.get()
        for file in files where !file.path.hasPrefix("Tests/House/Wording") {
            found += Self.fragments(in: file.lines).map { "\(file.path):\($0)" }
        }
        #expect(found.isEmpty)
    }

    @Test("A doc comment's first word is looked at, in its first line alone") func sample() {
        let lines: [Substring] = [
            "/// Of a ticket.", "let a = 1", "    /// Number of a ticket",
            "    /// As it is printed.",
            "/// Whatever else.", "let b = 2", "// By hand.", "/// Who calls.",
        ]
        #expect(Self.fragments(in: lines) == [1, 8])
    }

    @Test("Every suite has a time limit, so that no test hangs a run") func timeLimits() throws {
        var missing: [String] = []
        for file in try SourceFile.tests.get() where !file.path.hasPrefix("Tests/House/Wording") {
            for part in file.text.components(separatedBy: "@Suite").dropFirst() {
                // The attribute ends before the declaration that follows it.
                let attribute = part.prefix { $0 != "{" }
                if !attribute.contains(".timeLimit(") { missing.append(file.path) }
            }
            let isTested = file.text.contains("@Test(") || file.text.contains("@Test ")
            if isTested, !file.text.contains("@Suite"), !Self.isExtension(file) {
                missing.append("\(file.path) has no suite")
            }
        }
        #expect(missing.isEmpty)
    }

    /// Tests in an extension have the limit of the suite that they extend.
    private static func isExtension(_ file: SourceFile) -> Bool {
        file.lines.contains { $0.hasPrefix("extension ") }
    }

    /// Numbers of lines, 1 the first, that begin a doc comment with a fragment.
    private static func fragments(in lines: [Substring]) -> [Int] {
        var found: [Int] = []
        var wasComment = false
        for (index, line) in lines.enumerated() {
            let words = line.split(separator: " ")
            let isComment = words.first == "///"
            if isComment, !wasComment, words.count > 1, fragments.contains(words[1]) {
                found.append(index + 1)
            }
            wasComment = isComment
        }
        return found
    }
}
