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

        package var width: Int { self == .a ? 12 : 9 }
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
    package var hasCutter = false
    /// Paper between head and cutter, to be fed before the cut.
    package var feedMillimetres = 0.0
    package var qr = QRMode.picture
    /// It answers after the data, so that *printed* can be known; else *sent* is all (B).
    package var answers = false
    package var paperPerRollMillimetres = 50_000
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

    package init(
        name: String, title: String, language: Language, widthDots: Int,
        paperMillimetres: Double, dotsPerMillimetre: Double = 8, columns: Int = 0,
        codePage: CodePage = .cp437, codePageNumber: Int = 0
    ) {
        self.name = name
        self.title = title
        self.language = language
        self.widthDots = widthDots
        self.paperMillimetres = paperMillimetres
        self.dotsPerMillimetre = dotsPerMillimetre
        self.columns = columns
        self.codePage = codePage
        self.codePageNumber = codePageNumber
    }

    /// Document format for CUPS.
    package var mimeType: String {
        language == .pdf ? "application/pdf" : "application/vnd.cups-raw"
    }

    /// The language has the command that asks for this answer.
    package var canConfirm: Bool {
        switch confirmation {
        case .processID, .status: language == .escpos
        case .printEnd: language == .star
        case .none: true
        }
    }

    /// Pages for a driver, not the bytes of a receipt printer.
    package var makesPages: Bool { mimeType == "application/pdf" }

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
}
