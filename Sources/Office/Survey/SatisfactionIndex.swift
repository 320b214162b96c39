/// Index of public satisfaction (IKM) in exact integers (G4; Permenpan-RB 14/2017).
package struct SatisfactionIndex: Sendable, Hashable {
    /// Weight of one of nine elements. The regulation says 1/9; offices also use rounded weights
    /// and print which one (G4).
    package enum Weight: String, Sendable, Codable, CaseIterable {
        case exact
        case twoDigits = "0.11"
        case threeDigits = "0.111"
        case fourDigits = "0.1111"
    }

    package enum Grade: String, Sendable, Codable {
        case a = "A"
        case b = "B"
        case c = "C"
        case d = "D"
    }

    /// Index in hundredths, 2500...10000.
    package var hundredths: Int
    package var grade: Grade

    /// Computes the index from the sums of all answers, one per element, and the number of
    /// respondents. Answers are 1...4. Nil without respondents.
    package init?(sums: [Int], respondents: Int, weight: Weight = .exact) {
        guard respondents > 0, !sums.isEmpty else { return nil }
        let total = sums.reduce(0, +)
        // 25 x total / (elements x respondents), or 25 x weight x total / respondents, in
        // hundredths and rounded half up once at the end.
        let (numerator, denominator) =
            switch weight {
            case .exact: (2_500 * total, sums.count * respondents)
            case .twoDigits: (2_500 * 11 * total, 100 * respondents)
            case .threeDigits: (2_500 * 111 * total, 1_000 * respondents)
            case .fourDigits: (2_500 * 1_111 * total, 10_000 * respondents)
            }
        hundredths = (2 * numerator + denominator) / (2 * denominator)
        grade = Self.grade(hundredths: hundredths)
    }

    /// Returns the grade by the regulation's intervals: A from 88.31, B from 76.61, C from 65.00.
    package static func grade(hundredths: Int) -> Grade {
        switch hundredths {
        case 8_831...: .a
        case 7_661...: .b
        case 6_500...: .c
        default: .d
        }
    }

    /// Index with two decimals: "90.56".
    package var text: String {
        let cents = hundredths % 100
        return "\(hundredths / 100).\(cents < 10 ? "0" : "")\(cents)"
    }

    /// Smallest count of a cell that is shown (G5).
    package static let smallestShownCell = 5

    /// Returns the count of a cell; nil where it could identify persons (G5).
    package static func shown(_ count: Int) -> Int? { count < smallestShownCell ? nil : count }

    /// Returns the elements from the lowest sum, where improvement starts; equal sums by key.
    package static func ranking(_ sums: [String: Int]) -> [String] {
        sums.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
    }
}
