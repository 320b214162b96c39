import Foundation
import GRDB
package import Office

/// Half of a day, such as `2026-11-22 AM`: the finest time that is kept with an answer (G2).
package struct HalfDay: Sendable, Hashable, CustomStringConvertible {
    package var description: String

    package init(_ local: LocalTime) {
        description = "\(local.date) \(local.hour < 12 ? "AM" : "PM")"
    }
}

/// Sums of the survey answers of a period.
package struct SurveySummary: Sendable, Hashable {
    package var respondents = 0
    /// Number of respondents that chose 1, 2, 3, 4, by the question's key.
    package var answers: [String: [Int]] = [:]
    /// Number of touches on face 1, 2, 3 and 4. They are no part of the index (G1).
    package var express = [0, 0, 0, 0]
    /// Number of abandoned surveys, by the question that was on the screen (G3).
    package var abandoned: [String: Int] = [:]

    package init() {}

    /// Sum of the answers to one question.
    package func sum(_ question: String) -> Int {
        (answers[question] ?? []).enumerated().reduce(0) { $0 + ($1.offset + 1) * $1.element }
    }

    /// Questions in ascending order of their answers, so that the ones to improve first come first.
    package func ranking(of questions: [String]) -> [String] {
        SatisfactionIndex.ranking(
            Dictionary(questions.map { ($0, sum($0)) }, uniquingKeysWith: { first, _ in first }))
    }

    /// Index over these questions; nil without respondents (G4).
    package func index(of questions: [String], weight: SatisfactionIndex.Weight)
        -> SatisfactionIndex?
    {
        SatisfactionIndex(
            sums: questions.map(sum), respondents: respondents, weight: weight)
    }
}

/// Answers, ratings and survey tokens.
package struct SurveyTable {
    let transaction: RecordsTransaction

    /// Stores a completed questionnaire. Where there is a token, it is marked as spent in its own
    /// table; nothing links it to the answers. Returns false where the token is unknown or already
    /// spent.
    package func save(_ response: SurveyResponse, token: String?, halfDay: HalfDay) throws
        -> Bool
    {
        if let token {
            try transaction.execute(
                "UPDATE survey_token SET is_spent = 1 WHERE token = ? AND is_spent = 0",
                [Tokens.normalised(token)])
            guard transaction.db.changesCount == 1 else { return false }
        }
        let id = randomKey()
        try transaction.execute(
            """
            INSERT INTO survey_response (id, version, half_day, service) VALUES (?, ?, ?, ?)
            """, [id, response.questionnaireVersion, halfDay.description, response.serviceID])
        for (question, value) in response.answers {
            try transaction.execute(
                "INSERT INTO survey_answer (response, question, value) VALUES (?, ?, ?)",
                [id, question, value])
        }
        for (field, choice) in response.profile {
            try transaction.execute(
                "INSERT INTO survey_profile (response, field, choice) VALUES (?, ?, ?)",
                [id, field, choice])
        }
        return true
    }

    /// Stores one touch on a face; `rating` is 1 to 4.
    package func saveExpress(_ rating: Int, halfDay: HalfDay) throws {
        try transaction.execute(
            "INSERT INTO express_rating (id, half_day, rating) VALUES (?, ?, ?)",
            [randomKey(), halfDay.description, rating])
    }

    /// Counts a survey that was abandoned at this question (G3).
    package func countAbandoned(question: String, halfDay: HalfDay) throws {
        try transaction.execute(
            """
            INSERT INTO survey_abandoned (half_day, question, count) VALUES (?, ?, 1)
            ON CONFLICT (half_day, question) DO UPDATE SET count = count + 1
            """, [halfDay.description, question])
    }

    /// Sums up the answers of the dates from first to last, both included.
    package func summary(from first: CalendarDate, to last: CalendarDate) throws -> SurveySummary {
        let period: StatementArguments = ["\(first) AM", "\(last) PM"]
        var summary = SurveySummary()
        summary.respondents =
            try transaction.value(
                "SELECT count(*) FROM survey_response WHERE half_day BETWEEN ? AND ?", period) ?? 0
        let answers = try transaction.rows(
            """
            SELECT question, value, count(*) FROM survey_answer
            JOIN survey_response ON survey_response.id = response
            WHERE half_day BETWEEN ? AND ? GROUP BY question, value
            """, period)
        for row in answers {
            let value: Int = row[1]
            summary.answers[row[0], default: [0, 0, 0, 0]][value - 1] = row[2]
        }
        let ratings = try transaction.rows(
            """
            SELECT rating, count(*) FROM express_rating
            WHERE half_day BETWEEN ? AND ? GROUP BY rating
            """, period)
        for row in ratings {
            let rating: Int = row[0]
            summary.express[rating - 1] = row[1]
        }
        let abandoned = try transaction.rows(
            """
            SELECT question, sum(count) FROM survey_abandoned
            WHERE half_day BETWEEN ? AND ? GROUP BY question
            """, period)
        for row in abandoned { summary.abandoned[row[0]] = row[1] }
        return summary
    }

    /// 128 random bits. Rows are stored in the order of their keys, so random keys hide the order
    /// of the answers.
    private func randomKey() -> Data {
        var random = SystemRandomNumberGenerator()
        return Data((0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) })
    }
}
