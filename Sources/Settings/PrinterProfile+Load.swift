import Foundation
package import Slips
import Yams

/// Printer profiles as files: `Printers/NAME.yaml`.
extension PrinterProfile {
    /// Reads one profile. Without a value the problems say what, where and what to do.
    package static func load(name: String, folder: String) -> Loaded<PrinterProfile> {
        let files = SettingsFiles(folder: folder)
        let file = files.path(of: name)
        let problems = ProblemList(file: file)
        guard FileManager.default.fileExists(atPath: file) else {
            let advice = files.namesake(of: name).map {
                "; is it \($0)? Its name must be \(name).yaml"
            }
            problems.add(
                nil, "",
                "there is no such printer profile; there are: "
                    + names(folder: folder).joined(separator: ", ") + (advice ?? ""))
            return Loaded(value: nil, problems: problems.all)
        }
        guard let map = YAMLMap.file(file, problems: problems) else {
            return Loaded(value: nil, problems: problems.all)
        }
        let title = map.requiredString("title")
        let language = map.word("language", Language.self)
        if !map.has("language") { _ = map.required("language") }
        for key in ["widthDots", "paperMillimetres"] where !map.has(key) {
            _ = map.required(key)
        }
        var profile = PrinterProfile(
            name: name, title: title ?? "", language: language ?? .pdf,
            widthDots: map.int("widthDots", in: 128...2048) ?? 576,
            paperMillimetres: map.double("paperMillimetres", in: 20...300) ?? 80,
            dotsPerMillimetre: map.double("dotsPerMillimetre", in: 4...24) ?? 8,
            columns: map.int("columns", in: 16...136) ?? 0,
            codePage: map.word("codePage", CodePage.self) ?? .cp437,
            codePageNumber: map.int("codePageNumber", in: 0...255) ?? 0)
        profile.readOptions(map)
        if map.has("confirm"), !profile.canConfirm {
            problems.add(
                map.value("confirm") ?? map.node, "confirm",
                "is no answer that a printer of the language \(profile.language.rawValue) gives; "
                    + "write H, r or none for escpos, end or none for star")
        }
        if profile.language != .escpos, profile.font != .a {
            problems.add(
                map.value("font") ?? map.node, "font",
                "B is known of escpos alone; leave the line out")
        }
        if profile.language != .pdf {
            let most = profile.widthDots / profile.font.width
            if profile.columns == 0 {
                problems.add(
                    map.node, "columns",
                    "is missing; write how many characters of the font stand on a line, e.g. 48")
            } else if profile.columns > most {
                problems.add(
                    map.value("columns") ?? map.node, "columns",
                    "is more than there is room for: on \(profile.widthDots) dots stand \(most) "
                        + "characters of font \(profile.font.rawValue), each "
                        + "\(profile.font.width) dots wide")
            }
        }
        map.finish()
        let isUsable = !problems.all.contains { $0.severity == .error }
        return Loaded(value: isUsable ? profile : nil, problems: problems.all)
    }

    /// Reads the keys that a profile may leave out.
    private mutating func readOptions(_ map: YAMLMap) {
        if let mode = map.word("mode", Mode.self) { self.mode = mode }
        if let font = map.word("font", Font.self) { self.font = font }
        if let hasCutter = map.bool("cutter") { self.hasCutter = hasCutter }
        if let feed = map.double("feedMillimetres", in: 0...60) { feedMillimetres = feed }
        if let qr = map.word("qr", QRMode.self) { self.qr = qr }
        if let answers = map.bool("answers") { self.answers = answers }
        if let paper = map.int("paperPerRollMillimetres", in: 1000...1_000_000) {
            paperPerRollMillimetres = paper
        }
        if let seesNearEnd = map.bool("nearEndSensor") { self.seesNearEnd = seesNearEnd }
        if let confirmation = map.word("confirm", Confirmation.self) {
            self.confirmation = confirmation
        }
        if let bytes = map.int("buffer", in: 16...1_048_576) { bufferBytes = bytes }
        pageMillimetres = map.double("pageMillimetres", in: 50...1_000)
        if let speed = map.double("speed", in: 1...1_000) { self.speed = speed }
        if let pages = map.map("codePages") {
            for page in CodePage.allCases where page != .ascii {
                guard let number = pages.int(page.rawValue, in: 0...255) else { continue }
                otherCodePages.append(CodePageChoice(page: page, number: number))
            }
            pages.finish()
        }
    }

    /// Names of the profiles in a folder, sorted.
    package static func names(folder: String) -> [String] {
        SettingsFiles(folder: folder).names.map(SettingsFiles.stem).sorted()
    }
}
