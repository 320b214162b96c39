import Drawing
import Errands
import Office

/// Plans of the express rating and of the survey.
struct SurveyViews: Views {
    let context: ScreenContext

    private var questionnaire: Questionnaire { context.content.questionnaire }

    /// Four faces to touch, and the ways to the survey.
    var express: ScreenPlan {
        ScreenPlan(
            title: words("express.title"), back: backButton,
            aside: [
                Button(.startSurvey, words("express.survey"), icon: .clipboard),
                Button(.showSurveyCode, words("express.code"), icon: .receipt),
            ], isCentered: true
        ) { maker in
            maker.paragraph(words("express.explain"))
                + maker.faces((1...4).map { words("rate.\($0)") })
        }
    }

    /// Entry of the slip's code (G2). Enter starts the survey.
    func code(_ typing: Typing) -> ScreenPlan {
        ScreenPlan(
            title: words("code.title"), back: backButton,
            main: Button(.startSurvey, words("code.go"), icon: .forward, kind: .primary)
                .enabled(!typing.text.isEmpty),
            field: TextField(typing: typing, placeholder: words("code.hint"))
        ) { $0.paragraph(words("code.explain")) }
    }

    /// One question. Its answers lead on.
    func question(_ index: Int) -> ScreenPlan {
        let questions = questionnaire.questions
        guard questions.indices.contains(index) else { return missing }
        let question = questions[index]
        return ScreenPlan(title: question.name[language], back: backButton) { maker in
            let progress = words(
                "survey.progress", ["n": String(index + 1), "of": String(questions.count)])
            let answer = visit.survey.answers[question.id]
            let options = question.options.enumerated().map { offset, option in
                Button(.answer(offset + 1), option[language])
                    .selected(answer == offset + 1).centered()
            }
            return [maker.progress(index, of: questions.count, progress)]
                + maker.paragraph(question.text[language], .strong)
                + maker.buttons(options, columns: maker.look.textSize < 2 ? 2 : 1)
        }
    }

    /// One field of the respondent's profile. Enter skips the rest of the profile.
    func profile(_ index: Int) -> ScreenPlan {
        let fields = questionnaire.profile
        guard fields.indices.contains(index) else { return missing }
        let field = fields[index]
        return ScreenPlan(
            title: field.text[language], back: backButton,
            aside: [Button(.skipQuestion, words("profile.skip"), icon: .forward)],
            main: Button(.skipProfile, words("profile.skipAll"), icon: .check, kind: .primary)
        ) { maker in
            let chosen = visit.survey.profile[field.id]
            return maker.paragraph(words("profile.explain"))
                + maker.buttons(
                    field.choices.map { choice in
                        Button(.profile(choice.id), choice.text[language])
                            .selected(chosen == choice.id).centered()
                    }, columns: maker.width >= maker.look.mm(240) ? 4 : 2)
        }
    }

    /// Thanks, and what became of the answers. Enter ends the visit.
    func thanks(_ outcome: SurveyOutcome) -> ScreenPlan {
        let key =
            switch outcome {
            case .saved: "thanks.explain"
            case .tooSoon: "thanks.tooSoon"
            case .codeSpent: "thanks.codeSpent"
            case .failed: "thanks.failed"
            }
        return ScreenPlan(title: words("thanks.title"), main: doneButton, isCentered: true) {
            maker in
            [maker.symbol(outcome == .saved ? .done : .info, millimetres: 36)]
                + maker.paragraph(words(key), .strong, alignment: .center)
        }
    }
}
