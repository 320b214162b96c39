/// The satisfaction survey's questions (Permenpan-RB 14/2017), versioned. Elements are known by
/// key, never by number: offices print U8 and U9 in both orders (G1).
public struct Questionnaire: Sendable, Equatable {
    public struct Question: Identifiable, Hashable, Sendable {
        /// The element's key: "persyaratan".
        public var id: String
        /// The element's name.
        public var name: LocalizedText
        public var text: LocalizedText
        /// Four options that belong to this question, worth 1, 2, 3, 4 in this order.
        public var options: [LocalizedText]

        public init(
            id: String, name: LocalizedText, text: LocalizedText, options: [LocalizedText]
        ) {
            self.id = id
            self.name = name
            self.text = text
            self.options = options
        }
    }

    /// A question about the respondent; always skippable.
    public struct ProfileField: Identifiable, Hashable, Sendable {
        public struct Choice: Identifiable, Hashable, Sendable {
            public var id: String
            public var text: LocalizedText

            public init(id: String, text: LocalizedText) {
                self.id = id
                self.text = text
            }
        }

        /// "sex", "age", "education", "occupation".
        public var id: String
        public var text: LocalizedText
        public var choices: [Choice]

        public init(id: String, text: LocalizedText, choices: [Choice]) {
            self.id = id
            self.text = text
            self.choices = choices
        }
    }

    public var version: String
    public var questions: [Question]
    public var profile: [ProfileField]

    public init(version: String, questions: [Question], profile: [ProfileField]) {
        self.version = version
        self.questions = questions
        self.profile = profile
    }
}

/// A finished answer to the questionnaire. Nothing in it names a ticket or a person.
public struct SurveyResponse: Hashable, Sendable {
    public var questionnaireVersion: String
    /// 1...4 by the question's key.
    public var answers: [String: Int]
    /// Choice by the profile field's key; skipped ones are absent.
    public var profile: [String: String]
    public var serviceID: Service.ID?

    public init(
        questionnaireVersion: String, answers: [String: Int], profile: [String: String] = [:],
        serviceID: Service.ID? = nil
    ) {
        self.questionnaireVersion = questionnaireVersion
        self.answers = answers
        self.profile = profile
        self.serviceID = serviceID
    }
}
