import Foundation
package import Settings
import Yams

/// What a model of printer can do, and how it wants to be spoken to: a file of `Printers/`.
package struct PrinterProfile: Sendable, Hashable {
    /// `star`: Star's line mode.
    package enum Language: String, Sendable, CaseIterable { case escpos, star, pdf }
    package enum QRMode: String, Sendable, CaseIterable { case native, picture }
    /// Text in the printer's own letters, or all of a slip as a picture: for printers whose letters
    /// or code pages can't be relied on.
    package enum Mode: String, Sendable, CaseIterable { case text, picture }
    /// The command that a printer answers once the paper is out: `GS ( H`, `GS r 1`, Star's
    /// `ESC GS ETX`, or none.
    package enum Confirmation: String, Sendable, CaseIterable {
        case processID = "H"
        case status = "r"
        case printEnd = "end"
        case none
    }

    /// The printer's letters of a line: 12 or 9 dots wide, 24 or 17 high (ESC M of Epson's
    /// reference).
    package enum Font: String, Sendable, CaseIterable {
        case a = "A"
        case b = "B"

        var width: Int { self == .a ? 12 : 9 }
    }

    /// The file's name without its ending.
    package var name: String
    package var title: String
    package var language: Language
    package var mode = Mode.text
    /// Dots across the paper that the head can print.
    package var widthDots: Int
    package var paperMillimetres: Double
    package var dotsPerMillimetre: Double
    package var font = Font.a
    /// Characters of the font on a line; 0 for a printer of pictures.
    package var columns: Int
    package var codePage: CodePage
    /// The printer's own number for that table (`ESC t n`); models differ.
    package var codePageNumber: Int
    /// Further tables of the printer, for letters that the first one lacks; in the order in which
    /// they are tried.
    package var otherCodePages: [CodePageChoice] = []
    package var hasCutter: Bool
    /// Paper between head and cutter, to be fed before the cut.
    package var feedMillimetres: Double
    package var qr: QRMode
    /// It answers after the data, so that *printed* can be known; else *sent* is all (B).
    package var answers: Bool
    package var paperPerRollMillimetres: Int
    /// Of paper while it prints, in millimetres a second; of the slowest of its kind, with what it
    /// needs to begin.
    package var speed = 100.0
    /// It has a sensor for the end of the roll that is coming, which overrules the count (B6).
    package var seesNearEnd = false
    package var confirmation = Confirmation.status
    /// Its receive buffer; more is never on the way to it.
    package var bufferBytes = 4_096
    /// Of a sheet, for printers of cut paper; nil: paper is as long as the slip.
    package var pageMillimetres: Double?

    /// Document format for CUPS.
    package var mimeType: String {
        language == .pdf ? "application/pdf" : "application/vnd.cups-raw"
    }

    /// Reads one profile. Without a value the problems say what, where and what to do.
    package static func load(name: String, folder: String) -> Loaded<PrinterProfile> {
        let file = "\(folder)/\(name).yaml"
        let problems = ProblemList(file: file)
        guard FileManager.default.fileExists(atPath: file) else {
            problems.add(
                nil, "",
                "there is no such printer profile; there are: "
                    + names(folder: folder).joined(separator: ", "))
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
            mode: map.word("mode", Mode.self) ?? .text,
            widthDots: map.int("widthDots", in: 128...2048) ?? 576,
            paperMillimetres: map.double("paperMillimetres", in: 20...300) ?? 80,
            dotsPerMillimetre: map.double("dotsPerMillimetre", in: 4...24) ?? 8,
            columns: map.int("columns", in: 16...136) ?? 0,
            codePage: map.word("codePage", CodePage.self) ?? .cp437,
            codePageNumber: map.int("codePageNumber", in: 0...255) ?? 0,
            hasCutter: map.bool("cutter") ?? false,
            feedMillimetres: map.double("feedMillimetres", in: 0...60) ?? 0,
            qr: map.word("qr", QRMode.self) ?? .picture, answers: map.bool("answers") ?? false,
            paperPerRollMillimetres: map.int("paperPerRollMillimetres", in: 1000...1_000_000)
                ?? 50_000, seesNearEnd: map.bool("nearEndSensor") ?? false,
            confirmation: map.word("confirm", Confirmation.self) ?? .status,
            bufferBytes: map.int("buffer", in: 16...1_048_576) ?? 4_096,
            pageMillimetres: map.double("pageMillimetres", in: 50...1_000))
        if let speed = map.double("speed", in: 1...1_000) { profile.speed = speed }
        if let pages = map.map("codePages") {
            for page in CodePage.allCases where page != .ascii {
                guard let number = pages.int(page.rawValue, in: 0...255) else { continue }
                profile.otherCodePages.append(CodePageChoice(page: page, number: number))
            }
            pages.finish()
        }
        if map.has("confirm"), !profile.canConfirm {
            problems.add(
                map.value("confirm") ?? map.node, "confirm",
                "is no answer that a printer of the language \(profile.language.rawValue) gives; "
                    + "write H, r or none for escpos, end or none for star")
        }
        profile.font = map.word("font", Font.self) ?? .a
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

    private var canConfirm: Bool {
        switch confirmation {
        case .processID, .status: language == .escpos
        case .printEnd: language == .star
        case .none: true
        }
    }

    /// What paper of this length takes, at least.
    package func duration(ofMillimetres millimetres: Double) -> Duration {
        .seconds(millimetres / speed)
    }

    /// A page's paper as CUPS and printers name it (PWG 5101.1): without that it is cut or shrunk to
    /// whatever is the queue's usual one. Nil for printers that get no pages.
    package func media(pageMillimetres length: Double) -> String? {
        guard makesPages else { return nil }
        if paperMillimetres == 210, length == 297 { return "iso_a4_210x297mm" }
        func text(_ millimetres: Double) -> String {
            let hundredths = Int((millimetres * 100).rounded(.up))
            if hundredths % 100 == 0 { return String(hundredths / 100) }
            let rest = hundredths % 100
            return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
        }
        return "custom_slip_\(text(paperMillimetres))x\(text(length))mm"
    }

    /// What the device URI of such a printer tells `loket-pos`.
    var deviceOptions: [(name: String, value: String)] {
        (language == .star ? [("language", "star")] : []) + [
            ("confirm", confirmation.rawValue), ("buffer", String(bufferBytes)),
        ]
    }

    /// Of a picture as wide as the head.
    var bytesPerRow: Int { (widthDots + 7) / 8 }

    /// Rows of dots in one band of a picture: two bands fit into the printer's buffer, so that
    /// between them it can be asked for its paper. Lower ones than 24 make the motor stop and go, and
    /// are for buffers that hold no more.
    var bandRows: Int {
        // The head of a band, and a question in order behind it.
        let half = (bufferBytes / 2 - 16) / bytesPerRow
        // What `loket-pos` keeps free for questions.
        let whole = (bufferBytes - 128) / bytesPerRow
        return min(128, max(half, min(24, whole), 8))
    }

    /// The profiles of a folder, by name.
    package static func names(folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
            .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }
}
