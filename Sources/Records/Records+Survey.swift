import Foundation
import GRDB
package import Office

/// Half a day, the finest time that is kept beside an answer (G2): `2026-11-22 AM`.
package struct HalfDay: Sendable, Hashable, CustomStringConvertible {
    package var description: String

    package init(_ local: LocalTime) {
        description = "\(local.date) \(local.hour < 12 ? "AM" : "PM")"
    }
}

/// What the answers of a period add up to.
package struct SurveySummary: Sendable, Hashable {
    package var respondents = 0
    /// By the question's key: how many chose 1, 2, 3, 4.
    package var answers: [String: [Int]] = [:]
    /// How many touched face 1, 2, 3, 4; apart from the index (G1).
    package var express = [0, 0, 0, 0]
    /// By the question at which they left (G3).
    package var abandoned: [String: Int] = [:]

    package init() {}

    /// Sum of the answers to one question.
    package func sum(_ question: String) -> Int {
        (answers[question] ?? []).enumerated().reduce(0) { $0 + ($1.offset + 1) * $1.element }
    }

    /// These questions from the lowest, where improving begins.
    package func ranking(of questions: [String]) -> [String] {
        SatisfactionIndex.ranking(
            Dictionary(questions.map { ($0, sum($0)) }, uniquingKeysWith: { first, _ in first }))
    }

    /// The index over these questions, or nil where nobody answered (G4).
    package func index(of questions: [String], weight: SatisfactionIndex.Weight)
        -> SatisfactionIndex?
    {
        SatisfactionIndex(
            sums: questions.map(sum), respondents: respondents, weight: weight)
    }
}

extension Records {
    /// Keeps a finished questionnaire. The token, where there is one, is spent in its own table;
    /// nothing joins the two. Returns false where the token is unknown or spent already.
    package func saveSurvey(_ response: SurveyResponse, token: String?, halfDay: HalfDay)
        async throws(RecordsError) -> Bool
    {
        let token = token.map(Tokens.normalised)
        return try await write { db in
            if let token {
                try db.execute(
                    sql: "UPDATE survey_token SET is_spent = 1 WHERE token = ? AND is_spent = 0",
                    arguments: [token])
                guard db.changesCount == 1 else { return false }
            }
            let id = Self.randomKey()
            try db.execute(
                sql: """
                    INSERT INTO survey_response (id, version, half_day, service)
                    VALUES (?, ?, ?, ?)
                    """,
                arguments: [
                    id, response.questionnaireVersion, halfDay.description, response.serviceID,
                ])
            for (question, value) in response.answers {
                try db.execute(
                    sql: "INSERT INTO survey_answer (response, question, value) VALUES (?, ?, ?)",
                    arguments: [id, question, value])
            }
            for (field, choice) in response.profile {
                try db.execute(
                    sql: "INSERT INTO survey_profile (response, field, choice) VALUES (?, ?, ?)",
                    arguments: [id, field, choice])
            }
            return true
        }
    }

    /// One touch on a face, 1...4.
    package func saveExpress(_ rating: Int, halfDay: HalfDay) async throws(RecordsError) {
        try await write { db in
            try db.execute(
                sql: "INSERT INTO express_rating (id, half_day, rating) VALUES (?, ?, ?)",
                arguments: [Self.randomKey(), halfDay.description, rating])
        }
    }

    /// A survey was left at this question (G3).
    package func countAbandoned(question: String, halfDay: HalfDay) async throws(RecordsError) {
        try await write { db in
            try db.execute(
                sql: """
                    INSERT INTO survey_abandoned (half_day, question, count) VALUES (?, ?, 1)
                    ON CONFLICT (half_day, question) DO UPDATE SET count = count + 1
                    """, arguments: [halfDay.description, question])
        }
    }

    /// All answers of the dates from first to last, both included.
    package func surveySummary(from first: CalendarDate, to last: CalendarDate)
        async throws(RecordsError) -> SurveySummary
    {
        let (from, to) = ("\(first) AM", "\(last) PM")
        return try await read { db in
            var summary = SurveySummary()
            summary.respondents =
                try Int.fetchOne(
                    db,
                    sql: "SELECT count(*) FROM survey_response WHERE half_day BETWEEN ? AND ?",
                    arguments: [from, to]) ?? 0
            for row in try Row.fetchAll(
                db,
                sql: """
                    SELECT question, value, count(*) FROM survey_answer
                    JOIN survey_response ON survey_response.id = response
                    WHERE half_day BETWEEN ? AND ? GROUP BY question, value
                    """, arguments: [from, to])
            {
                let value: Int = row[1]
                summary.answers[row[0], default: [0, 0, 0, 0]][value - 1] = row[2]
            }
            for row in try Row.fetchAll(
                db,
                sql: """
                    SELECT rating, count(*) FROM express_rating
                    WHERE half_day BETWEEN ? AND ? GROUP BY rating
                    """, arguments: [from, to])
            {
                let rating: Int = row[0]
                summary.express[rating - 1] = row[1]
            }
            for row in try Row.fetchAll(
                db,
                sql: """
                    SELECT question, sum(count) FROM survey_abandoned
                    WHERE half_day BETWEEN ? AND ? GROUP BY question
                    """, arguments: [from, to])
            {
                summary.abandoned[row[0]] = row[1]
            }
            return summary
        }
    }

    /// 128 random bits: rows lie in the order of their keys, which says nothing of time.
    private static func randomKey() -> Data {
        var random = SystemRandomNumberGenerator()
        return Data((0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) })
    }
}
