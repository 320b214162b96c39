import Errands
import Office

/// Ratings: one touch on a face, or the questionnaire.
extension Session {
    mutating func rate(_ rating: Int) -> [Effect] {
        guard visit.screen == .express, (1...4).contains(rating) else { return [] }
        visit.history = []
        show(.thanks(.saved))
        return [.saveExpress(rating: rating)]
    }

    mutating func startSurvey() {
        guard !content.questionnaire.questions.isEmpty else { return }
        if case .surveyCode(let typing) = visit.screen {
            visit.surveyToken = typing.text.isEmpty ? nil : typing.text
        }
        visit.answers = [:]
        visit.profile = [:]
        go(.question(0))
    }

    mutating func answer(_ value: Int) -> [Effect] {
        let questions = content.questionnaire.questions
        guard case .question(let index) = visit.screen, questions.indices.contains(index),
            (1...questions[index].options.count).contains(value)
        else { return [] }
        visit.answers[questions[index].id] = value
        if index + 1 < questions.count {
            go(.question(index + 1))
        } else if !content.questionnaire.profile.isEmpty {
            go(.profile(0))
        } else {
            return finishSurvey()
        }
        return []
    }

    mutating func profile(_ choice: String?) -> [Effect] {
        let fields = content.questionnaire.profile
        guard case .profile(let index) = visit.screen, fields.indices.contains(index) else {
            return []
        }
        visit.profile[fields[index].id] = choice
        if index + 1 < fields.count {
            go(.profile(index + 1))
            return []
        }
        return finishSurvey()
    }

    mutating func finishSurvey() -> [Effect] {
        guard visit.screen.patience == .survey else { return [] }
        let request = request()
        let response = SurveyResponse(
            questionnaireName: content.questionnaire.name,
            questionnaireVersion: content.questionnaire.version, answers: visit.answers,
            profile: visit.profile)
        visit.pending = request
        visit.answers = [:]
        visit.profile = [:]
        visit.history = []
        let token = visit.surveyToken
        visit.surveyToken = nil
        show(.thanks(.saved))
        return [.saveSurvey(request, response, token: token)]
    }

    mutating func surveySaved(_ request: RequestID, _ outcome: SurveyOutcome) {
        guard visit.pending == request, case .thanks = visit.screen else { return }
        visit.pending = nil
        // Thanks are shown at once and corrected if saving fails, so that a slow disk does not look
        // like a broken screen.
        if outcome != .saved { visit.screen = .thanks(outcome) }
    }
}
