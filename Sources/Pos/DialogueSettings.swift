/// How a print ended (B). The four are not mixed up.
package enum DialogueEnd: Sendable, Hashable {
    /// The printer answered after the data.
    case printed(Proof)
    /// Handed to a printer that can't answer.
    case sent
    /// No byte of the job left.
    case notPrinted(String)
    /// Nobody can know.
    case unknown(String)

    /// The answer that proves it.
    package enum Proof: Sendable, Hashable {
        /// To `GS ( H`: the paper is out.
        case processID
        /// To `GS r 1`: all before it was worked off.
        case status
        /// To `GS r 1`, though `GS ( H` was asked too and stayed without an answer.
        case statusOnly
        /// To `ESC GS ETX` of Star's: the motor stands.
        case printEnd
    }
}

/// What the dialogue with one printer goes by.
package struct DialogueSettings: Sendable, Hashable {
    /// The command whose answer ends a job as printed.
    package enum Confirmation: String, Sendable, Hashable, CaseIterable {
        /// `GS ( H` function 48, "transmitted when the printing is completed".
        case processID = "H"
        /// `GS r 1`, answered in the order of the data.
        case status = "r"
        /// Star's `ESC GS ETX 1`, answered when "printing ends (motor stops)" (StarPRNT Command
        /// Specifications, Rev. 2.13; the same in line mode).
        case printEnd = "end"
        /// A printer that can't answer.
        case none
    }

    /// The language of questions and answers about the printer's state.
    package enum Language: String, Sendable, Hashable, CaseIterable {
        case escpos
        /// Star's line mode: ESC ACK SOH.
        case star

        /// What a printer of this language may prove an end by; the first is taken where nothing
        /// is said.
        var confirmations: [Confirmation] {
            switch self {
            case .escpos: [.status, .processID, .none]
            case .star: [.printEnd, .none]
            }
        }
    }

    package var language = Language.escpos
    package var confirmation = Confirmation.status
    /// The state is asked before the first byte, and silence means that nothing is printed.
    package var asksFirst = true
    /// The printer's receive buffer: 16 bytes to 1 MiB. TM-T88III: 4 kB, or 45 bytes by switch.
    package var bufferBytes = 4_096
    /// For the answer to one `DLE EOT`.
    package var answerLimit = Duration.seconds(1)
    /// For somebody to mend what the printer has named: paper, cover, cutter.
    package var troubleLimit = Duration.seconds(60)
    /// Without progress and without a known cause (B3); on a serial line with what the buffer takes
    /// on it.
    package var standstillLimit = Duration.seconds(15)

    /// For a last answer once a job is given up.
    package static let farewellLimit = Duration.seconds(1)
    /// For the rest of a command then; CUPS kills after its JobKillDelay, 5 s in Loket's setting.
    package static let commandLimit = Duration.seconds(3)
    /// Between two looks at a printer that does not report by itself.
    package static let lookInterval = Duration.milliseconds(500)
    /// For `GS ( H` once `GS r 1`, sent after it, was answered.
    package static let silentProcessIDLimit = Duration.seconds(3)
    /// A job as a whole, from its first byte, beside what somebody may take to mend the printer.
    package static let printingLimit = Duration.seconds(900)
    var overallLimit: Duration { Self.printingLimit + troubleLimit }
    /// Of the buffer kept free for a question in order and some about the state.
    var reservedBytes: Int { language.orderRequestBytes + min(96, max(3, bufferBytes / 16)) }

    package init() {}
}

extension DialogueSettings {
    private enum YesNo: String, CaseIterable { case yes, no }

    mutating func take(_ options: inout URIOptions) throws(DeviceURIError) {
        if let value = try options.choice("language", of: Language.self) { language = value }
        confirmation =
            try options.choice("confirm", from: language.confirmations)
            ?? language.confirmations[0]
        if options.isOneWay { confirmation = .none }
        // One that can't answer after the data is not asked before, unless that is wished.
        asksFirst = confirmation != .none || language == .star
        if let value = try options.choice("ask", of: YesNo.self), !options.isOneWay {
            asksFirst = value == .yes
        }
        if options.isOneWay { asksFirst = false }
        if let value = try options.number("buffer", in: DeviceURI.bufferRange) {
            bufferBytes = value
        }
        if let value = try options.duration("answer", milliseconds: 10...10_000) {
            answerLimit = value
        }
        if let value = try options.duration("wait", milliseconds: 10...3_600_000) {
            troubleLimit = value
        }
        if let value = try options.duration("still", milliseconds: 10...600_000) {
            standstillLimit = value
        }
    }
}
