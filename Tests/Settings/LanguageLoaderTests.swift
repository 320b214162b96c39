import Foundation
import Office
import Testing

@testable import Settings

@Suite(.timeLimit(.minutes(5))) struct LanguageLoaderTests {
    @Test("K4 languages stand in the order of the settings, each with its own name")
    func order() throws {
        let folder = try SettingsFolder()
        let loaded = folder.languages(["en", "id"])
        #expect(loaded.problems == [])
        #expect(loaded.value?.languages == [.english, .indonesian])
        #expect(loaded.value?.name(of: .indonesian) == "Bahasa Indonesia")
        #expect(loaded.value?("ahead", .english, ["n": "3"]) == "3 people")
    }

    @Test("K4 a missing phrase falls back and is listed as a warning")
    func missing() throws {
        let folder = try SettingsFolder()
        try folder.edit("languages/en.yaml", "  back: Back\n", "")
        let loaded = folder.languages()
        #expect(loaded.problems.map(\.severity) == [.warning])
        #expect(places(loaded, in: folder) == ["languages/en.yaml:4 phrases.back"])
        #expect(loaded.value?("back", .english) == "Kembali")
        #expect(loaded.value?.missing(in: .english) == ["back"])
    }

    @Test("K4 a phrase with other placeholders than the Indonesian is left out")
    func placeholders() throws {
        let folder = try SettingsFolder()
        try folder.edit("languages/en.yaml", "{n} people", "{count} people")
        let loaded = folder.languages()
        #expect(loaded.errors.map(\.line) == [5])
        #expect(loaded.errors.map(\.field) == ["phrases.ahead"])
        #expect(loaded.value?("ahead", .english, ["n": "3"]) == "3 orang")
    }

    @Test("K4 a phrase that nothing shows is a warning, with its line")
    func unknown() throws {
        let folder = try SettingsFolder()
        try folder.edit("languages/en.yaml", "  back: Back\n", "  back: Back\n  bakc: Back\n")
        let loaded = folder.languages()
        #expect(loaded.problems.map(\.severity) == [.warning])
        #expect(places(loaded, in: folder) == ["languages/en.yaml:5 phrases.bakc"])
    }

    @Test("K4 a language whose file is missing or broken leaves the others")
    func broken() throws {
        let folder = try SettingsFolder()
        try folder.write("languages/pt.yaml", "language: pt\nname: \"Português\nphrases: {}\n")
        let loaded = folder.languages(["id", "tet", "pt", "en"])
        #expect(loaded.value?.languages == [.indonesian, .english])
        #expect(
            loaded.errors.map(\.file) == [
                folder.file("languages/tet.yaml"), folder.file("languages/pt.yaml"),
            ])
        #expect(loaded.errors.last?.line ?? 0 > 0)
    }

    @Test("K4 a file says the language of its name, and who has read it")
    func head() throws {
        let folder = try SettingsFolder()
        try folder.edit(
            "languages/en.yaml", "language: en", "language: pt\nunreviewed: [back, gone]")
        let loaded = folder.languages()
        #expect(
            places(loaded, in: folder) == [
                "languages/en.yaml:1 language", "languages/en.yaml:2 unreviewed",
            ])
        #expect(loaded.problems.map(\.severity) == [.error, .warning])
        #expect(loaded.value?.dictionaries.last?.unreviewed == ["back"])
    }
}

@Suite(.timeLimit(.minutes(5))) struct QuestionnaireLoaderTests {
    @Test("G1 a questionnaire is read with its version, questions and profile")
    func reads() throws {
        let loaded = try SettingsFolder().surveyQuestions()
        #expect(loaded.problems == [])
        #expect(loaded.value?.version == "v1")
        #expect(loaded.value?.questions.first?.options.count == 4)
        #expect(loaded.value?.profile.first?.choices.map(\.id) == ["male", "female"])
    }

    static let broken: [(old: String, new: String, place: String, says: String)] = [
        ("version: v1\n", "", "1 version", "is missing"),
        (", Sangat sesuai]", "]", "3 questions.persyaratan.options", "must be four"),
        ("text: Bagaimana", "txt: Bagaimana", "3 questions.text", "is missing"),
        ("    name: Persyaratan\n", "", "3 questions.name", "is missing"),
        ("choices:", "choice:", "8 profile.sex.choices", "at least two"),
        ("key: female", "key: male", "12 profile.sex.choices.male", "stands twice"),
        ("profile:", "profiles:", "7 profiles", "did you mean 'profile'"),
    ]

    @Test("G1 half a questionnaire is none, and says where it breaks", arguments: broken)
    func problem(_ old: String, _ new: String, _ place: String, _ says: String) throws {
        let folder = try SettingsFolder()
        try folder.edit("questionnaire.yaml", old, new)
        let loaded = folder.surveyQuestions()
        #expect(loaded.value == nil)
        #expect(
            places(loaded, in: folder).contains("questionnaire.yaml:\(place)"),
            "\(loaded.problems)")
        #expect(loaded.errors.contains { $0.message.contains(says) }, "\(loaded.problems)")
    }

    @Test("G1 no questions and a question twice are refused")
    func questions() throws {
        let folder = try SettingsFolder()
        try folder.write("questionnaire.yaml", "version: v1\nquestions: []\n")
        #expect(places(folder.surveyQuestions(), in: folder) == ["questionnaire.yaml:1 questions"])
        let question = SettingsFolder.questionnaire.split(separator: "questions:\n")[1]
            .split(separator: "profile:")[0]
        try folder.write("questionnaire.yaml", "version: v1\nquestions:\n\(question)\(question)")
        let loaded = folder.surveyQuestions()
        #expect(loaded.value == nil)
        #expect(loaded.errors.map(\.field) == ["questions.persyaratan"])
    }
}
