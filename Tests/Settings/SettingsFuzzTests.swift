import Foundation
import Office
import Slips
import TestSupport
import Testing
import Yams

@testable import Settings

/// Random mistakes in the files of the repository.
@Suite("Settings files with random mistakes", .serialized, .timeLimit(.minutes(600)))
struct SettingsFuzzTests {
    /// Longest that one case may take, on a busy machine and in a debug build.
    private static let patience = Duration.seconds(20)

    /// Kind of a file, with the path of each sample below the repository.
    enum Kind: String, CaseIterable {
        case kiosk, agency, occasions, language, questionnaire, keyboard, profile, holidays

        var samples: [String] {
            func all(_ folder: String) -> [String] {
                SettingsFiles(folder: Repository.file(folder)).names.map { "\(folder)/\($0)" }
            }
            return switch self {
            case .kiosk: ["Kiosk/kiosk.yaml"]
            case .agency: all("Kiosk/catalogue").filter { !$0.contains("occasions") }
            case .occasions: ["Kiosk/catalogue/occasions.yaml"]
            case .language: all("Kiosk/languages")
            case .questionnaire: ["Kiosk/questionnaire.yaml"]
            case .keyboard: ["Kiosk/keyboards/latin.yaml"]
            case .profile: all("Printers")
            case .holidays: ["Kiosk/holidays/2026.yaml"]
            }
        }
    }

    @Test(
        "J1 H3 no mistake in a file ends the reader, keeps it busy, or is passed over",
        arguments: Kind.allCases)
    func mistakes(_ kind: Kind) async throws {
        let folder = try FuzzFolder(kind)
        let samples = try kind.samples.map { name in
            (name, try [UInt8](Data(contentsOf: URL(fileURLWithPath: Repository.file(name)))))
        }
        let clock = ContinuousClock()
        let found = await Fuzz("settings files, \(kind.rawValue)", seconds: 3.5).run { one in
            let (name, bytes) = one.pick(samples)
            var file = SettingsMutator(bytes)
            file.mutate(&one.random)
            one.about = "\(name) \(file.mistakes)"
            try folder.write(file.bytes, as: name)
            let start = clock.now
            let outcome = folder.load()
            one.check(clock.now - start < Self.patience, "takes \(clock.now - start)")
            let lines = Self.lineCount(file.bytes)
            for problem in outcome.problems {
                let isPlace = problem.line == 0 || (1...lines).contains(problem.line)
                one.check(
                    isPlace && !problem.message.isEmpty && !problem.file.isEmpty, "\(problem)")
            }
            guard outcome.problems.isEmpty else { return }
            one.count("good")
            let lost = outcome.lost(SettingsText(bytes: file.bytes).text)
            one.check(lost == [], "\(lost)")
        }
        #expect(found.faults.isEmpty, "\(found)")
        #expect(found.cases > 10)
    }

    /// Lines as an editor counts them.
    private static func lineCount(_ bytes: [UInt8]) -> Int {
        var count = 1
        for (index, byte) in bytes.enumerated() {
            if byte == 0x0A
                || byte == 0x0D && (index + 1 == bytes.count || bytes[index + 1] != 0x0A)
            {
                count += 1
            }
        }
        return count
    }
}

/// Folder in which one file is of a kind.
private final class FuzzFolder {
    let kind: SettingsFuzzTests.Kind
    private let folder: SettingsFolder
    private var language = "id"

    init(_ kind: SettingsFuzzTests.Kind) throws {
        self.kind = kind
        folder = try SettingsFolder()
        if kind == .occasions { try writeServices() }
        if kind == .holidays {
            try FileManager.default.createDirectory(
                atPath: folder.file("holidays"), withIntermediateDirectories: true)
        }
    }

    /// Path of the file that is mutated.
    private var file: String {
        let name =
            switch kind {
            case .kiosk: "kiosk.yaml"
            case .agency: "catalogue/civil.yaml"
            case .occasions: "catalogue/occasions.yaml"
            case .language: "languages/\(language).yaml"
            case .questionnaire: "questionnaire.yaml"
            case .keyboard: "keyboards/latin.yaml"
            case .profile: "Printers/generic-escpos-80.yaml"
            case .holidays: "holidays/2026.yaml"
            }
        return folder.file(name)
    }

    /// Short entries for the services that the occasions name.
    private func writeServices() throws {
        let name = Repository.file("Kiosk/catalogue/occasions.yaml")
        let node = try Yams.compose(yaml: String(contentsOfFile: name, encoding: .utf8))
        let named = (node?["occasions"]?.array() ?? []).flatMap {
            $0["services"]?.array().compactMap(\.string) ?? []
        }
        let entry = SettingsFolder.agency.components(separatedBy: "  - id: deed")[0]
            .components(separatedBy: "services:\n")
        let services = Set(named).sorted().enumerated().map { index, id in
            entry[1].replacingOccurrences(of: "id: card", with: "id: \(id)")
                .replacingOccurrences(of: "prefix: K", with: "prefix: S\(index)")
        }
        try folder.write(
            "catalogue/civil.yaml", "\(entry[0])services:\n\(services.joined())")
    }

    func write(_ bytes: [UInt8], as sample: String) throws {
        language = SettingsFiles.stem((sample as NSString).lastPathComponent)
        try Data(bytes).write(to: URL(fileURLWithPath: file))
    }

    /// Result of reading, with a function that names what of a text is missing in the value.
    struct Outcome {
        var problems: [SettingsProblem]
        var lost: (String) -> [String]
    }

