import Foundation
package import Office

/// All files of a terminal together.
package struct SettingsBundle: Sendable {
    /// The file that was read.
    package var file: String
    package var settings: KioskSettings
    package var catalogue: Catalogue
    package var phrases: PhraseBook
    package var questionnaire: Questionnaire
    package var keyboard: KeyboardLayout

    /// Where the printer profiles are.
    package var printersFolder: String { path(settings.printers) }
    package var fontsFile: String { path(settings.fonts) }

    private func path(_ name: String) -> String { Self.path(name, besides: file) }

    private static func path(_ name: String, besides file: String) -> String {
        name.hasPrefix("/")
            ? name
            : URL(fileURLWithPath: file).deletingLastPathComponent()
                .appendingPathComponent(name).standardizedFileURL.path
    }

    /// Reads the settings and all that they name. There is a value where a terminal can run with
    /// it: a broken entry of the catalogue does not stop it (H3), a broken `kiosk.yaml` does.
    package static func load(file: String, today: CalendarDate) -> Loaded<SettingsBundle> {
        let settings = KioskSettings.load(file: file)
        guard let value = settings.value else {
            return Loaded(value: nil, problems: settings.problems)
        }
        let catalogue = CatalogueLoader.load(
            folder: path(value.catalogue, besides: file), today: today)
        let phrases = LanguageLoader.load(
            folder: path(value.languageFolder, besides: file), order: value.languages)
        let questionnaire = QuestionnaireLoader.load(
            file: path(value.questionnaire, besides: file))
        let keyboard = KeyboardLoader.load(file: path(value.keyboard, besides: file))
        var problems = settings.problems + keyboard.problems
        problems += catalogue.problems + phrases.problems + questionnaire.problems
        guard let phraseBook = phrases.value, !phraseBook.dictionaries[0].phrases.isEmpty else {
            return Loaded(value: nil, problems: problems)
        }
        return Loaded(
            value: SettingsBundle(
                file: file, settings: value, catalogue: catalogue.value ?? Catalogue(),
                phrases: phraseBook,
                questionnaire: questionnaire.value
                    ?? Questionnaire(version: "none", questions: [], profile: []),
                // A broken layout is named, and the built-in one types on.
                keyboard: keyboard.value ?? .latin),
            problems: problems)
    }
}
