import Drawing
import Errands
import Office

/// Pages of the express rating and of the survey.
extension Session {
    func expressPage(_ words: Words) -> PageContent {
        PageContent(
            title: words("express.title"),
            rows: { maker in
                maker.paragraph(words("express.explain"))
                    + maker.faces((1...4).map { words("rate.\($0)") })
            },
            footer: [
                backButton(words),
                Button(.startSurvey, words("express.survey"), icon: .clipboard),
                Button(.showSurveyCode, words("express.code"), icon: .receipt),
            ], isCentered: true)
    }

    func surveyCodePage(_ words: Words) -> PageContent {
        PageContent(title: words("code.title"), rows: { $0.paragraph(words("code.explain")) })
    }

    func questionPage(_ index: Int, _ words: Words) -> PageContent {
        let questions = content.questionnaire.questions
        guard questions.indices.contains(index) else {
            return PageContent(title: "", rows: { _ in [] }, footer: [backButton(words)])
        }
        let question = questions[index]
        return PageContent(
            title: question.name[visit.language],
            rows: { maker in
                let progress = words(
                    "survey.progress", ["n": String(index + 1), "of": String(questions.count)])
                let options = question.options.enumerated().map { offset, option in
                    Button(.answer(offset + 1), option[visit.language])
                        .selected(visit.answers[question.id] == offset + 1).centered()
                }
                return [maker.progress(index, of: questions.count, progress)]
                    + maker.paragraph(question.text[visit.language], .strong)
                    + maker.buttons(options, columns: maker.look.textSize < 2 ? 2 : 1)
            }, footer: [backButton(words)])
    }

    func profilePage(_ index: Int, _ words: Words) -> PageContent {
        let fields = content.questionnaire.profile
        guard fields.indices.contains(index) else {
            return PageContent(title: "", rows: { _ in [] }, footer: [backButton(words)])
        }
        let field = fields[index]
        return PageContent(
            title: field.text[visit.language],
            rows: { maker in
                maker.paragraph(words("profile.explain"))
                    + maker.buttons(
                        field.choices.map { choice in
                            Button(.profile(choice.id), choice.text[visit.language])
                                .selected(visit.profile[field.id] == choice.id).centered()
                        }, columns: maker.width >= maker.look.mm(240) ? 4 : 2)
            },
            footer: [
                backButton(words), Button(.skipQuestion, words("profile.skip"), icon: .forward),
                Button(.skipProfile, words("profile.skipAll"), icon: .check, kind: .primary),
            ])
    }

    func thanksPage(_ outcome: SurveyOutcome, _ words: Words) -> PageContent {
        let key =
            switch outcome {
            case .saved: "thanks.explain"
            case .tooSoon: "thanks.tooSoon"
            case .codeSpent: "thanks.codeSpent"
            case .failed: "thanks.failed"
            }
        return PageContent(
            title: words("thanks.title"),
            rows: { maker in
                [maker.symbol(outcome == .saved ? .done : .info, millimetres: 36)]
                    + maker.paragraph(words(key), .strong, alignment: .center)
            }, footer: [Button(.home, words("done"), icon: .check, kind: .primary)],
            isCentered: true)
    }
}
