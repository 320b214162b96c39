/// Questions of the satisfaction survey (Permenpan-RB 14/2017), versioned. Elements are identified
/// by key, never by number, since offices print U8 and U9 in both orders (G1).
package struct Questionnaire: Sendable, Equatable {
    package struct Question: Identifiable, Hashable, Sendable {
        /// Key of the element: "persyaratan".
        package var id: String
        /// Name of the element.
        package var name: LocalizedText
        package var text: LocalizedText
        /// Four options of this question, worth 1, 2, 3, 4 in this order.
        package var options: [LocalizedText]

        package init(
            id: String, name: LocalizedText, text: LocalizedText, options: [LocalizedText]
        ) {
            self.id = id
            self.name = name
            self.text = text
            self.options = options
        }
    }

    /// Question about the respondent, which can always be skipped.
    package struct ProfileField: Identifiable, Hashable, Sendable {
        package struct Choice: Identifiable, Hashable, Sendable {
            package var id: String
            package var text: LocalizedText

            package init(id: String, text: LocalizedText) {
                self.id = id
                self.text = text
            }
        }

        /// Key of the field: "sex", "age", "education", "occupation".
        package var id: String
        package var text: LocalizedText
        package var choices: [Choice]

        package init(id: String, text: LocalizedText, choices: [Choice]) {
            self.id = id
            self.text = text
            self.choices = choices
        }
    }

    /// Name of the set of questions, whose versions can be compared.
    package var name: String
    package var version: String
    package var questions: [Question]
    package var profile: [ProfileField]

    /// Name of the satisfaction survey's set of questions (Survei Kepuasan Masyarakat).
    package static let satisfaction = "skm"

    package init(
        name: String = satisfaction, version: String, questions: [Question],
        profile: [ProfileField]
    ) {
        self.name = name
        self.version = version
        self.questions = questions
        self.profile = profile
    }
}

/// Complete answer to the questionnaire. It contains no ticket and no person.
package struct SurveyResponse: Hashable, Sendable {
    /// Name of the set of questions.
    package var questionnaireName: String
    package var questionnaireVersion: String
    /// Answers by the question's key, 1...4.
    package var answers: [String: Int]
    /// Choices by the profile field's key. Skipped fields are absent.
    package var profile: [String: String]
    package var serviceID: Service.ID?

    package init(
        questionnaireName: String = Questionnaire.satisfaction, questionnaireVersion: String,
        answers: [String: Int], profile: [String: String] = [:],
        serviceID: Service.ID? = nil
    ) {
        self.questionnaireName = questionnaireName
        self.questionnaireVersion = questionnaireVersion
        self.answers = answers
        self.profile = profile
        self.serviceID = serviceID
    }
}