    func load() -> Outcome {
        switch kind {
        case .kiosk:
            let loaded = folder.settings()
            return Outcome(problems: loaded.problems) { FuzzOracle.kiosk($0, loaded.value) }
        case .agency, .occasions:
            let loaded = folder.catalogue(today: CalendarDate(year: 9999, month: 12, day: 31))
            let isAgency = kind == .agency
            return Outcome(problems: loaded.problems) { text in
                isAgency
                    ? FuzzOracle.agency(text, loaded.value)
                    : FuzzOracle.occasions(text, loaded.value)
            }
        case .language:
            let loaded = LanguageLoader.load(folder: folder.file("languages"), order: [language])
            return Outcome(problems: loaded.problems) { FuzzOracle.language($0, loaded.value) }
        case .questionnaire:
            let loaded = folder.surveyQuestions()
            return Outcome(problems: loaded.problems) { FuzzOracle.questionnaire($0, loaded.value) }
        case .keyboard:
            let loaded = KeyboardLoader.load(file: file)
            return Outcome(problems: loaded.problems) { FuzzOracle.keyboard($0, loaded.value) }
        case .profile:
            let loaded = PrinterProfile.load(
                name: "generic-escpos-80", folder: folder.file("Printers"))
            return Outcome(problems: loaded.problems) { FuzzOracle.profile($0, loaded.value) }
        case .holidays:
            let loaded = HolidayLoader.load(
                folder: folder.file("holidays"), today: CalendarDate(year: 2026, month: 5, day: 2))
            return Outcome(problems: loaded.problems) { FuzzOracle.holidays($0, loaded.value) }
        }
    }
}

/// Comparison of a value that was called good with its file, by another reader.
private enum FuzzOracle {
    private static func node(_ text: String) -> Node? { try? Yams.compose(yaml: text) }

    private static func count(_ node: Node?) -> Int { node?.sequence?.count ?? 0 }

    private static func compare(_ what: String, _ found: Int?, _ written: Int) -> [String] {
        // The other reader does not find a key with a tag of its own, and then knows less.
        found ?? -1 >= written ? [] : ["\(what): \(found ?? -1) of \(written)"]
    }

    static func kiosk(_ text: String, _ value: KioskSettings?) -> [String] {
        guard let value else { return ["no settings"] }
        var lost: [String] = []
        for group in KioskKeys.groups {
            var map = node(text)
            for name in group.path.split(separator: ".") { map = map?[String(name)] }
            for key in group.keys where key.facts.range != nil {
                guard let word = map?[key.name]?.scalar?.string, let written = Double(word) else {
                    continue
                }
                let taken = Double(key.text(value))
                if taken != written { lost.append("\(group.path).\(key.name): \(word)") }
            }
        }
        return lost + compare("keyboards", value.keyboards.count, count(node(text)?["keyboards"]))
    }

    static func agency(_ text: String, _ value: Catalogue?) -> [String] {
        let node = node(text)
        let written = node?["services"]
        var lost = compare("services", value?.services.count, count(written))
        for (entry, service) in zip(written?.array() ?? [], value?.services ?? []) {
            lost += compare("variants", service.variants.count, count(entry["variants"]))
            lost += compare("procedure", service.procedure.count, count(entry["procedure"]))
            for (written, variant) in zip(entry["variants"]?.array() ?? [], service.variants) {
                lost += compare(
                    "requirements", variant.requirements.count, count(written["requirements"]))
            }
            if let word = entry["featured"]?.scalar?.string, Int(word) != service.featured {
                lost.append("featured: \(word)")
            }
        }
        return lost + compare("agencies", value?.agencies.count, node?["agency"] == nil ? 0 : 1)
    }

    static func occasions(_ text: String, _ value: Catalogue?) -> [String] {
        // The sample agency stands beside the mutated file.
        let written = node(text)?["occasions"]
        var lost = compare("occasions", value?.occasions.count, count(written))
        for (entry, occasion) in zip(written?.array() ?? [], value?.occasions ?? []) {
            lost += compare("services", occasion.serviceIDs.count, count(entry["services"]))
        }
        return lost
    }

    static func language(_ text: String, _ value: PhraseBook?) -> [String] {
        let written = node(text)?["phrases"]?.mapping?.count ?? 0
        return compare("phrases", value?.dictionaries.first?.phrases.count, written)
    }

    static func questionnaire(_ text: String, _ value: Questionnaire?) -> [String] {
        let node = node(text)
        var lost = compare("questions", value?.questions.count, count(node?["questions"]))
        lost += compare("profile", value?.profile.count, count(node?["profile"]))
        for (entry, field) in zip(node?["profile"]?.array() ?? [], value?.profile ?? []) {
            lost += compare("choices", field.choices.count, count(entry["choices"]))
        }
        return lost
    }

    static func keyboard(_ text: String, _ value: KeyboardLayout?) -> [String] {
        let node = node(text)
        return compare("letters", value?.letters.count, count(node?["letters"]))
            + compare("symbols", value?.symbols.count, count(node?["symbols"]))
            + compare(
                "alternates", value?.alternates.count, node?["alternates"]?.mapping?.count ?? 0)
    }

    static func holidays(_ text: String, _ value: HolidayCalendar?) -> [String] {
        compare("holidays", value?.days.count, count(node(text)?["holidays"]))
    }

    static func profile(_ text: String, _ value: PrinterProfile?) -> [String] {
        guard let value else { return ["no profile"] }
        let node = node(text)
        let numbers: [(String, Double)] = [
            ("widthDots", Double(value.widthDots)), ("columns", Double(value.columns)),
            ("paperMillimetres", value.paperMillimetres),
            ("codePageNumber", Double(value.codePageNumber)),
        ]
        return numbers.compactMap { name, taken in
            guard let word = node?[name]?.scalar?.string, let written = Double(word) else {
                return nil
            }
            return written == taken ? nil : "\(name): \(word)"
        }
    }
}
