/// The satisfaction survey's questions (Permenpan-RB 14/2017), versioned. Elements are known by
/// key, never by number: offices print U8 and U9 in both orders (G1).
package struct Questionnaire: Sendable, Equatable {
    package struct Question: Identifiable, Hashable, Sendable {
        /// The element's key: "persyaratan".
        package var id: String
        /// The element's name.
        package var name: LocalizedText
        package var text: LocalizedText
        /// Four options that belong to this question, worth 1, 2, 3, 4 in this order.
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

    /// A question about the respondent; always skippable.
    package struct ProfileField: Identifiable, Hashable, Sendable {
        package struct Choice: Identifiable, Hashable, Sendable {
            package var id: String
            package var text: LocalizedText

            package init(id: String, text: LocalizedText) {
                self.id = id
                self.text = text
            }
        }

        /// "sex", "age", "education", "occupation".
        package var id: String
        package var text: LocalizedText
        package var choices: [Choice]

        package init(id: String, text: LocalizedText, choices: [Choice]) {
            self.id = id
            self.text = text
            self.choices = choices
        }
    }

    package var version: String
    package var questions: [Question]
    package var profile: [ProfileField]

    package init(version: String, questions: [Question], profile: [ProfileField]) {
        self.version = version
        self.questions = questions
        self.profile = profile
    }
}

/// A finished answer to the questionnaire. Nothing in it names a ticket or a person.
package struct SurveyResponse: Hashable, Sendable {
    package var questionnaireVersion: String
    /// 1...4 by the question's key.
    package var answers: [String: Int]
    /// Choice by the profile field's key; skipped ones are absent.
    package var profile: [String: String]
    package var serviceID: Service.ID?

    package init(
        questionnaireVersion: String, answers: [String: Int], profile: [String: String] = [:],
        serviceID: Service.ID? = nil
    ) {
        self.questionnaireVersion = questionnaireVersion
        self.answers = answers
        self.profile = profile
        self.serviceID = serviceID
    }
}
