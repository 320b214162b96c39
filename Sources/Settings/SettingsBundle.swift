import Foundation
import Office

/// All files of a terminal together.
public struct SettingsBundle: Sendable {
    /// The file that was read.
    public var file: String
    public var settings: KioskSettings
    public var catalogue: Catalogue
    public var phrases: PhraseBook
    public var questionnaire: Questionnaire
    public var keyboard: KeyboardLayout

    /// Where the printer profiles are.
    public var printersFolder: String { path(settings.printers) }
    public var fontsFile: String { path(settings.fonts) }

    private func path(_ name: String) -> String { Self.path(name, besides: file) }

    private static func path(_ name: String, besides file: String) -> String {
        name.hasPrefix("/")
            ? name
            : URL(fileURLWithPath: file).deletingLastPathComponent()
                .appendingPathComponent(name).standardizedFileURL.path
    }

    /// Reads the settings and all that they name. There is a value where a terminal can run with
    /// it: a broken entry of the catalogue does not stop it (H3), a broken `kiosk.yaml` does.
    public static func load(file: String, today: CalendarDate) -> Loaded<SettingsBundle> {
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
