import Desk
import Display
import Errands
import Face
import Foundation
import Geometry
package import Office
import Records
import Screens
import Settings
import Slips
import Touch
package import Wire

/// Answers of visitors.
package struct SurveyControl: Sendable {
    let control: Control

    /// Index, grade and elements over business dates.
    package func summary(from: CalendarDate?, to: CalendarDate?) async throws -> Wire.Survey {
        let bundle = await control.terminal.bundle
        let today = await control.today()
        let first = from ?? CalendarDate(year: today.year, month: 1, day: 1)
        let last = to ?? today
        guard first <= last else {
            throw Refusal.invalid(
                from == nil ? "to" : "from",
                "The span ends before it begins: \(first) is after \(last).")
        }
        let summary = try await control.records.surveySummary(from: first, to: last)
        let questions = bundle.questionnaire.questions
        let weight = bundle.settings.surveyWeight
        let index = summary.index(of: questions.map(\.id), weight: weight)
        let elements = questions.map { question in
            let average =
                summary.respondents == 0
                ? nil : Double(summary.sum(question.id)) / Double(summary.respondents)
            return Wire.Survey.Element(
                key: question.id, name: question.name[.indonesian],
                average: average.map { ($0 * 100).rounded() / 100 })
        }
        return Wire.Survey(
            from: first.description, to: last.description, respondents: summary.respondents,
            index: index?.text, grade: index?.grade.rawValue, weight: weight.rawValue,
            elements: elements.sorted { ($0.average ?? 0) < ($1.average ?? 0) },
            express: summary.express, abandoned: summary.abandoned.values.reduce(0, +))
    }
}

extension Control {
    package var survey: SurveyControl { SurveyControl(control: self) }
}
