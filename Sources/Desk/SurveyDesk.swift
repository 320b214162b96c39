import Errands
import Office
import Records

/// Keeps what visitors say of the office (G).
package struct SurveyDesk: Sendable {
    /// Time between two responses without a token, at least (G2).
    package static let interval = Duration.seconds(5)

    private var lastSavedAt: Duration?

    package init() {}

    mutating func save(
        _ request: RequestID, _ response: SurveyResponse, token: String?, on day: BusinessDay,
        in records: RecordsTransaction, at moment: Moment
    ) throws -> DeskOutcome {
        if token == nil, let last = lastSavedAt, moment.uptime - last < Self.interval {
            return DeskOutcome(.surveySaved(request, .tooSoon))
        }
        let isSaved = try records.survey.save(
            response, token: token, halfDay: Self.halfDay(moment, day))
        lastSavedAt = moment.uptime
        return DeskOutcome(.surveySaved(request, isSaved ? .saved : .codeSpent))
    }

    func saveExpress(
        _ rating: Int, on day: BusinessDay, in records: RecordsTransaction, at moment: Moment
    ) throws {
        try records.survey.saveExpress(rating, halfDay: Self.halfDay(moment, day))
    }

    func countAbandoned(
        _ question: String, on day: BusinessDay, in records: RecordsTransaction, at moment: Moment
    ) throws {
        try records.survey.countAbandoned(
            question: question, halfDay: Self.halfDay(moment, day))
    }

    private static func halfDay(_ moment: Moment, _ day: BusinessDay) -> HalfDay {
        HalfDay(LocalTime(moment.wall, in: day.zone))
    }
}
