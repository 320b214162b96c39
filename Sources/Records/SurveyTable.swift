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
    /// Number of respondents that chose 1, 2, 3 and so on, by the question's key. A question whose
    /// scale is not known has four options.
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

    /// Makes the scales of a questionnaire known. A version that is known already stays as it is,
    /// because answers were given to it.
    package func know(_ questionnaire: Questionnaire) throws {
        for question in questionnaire.questions {
            try transaction.execute(
                """
                INSERT OR IGNORE INTO questionnaire (name, version, question, options)
                VALUES (?, ?, ?, ?)
                """,
                [
                    questionnaire.name, questionnaire.version, question.id,
                    question.options.count,
                ])
        }
    }

    /// Keeps a finished questionnaire. The token, where there is one, is spent in its own table;
    /// nothing joins the two. A response without a service gets that of its token. Returns false where
    /// the token is unknown or spent already.
    /// Throws `refused` for an answer outside its question's scale.
    package func save(_ response: SurveyResponse, token: String?, halfDay: HalfDay) throws
        -> Bool
    {
        try requireScale(response)
        var service = response.serviceID
        if let token = token.map(Tokens.normalised) {
            try transaction.execute(
                "UPDATE survey_token SET is_spent = 1 WHERE token = ? AND is_spent = 0", [token])
            guard transaction.db.changesCount == 1 else { return false }
            service =
                try service
                ?? transaction.value("SELECT service FROM survey_token WHERE token = ?", [token])
        }
        let id = randomKey()
        try transaction.execute(
            """
            INSERT INTO survey_response (id, questionnaire, version, half_day, service)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                id, response.questionnaireName, response.questionnaireVersion,
                halfDay.description, service,
            ])
        for (question, value) in response.answers.sorted(by: { $0.key < $1.key }) {
            try transaction.execute(
                "INSERT INTO survey_answer (response, question, value) VALUES (?, ?, ?)",
                [id, question, value])
        }
        for (field, choice) in response.profile.sorted(by: { $0.key < $1.key }) {
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
        // CROSS keeps the order: responses by their half-days first, then the answers of each.
        let answers = try transaction.rows(
            """
            SELECT survey_answer.question, value, count(*), max(coalesce(options, \(Self.usualScale)))
            FROM survey_response CROSS JOIN survey_answer ON response = survey_response.id
            LEFT JOIN questionnaire ON questionnaire.name = survey_response.questionnaire
                AND questionnaire.version = survey_response.version
                AND questionnaire.question = survey_answer.question
            WHERE half_day BETWEEN ? AND ? GROUP BY survey_answer.question, value
            """, period)
        for row in answers {
            let (question, value): (String, Int) = (try row.at(0), try row.at(1))
            let options = max(value, try row.at(3))
            try DamagedValue.check(value, 1...Self.mostOptions, "an answer to \(question)")
            try DamagedValue.check(options, 1...Self.mostOptions, "the scale of \(question)")
            var counts = summary.answers[question] ?? []
            let missing = options - counts.count
            if missing > 0 { counts += Array(repeating: 0, count: missing) }
            counts[value - 1] = try row.at(2)
            summary.answers[question] = counts
        }
        let ratings = try transaction.rows(
            """
            SELECT rating, count(*) FROM express_rating
            WHERE half_day BETWEEN ? AND ? GROUP BY rating
            """, period)
        for row in ratings {
            let rating: Int = try row.at(0)
            try DamagedValue.check(rating, 1...summary.express.count, "a rating")
            summary.express[rating - 1] = try row.at(1)
        }
        let abandoned = try transaction.rows(
            """
            SELECT question, sum(count) FROM survey_abandoned
            WHERE half_day BETWEEN ? AND ? GROUP BY question
            """, period)
        for row in abandoned { summary.abandoned[try row.at(0)] = try row.at(1) }
        return summary
    }

    /// Options of a question whose scale is not known.
    private static let usualScale = 4
    /// More options than any question has.
    private static let mostOptions = 1_000

    private func requireScale(_ response: SurveyResponse) throws {
        let rows = try transaction.rows(
            "SELECT question, options FROM questionnaire WHERE name = ? AND version = ?",
            [response.questionnaireName, response.questionnaireVersion])
        let scales: [String: Int] = try Dictionary(
            rows.map { (try $0.at(0), try $0.at(1)) }, uniquingKeysWith: { $1 })
        for (question, value) in response.answers {
            let options = scales[question] ?? Self.usualScale
            guard (1...options).contains(value) else {
                throw RecordsError.refused(
                    "Question \(question) has the options 1 to \(options), not \(value).")
            }
        }
    }

    /// 128 random bits: rows lie in the order of their keys, which says nothing of time.
    private func randomKey() -> Data {
        var random = transaction.origin.generator
        return withUnsafeBytes(of: (random.next(), random.next())) { Data($0) }
    }
}
