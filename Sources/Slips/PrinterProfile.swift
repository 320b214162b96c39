/// Abilities and language of a printer model, from a file of `Printers/`.
package struct PrinterProfile: Sendable, Hashable {
    /// Language of the printer. `star` is Star's line mode.
    package enum Language: String, Sendable, CaseIterable { case escpos, star, pdf }
    package enum QRMode: String, Sendable, CaseIterable { case native, picture }
    /// Form of a slip: text in the printer's letters, or a picture, for printers with unreliable
    /// letters or code pages.
    package enum Mode: String, Sendable, CaseIterable { case text, picture }
    /// Command that the printer answers once the paper is out: `GS ( H`, `GS r 1`, Star's `ESC GS
    /// ETX`, or none.
    package enum Confirmation: String, Sendable, CaseIterable {
        case processID = "H"
        case status = "r"
        case printEnd = "end"
        case none
    }

    /// Font of the printer: letters 12 or 9 dots wide, 24 or 17 high (ESC M in Epson's reference).
    package enum Font: String, Sendable, CaseIterable {
        case a = "A"
        case b = "B"

        package var width: Int { self == .a ? 12 : 9 }
    }

    /// Name of the file without its ending.
    package var name: String
    package var title: String
    package var language: Language
    package var mode = Mode.text
    /// Number of dots that the head can print across the paper.
    package var widthDots: Int
    package var paperMillimetres: Double
    package var dotsPerMillimetre: Double
    package var font = Font.a
    /// Characters of the font on a line; 0 for a printer of pictures.
    package var columns: Int
    package var codePage: CodePage
    /// Number of the code page in the printer (`ESC t n`). Models differ.
    package var codePageNumber: Int
    /// Further code pages of the printer, for letters that the first one lacks, in the order of
    /// trial.
    package var otherCodePages: [CodePageChoice] = []
    package var hasCutter = false
    /// Length of paper between head and cutter, fed before the cut.
    package var feedMillimetres = 0.0
    package var qr = QRMode.picture
    /// Whether it answers after the data, so that *printed* can be known; otherwise the best end is
    /// *sent* (B).
    package var answers = false
    package var paperPerRollMillimetres = 50_000
    /// Speed of the paper in millimetres per second, of the slowest of its kind and including its
    /// start.
    package var speed = 100.0
    /// Whether it has a sensor for the near end of the roll, which overrules the count (B6).
    package var seesNearEnd = false
    package var confirmation = Confirmation.status
    /// Size of its receive buffer in bytes. No more is in transit to it.
    package var bufferBytes = 4_096
    /// Length of a sheet, for printers of cut paper; nil: paper is as long as the slip.
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

    /// Whether the language has a command for this answer.
    package var canConfirm: Bool {
        switch confirmation {
        case .processID, .status: language == .escpos
        case .printEnd: language == .star
        case .none: true
        }
    }

    /// Whether it makes pages for a driver, not bytes of a receipt printer.
    package var makesPages: Bool { mimeType == "application/pdf" }

    /// Returns the minimum duration for paper of this length.
    package func duration(ofMillimetres millimetres: Double) -> Duration {
        .seconds(millimetres / speed)
    }

    /// Returns the paper of a page as CUPS and printers name it (PWG 5101.1). Without it the page
    /// is cut or shrunk to the queue's default. Nil for printers without pages.
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

    /// Bytes per row of a picture as wide as the head.
    var bytesPerRow: Int { (widthDots + 7) / 8 }

    /// Number of rows in a band of a picture. Two bands fit into the printer's buffer, so that its
    /// paper can be queried between them. Bands below 24 rows make the motor stop and go, and are
    /// for buffers that hold no more.
    var bandRows: Int {
        // Space for the head of a band and a question behind it.
        let half = (bufferBytes / 2 - 16) / bytesPerRow
        // Space that `loket-pos` keeps free for questions.
        let whole = (bufferBytes - 128) / bytesPerRow
        return min(128, max(half, min(24, whole), 8))
    }
}
