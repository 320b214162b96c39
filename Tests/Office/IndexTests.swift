import Testing

@testable import Office

@Suite("Satisfaction index over many cases", .timeLimit(.minutes(5)))
struct IndexTests {
    @Test("G4 every index of up to 40 respondents is the fraction, rounded half up once")
    func exact() throws {
        for respondents in 1...40 {
            for total in (9 * respondents)...(36 * respondents) {
                let index = try #require(
                    SatisfactionIndex(
                        sums: [total]
                            + .init(
                                repeating: 0, count: 8), respondents: respondents))
                // The largest h with h - 1/2 <= 2500 total / (9 respondents), in integers.
                let (double, parts) = (5_000 * total, 18 * respondents)
                #expect((2 * index.hundredths - 1) * parts <= 2 * double)
                #expect((2 * index.hundredths + 1) * parts > 2 * double)
            }
        }
    }

    @Test("G4 exactly half a hundredth goes up") func half() {
        // 25 x 651 / (8 x 25) is 81.375, and 25 x 649 / (8 x 25) is 81.125.
        for (total, text) in [(651, "81.38"), (649, "81.13")] {
            let sums = [total] + [Int](repeating: 0, count: 7)
            #expect(SatisfactionIndex(sums: sums, respondents: 25)?.text == text)
        }
    }

    @Test("G4 the rounded weights can't reach 100, and each says so by its name")
    func weights() {
        let best = [Int](repeating: 4, count: 9)
        let texts = SatisfactionIndex.Weight.allCases.map {
            SatisfactionIndex(sums: best, respondents: 1, weight: $0)?.text
        }
        #expect(texts == ["100.00", "99.00", "99.90", "99.99"])
        #expect(
            SatisfactionIndex.Weight.allCases.map(\.rawValue)
                == ["exact", "0.11", "0.111", "0.1111"])
    }

    /// Table of the regulation: lowest and highest converted value of each grade.
    @Test(
        "G4 grades agree with the regulation's table",
        arguments: [
            ("D", 2_500, 6_499), ("C", 6_500, 7_660), ("B", 7_661, 8_830), ("A", 8_831, 10_000),
        ])
    func table(grade: String, lowest: Int, highest: Int) {
        for hundredths in lowest...highest {
            #expect(SatisfactionIndex.grade(hundredths: hundredths).rawValue == grade)
        }
    }

    @Test("G4 elements stand from the lowest") func ranking() {
        #expect(
            SatisfactionIndex.ranking(["biaya": 116, "waktu": 100, "produk": 102, "perilaku": 100])
                == ["perilaku", "waktu", "produk", "biaya"])
    }

    @Test("G5 cells under five are not shown") func cells() {
        #expect((0...6).map(SatisfactionIndex.shown) == [nil, nil, nil, nil, nil, 5, 6])
    }
}
