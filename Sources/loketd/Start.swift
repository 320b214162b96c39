import Cups
import Drawing
import Errands
import Foundation
import Geometry
import Logging
import Office
import Records
import Screens
import Settings
import Slips
import Synchronization
import Terminal

/// Start of the daemon: from options and files to the parts of a running terminal.
struct Start: Sendable {
    struct Parts {
        var bundle: SettingsBundle
        var problems: [SettingsProblem]
        /// Problems that do not keep the terminal from running, a sentence each.
        var sentences: [String]
        var records: Records
        var printer: (any Printer)?
        var printRoom: PrintRoom?
        var printerSummary: String
        var fault: Fault?
    }

    enum Outcome {
        case ready(Parts)
        /// Fault for the screen, with a sentence for each problem.
        case fault(Fault, [String])
    }

    let options: Options
    let log: Logger

    /// Reads the files and opens the database. Both take about equally long, so a first start does
    /// them side by side. A retry opens the database only with good settings, since each opening is
    /// recorded.
    func prepare(isRetry: Bool = false) -> Outcome {
        let today = LocalTime(Date(), in: .current).date
        let early = Mutex<Result<Records, RecordsError>?>(nil)
        let loaded = SettingsBundle.load(
            file: options.configFile, overrides: options.overrides, today: today
        ) { settings in
            if isRetry { return }
            let opened = openRecords(settings)
            early.withLock { $0 = opened }
        }
        let opened = early.withLock { $0 }
        logProblems(loaded.problems)
        guard let bundle = loaded.value else {
            if case .success(let records)? = opened { records.close() }
            _ = loadFonts(FaultContent.fontsFile(configFile: options.configFile))
            return .fault(.settings, loaded.errors.map(\.description))
        }
        let fontProblem = loadFonts(bundle.fontsFile)
        let records: Records
        switch opened ?? openRecords(bundle.settings) {
        case .success(let open): records = open
        case .failure(let error):
            if case .full = error { return .fault(.storageFull, ["\(error)"]) }
            return .fault(.storage, ["\(error)"])
        }
        let (printer, room) = makePrinter(bundle)
        let problems = problemsByRecords(records, loaded, today: today)
        return .ready(
            Parts(
                bundle: bundle, problems: problems,
                sentences: fontProblem.map { [$0] } ?? [], records: records,
                printer: printer, printRoom: room,
                printerSummary: printer?.summary ?? "printer=none",
                fault: fontProblem == nil ? nil : .fonts))
    }

    private func openRecords(_ settings: KioskSettings) -> Result<Records, RecordsError> {
        do throws(RecordsError) {
            return .success(
                try Records(folder: options.stateFolder, terminal: settings.terminal))
        } catch { return .failure(error) }
    }

    /// Returns whether a start would now have another result than this fault. It leaves nothing
    /// open.
    func isAnother(than fault: Fault, _ sentences: [String]) -> Bool {
        let silent = Logger(label: "loketd", factory: { _ in SwiftLogNoOpLogHandler() })
        switch Start(options: options, log: silent).prepare(isRetry: true) {
        case .ready(let parts):
            parts.records.close()
            return true
        case .fault(let other, let reasons): return other != fault || reasons != sentences
        }
    }

    /// Loads the fonts. Returns a sentence about missing ones; nil: none.
    private func loadFonts(_ file: String) -> String? {
        do {
            try Fonts.load(configuration: file)
            return nil
        } catch {
            log.error("fonts.missing", metadata: ["problem": "\(error)"])
            return "\(error)"
        }
    }

    /// Problems of the settings by the date of the newest ticket, where the clock is behind it: a
    /// board without a battery starts in 1970, and then the dates of the catalogue are right (A2).
    private func problemsByRecords(
        _ records: Records, _ loaded: Loaded<SettingsBundle>, today: CalendarDate
    ) -> [SettingsProblem] {
        guard let bundle = loaded.value,
            let newest = try? records.readNow({ try $0.tickets.newestIssuedAt() })
        else { return loaded.problems }
        let date = LocalTime(newest, in: bundle.settings.office.timeZone).date
        return date > today ? bundle.reloaded(today: date).problems : loaded.problems
    }

    /// Most warnings that are logged: a language may lack every phrase.
    private static let maximumWarnings = 20

    private func logProblems(_ problems: [SettingsProblem]) {
        for problem in problems where problem.severity == .error {
            log.warning("settings.problem", metadata: ["problem": "\(problem)"])
        }
        let warnings = problems.filter { $0.severity == .warning }
        for problem in warnings.prefix(Self.maximumWarnings) {
            log.notice("settings.warning", metadata: ["problem": "\(problem)"])
        }
        if warnings.count > Self.maximumWarnings {
            log.notice("settings.warnings", metadata: ["count": "\(warnings.count)"])
        }
    }

    /// Creates the printer. There is none without a queue; a broken profile is reported, and
    /// nothing prints.
    private func makePrinter(_ bundle: SettingsBundle) -> ((any Printer)?, PrintRoom?) {
        let settings = bundle.settings.printer
        guard let queue = settings.queue else { return (nil, nil) }
        for problem in bundle.profile.problems {
            log.error("printer.profile", metadata: ["problem": "\(problem)"])
        }
        guard let profile = bundle.profile.value else { return (nil, nil) }
        let cups = CupsConnection(server: settings.server)
        return (
            CupsPrinter(
                cups: cups, queue: queue, answers: profile.answers,
                jobPrefix: PrintAttempt.jobPrefix(bundle.settings.terminal)),
            PrintRoom(profile: profile, folder: options.stateFolder)
        )
    }
}

/// Content of the fault screen for unreadable settings.
enum FaultContent {
    static func fontsFile(configFile: String) -> String {
        URL(fileURLWithPath: configFile).deletingLastPathComponent()
            .appendingPathComponent("fonts.conf").path
    }

    /// Returns the phrases beside the settings, where they can be read, else built-in ones.
    static func content(configFile: String) -> SessionContent {
        let folder = URL(fileURLWithPath: configFile).deletingLastPathComponent()
            .appendingPathComponent("languages").path
        let phrases = LanguageLoader.load(folder: folder, order: ["id"]).value
        return SessionContent(
            officeName: "", catalogue: Catalogue(), phrases: phrases ?? builtIn,
            questionnaire: Questionnaire(version: "none", questions: [], profile: []),
            zone: OfficeZone(zone: .current))
    }

    private static let builtIn = PhraseBook(dictionaries: [
        .init(
            language: .indonesian, name: "Bahasa Indonesia",
            phrases: [
                "fault.title": "Mesin ini sedang tidak dapat dipakai",
                "fault.officer": "Mohon maaf. Silakan menuju petugas di meja informasi.",
                "fault.settings": "Pengaturan mesin ini salah.",
                "fault.storage": "Data tidak dapat disimpan.",
                "fault.storageFull": "Tempat penyimpanan penuh.",
                "fault.fonts": "Huruf yang diperlukan tidak ada.",
                "fault.code": "Kode untuk teknisi: {code}", "rail.officer": "Panggil petugas",
                "rail.text": "Ukuran huruf", "rail.contrast": "Kontras",
                "rail.reach": "Tombol rendah", "time.separator": ".",
                "date.long": "{day}-{month}-{year}",
            ])
    ])
}
