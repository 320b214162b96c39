import Foundation
import GRDB
import Office
import TestSupport
import Testing

@testable import Records

@Suite("H1 search", .timeLimit(.minutes(5)))
struct SearchTests {
    let test = TestRecords()

    private func indexed() async throws -> Records {
        let records = try test.open()
        func service(
            _ id: String, _ names: [Language: String], _ keywords: [String] = [],
            _ requirements: [Language: String] = [:]
        ) -> Service {
            Service(
                id: id, agencyID: "dukcapil", prefix: "X", name: LocalizedText(names),
                keywords: keywords,
                variants: [
                    Variant(
                        id: "new", name: "Baru",
                        requirements: [
                            Requirement(text: LocalizedText(requirements), kind: .original)
                        ])
                ], checkedOn: CalendarDate(year: 2026, month: 11, day: 1))
        }
        try await records.index(
            Catalogue(
                agencies: [
                    Agency(
                        id: "dukcapil", name: "Dinas Kependudukan", short: "Dukcapil", zone: "A")
                ],
                services: [
                    service(
                        "akta", [.indonesian: "Akta kelahiran", .portuguese: "Certidão"],
                        ["anak lahir"], [.indonesian: "KTP-el orang tua"]),
                    service(
                        "ktp", [.indonesian: "KTP-el", .tetum: "Kartaun identidade"], ["e-KTP"],
                        [.indonesian: "Kartu keluarga"]),
                    service(
                        "kk", [.indonesian: "Kartu keluarga", .english: "Family card"], [],
                        [.indonesian: "Buku nikah"]),
                ]))
        return records
    }

    @Test(
        "H1 typing the beginning of any word of any language finds the service, best first",
        arguments: [
            ("ktp", ["ktp", "akta"]), ("ktp-e", ["ktp", "akta"]), ("certidao", ["akta"]),
            ("CERTIDÃO", ["akta"]), ("certida\u{0303}o", ["akta"]), ("fam", ["kk"]),
            ("kelu kar", ["kk", "ktp"]), ("identidade", ["ktp"]), ("nikah", ["kk"]),
            ("paspor", []), ("", []),
        ])
    func finds(text: String, expected: [String]) async throws {
        #expect(try await indexed().search(text) == expected)
    }

    @Test("H1 an agency's name finds its services, as many as asked for") func agency()
        async throws
    {
        let records = try await indexed()
        #expect(try await Set(records.search("dukcapil")) == ["akta", "ktp", "kk"])
        #expect(try await records.search("dukcapil", limit: 2).count == 2)
    }

    @Test("H1 a new catalogue takes the place of the old one") func again() async throws {
        let records = try await indexed()
        try await records.index(Catalogue())
        #expect(try await records.search("ktp").isEmpty)
    }

    @Test("H1 whatever is typed, the search answers") func odd() async throws {
        var random = SeededRandom()
        let seed = random.seed
        let records = try await indexed()
        let pieces =
            Array("\"'*^()-+:{}[]<>\\/;,.~|&%$#@!?=_ \t\n\0aK9é½²ⅷ一๙ß\u{0301}\u{200D}😀𝟘ﬁ")
            .map(String.init) + ["AND", "OR", "NOT", "NEAR(", "name:", "rank", "ktp", " "]
        for turn in 0..<600 {
            let text = (0..<Int.random(in: 1...12, using: &random))
                .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            do { _ = try await records.search(text) } catch {
                Issue.record("seed \(seed), turn \(turn), \(text.debugDescription): \(error)")
            }
        }
        #expect(try await records.search(String(repeating: "k", count: 100_000)).isEmpty)
        #expect(try await records.search("ktp") == ["ktp", "akta"], "nothing was harmed")
    }
}
