import Errands
import Office

/// Ratings: one touch on a face, or the questionnaire (G1, G2, G3).
struct SurveyFlow: Flow, Hashable {
    /// Chosen options by question. They exist only while the survey is up (G2).
    var answers: [String: Int] = [:]
    /// Chosen values by field of the profile, with the same life as the answers.
    var profile: [String: String] = [:]
    /// Code typed from the slip, until the answers are saved.
    var token: String?
    /// Response that is being saved.
    var request: RequestID?

    mutating func handle(_ input: FlowInput, in context: ScreenContext) -> Step {
        switch input {
        case .tap(let action): tap(action, context)
        case .heard(.surveySaved(let request, let outcome)): saved(request, outcome, context)
        case .left: abandon(context)
        case .heard, .edited, .scanned, .printsAreSilent, .deskIsSilent: .stay
        }
    }

    /// Forgets the answers unless the survey goes on.
    mutating func screenChanged(to screen: Screen) {
        if screen.patience == .survey { return }
        answers = [:]
        profile = [:]
    }

    private mutating func tap(_ action: Action, _ context: ScreenContext) -> Step {
        switch action {
        case .rate: .open(.express)
        case .showSurveyCode: .open(.surveyCode(Typing()))
        case .face(let rating): rate(rating, context)
        case .startSurvey: start(context)
        case .answer(let value): answer(value, context)
        case .profile(let choice): choose(choice, context)
        case .skipQuestion: choose(nil, context)
        case .skipProfile: finish(context)
        default: .stay
        }
    }

    private func rate(_ rating: Int, _ context: ScreenContext) -> Step {
        guard context.visit.screen == .express, (1...4).contains(rating) else { return .stay }
        return Step(.conclude(.thanks(.saved)), [.saveExpress(rating: rating)])
    }

    private mutating func start(_ context: ScreenContext) -> Step {
        guard !context.content.questionnaire.questions.isEmpty else { return .stay }
        if case .surveyCode(let typing) = context.visit.screen {
            token = typing.text.isEmpty ? nil : typing.text
        }
        answers = [:]
        profile = [:]
        return .open(.question(0))
    }

    private mutating func answer(_ value: Int, _ context: ScreenContext) -> Step {
        let questionnaire = context.content.questionnaire
        let questions = questionnaire.questions
        guard case .question(let index) = context.visit.screen, questions.indices.contains(index),
            (1...questions[index].options.count).contains(value)
        else { return .stay }
        answers[questions[index].id] = value
        if index + 1 < questions.count { return .open(.question(index + 1)) }
        return questionnaire.profile.isEmpty ? finish(context) : .open(.profile(0))
    }

    /// Takes a value of the profile; nil: the field was skipped.
    private mutating func choose(_ choice: String?, _ context: ScreenContext) -> Step {
        let fields = context.content.questionnaire.profile
        guard case .profile(let index) = context.visit.screen, fields.indices.contains(index)
        else { return .stay }
        profile[fields[index].id] = choice
        return index + 1 < fields.count ? .open(.profile(index + 1)) : finish(context)
    }

    private mutating func finish(_ context: ScreenContext) -> Step {
        guard context.visit.screen.patience == .survey else { return .stay }
        let response = SurveyResponse(
            questionnaireVersion: context.content.questionnaire.version, answers: answers,
            profile: profile)
        let effect = Effect.saveSurvey(context.nextRequest, response, token: token)
        request = context.nextRequest
        token = nil
        // Thanks are shown at once and corrected if saving fails, so that a slow disk does not look
        // like a broken screen.
        return Step(.conclude(.thanks(.saved)), [effect])
    }

    private mutating func saved(
        _ answered: RequestID, _ outcome: SurveyOutcome, _ context: ScreenContext
    ) -> Step {
        guard request == answered else { return .stay }
        request = nil
        guard case .thanks = context.visit.screen, outcome != .saved else { return .stay }
        return Step(.correct(.thanks(outcome)))
    }

    /// Reports the question at which the visitor leaves (G3).
    private func abandon(_ context: ScreenContext) -> Step {
        let questions = context.content.questionnaire.questions
        guard case .question(let index) = context.visit.screen, questions.indices.contains(index),
            !answers.isEmpty
        else { return .stay }
        return Step(.stay, [.surveyAbandoned(question: questions[index].id)])
    }
}
