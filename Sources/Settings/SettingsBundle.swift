import Dispatch
import Foundation
package import Office
package import Slips
import Synchronization

/// All settings files of a terminal together. Check, start and reload read them by `load` alone, so
/// that the three say the same of a file.
package struct SettingsBundle: Sendable {
    /// Path of the `kiosk.yaml` that was read.
    package var file: String
    /// Values of the command line that lie over those of the file, now and when it is read again.
    package var overrides: SettingsOverrides
    package var settings: KioskSettings
    package var catalogue: Catalogue
    package var phrases: PhraseBook
    package var questionnaire: Questionnaire
    package var keyboard: KeyboardLayout
    /// Years of public holidays; nil: the settings name dates, and no folder.
    package var holidays: HolidayCalendar?
    /// Profile of the printer. Without a value nothing can be printed.
    package var profile: Loaded<PrinterProfile>

    /// Folder of the printer profiles.
    package var printersFolder: String { path(settings.printers) }
    package var fontsFile: String { path(settings.fonts) }

    private func path(_ name: String) -> String { Self.path(name, besides: file) }

    private static func path(_ name: String, besides file: String) -> String {
        name.hasPrefix("/")
            ? name
            : URL(fileURLWithPath: file).deletingLastPathComponent()
                .appendingPathComponent(name).standardizedFileURL.path
    }

    /// Reads the same files again, under the same command line.
    package func reloaded(today: CalendarDate) -> Loaded<SettingsBundle> {
        Self.load(file: file, overrides: overrides, today: today)
    }

    /// Reads the settings and all files that they name. A terminal can run with the value: a broken
    /// entry of the catalogue does not prevent one (H3), a broken `kiosk.yaml` does. `today` is the
    /// date by the terminal's clock, or that of its newest record where that is later.
    ///
    /// The catalogue is read beside the other files, since the two take equally long. `meanwhile` gets
    /// the values of a good `kiosk.yaml` and runs beside them.
    package static func load(
        file: String, overrides: SettingsOverrides = SettingsOverrides(), today: CalendarDate,
        meanwhile: @Sendable (KioskSettings) -> Void = { _ in }
    ) -> Loaded<SettingsBundle> {
        let settings = KioskSettings.load(file: file, overrides: overrides)
        guard let value = settings.value else {
            return Loaded(value: nil, problems: settings.problems)
        }
        let (catalogue, rest) = sideBySide {
            CatalogueLoader.load(folder: path(value.catalogue, besides: file), today: today)
        } and: {
            Others(value, today: today, path: { path($0, besides: file) })
        } meanwhile: {
            meanwhile(value)
        }
        var settingsOfDay = value
        if let days = rest.holidays?.value?.days { settingsOfDay.hours.holidays = days }
        var services = catalogue.value ?? Catalogue()
        let (phrases, questionnaire) = (rest.phrases, rest.questionnaire)
        let (keyboard, profile) = (rest.keyboard, rest.profile)
        var problems = settings.problems + keyboard.problems + profile.problems
        problems += fontProblems(path(value.fonts, besides: file))
        problems += catalogue.problems + phrases.problems + questionnaire.problems
        problems += rest.holidays?.problems ?? []
        problems += CounterCheck.problems(value.calling, services, file: file)
        problems += DayCheck.apply(value, to: &services, file: file)
        guard let phraseBook = phrases.value, !phraseBook.dictionaries[0].phrases.isEmpty else {
            return Loaded(value: nil, problems: problems)
        }
        return Loaded(
            value: SettingsBundle(
                file: file, overrides: overrides, settings: settingsOfDay, catalogue: services,
                phrases: phraseBook,
                questionnaire: questionnaire.value
                    ?? Questionnaire(version: "none", questions: [], profile: []),
                // A broken layout is named in the problems, and the built-in one is used.
                keyboard: keyboard.value ?? .latin, holidays: rest.holidays?.value,
                profile: profile),
            problems: problems)
    }

    /// Files beside the catalogue.
    private struct Others: Sendable {
        var phrases: Loaded<PhraseBook>
        var questionnaire: Loaded<Questionnaire>
        var keyboard: Loaded<KeyboardLayout>
        var profile: Loaded<PrinterProfile>
        /// Nil: the settings name no folder.
        var holidays: Loaded<HolidayCalendar>?

        init(_ settings: KioskSettings, today: CalendarDate, path: (String) -> String) {
            if case .folder(let folder) = settings.holidays {
                holidays = HolidayLoader.load(folder: path(folder), today: today)
            }
            phrases = LanguageLoader.load(
                folder: path(settings.languageFolder), order: settings.languages)
            questionnaire = QuestionnaireLoader.load(file: path(settings.questionnaire))
            keyboard = KeyboardLoader.load(file: path(settings.keyboard))
            profile = PrinterProfile.load(
                name: settings.printer.profile, folder: path(settings.printers))
        }
    }

    /// Problem of a fonts file that is not there: the start would show a fault.
    private static func fontProblems(_ file: String) -> [SettingsProblem] {
        let isThere = FileManager.default.isReadableFile(atPath: file)
        return isThere
            ? []
            : [SettingsProblem(file: file, message: "can't be read; it is `fonts` in kiosk.yaml")]
    }
}

/// Runs three functions on as many threads as there are processors, and returns once all have.
private func sideBySide<First: Sendable, Second: Sendable>(
    _ first: @Sendable () -> First, and second: @Sendable () -> Second,
    meanwhile third: @Sendable () -> Void
) -> (First, Second) {
    let results = Mutex<(First?, Second?)>((nil, nil))
    DispatchQueue.concurrentPerform(iterations: 3) { index in
        switch index {
        case 0:
            let value = first()
            results.withLock { $0.0 = value }
        case 1:
            let value = second()
            results.withLock { $0.1 = value }
        default: third()
        }
    }
    guard case (let first?, let second?) = results.withLock({ $0 }) else {
        preconditionFailure("concurrentPerform runs every iteration")
    }
    return (first, second)
}
