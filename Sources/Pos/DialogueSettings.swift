/// End of a print (B). The four cases are never confused.
package enum DialogueEnd: Sendable, Hashable {
    /// The printer answered after the data.
    case printed(Proof)
    /// The data was passed to a printer that cannot answer.
    case sent
    /// No byte of the job has left.
    case notPrinted(String)
    /// The result cannot be known.
    case unknown(String)

    /// Answer that proves a print.
    package enum Proof: Sendable, Hashable {
        /// Answer to `GS ( H`: the paper is out.
        case processID
        /// Answer to `GS r 1`: all data before it was processed.
        case status
        /// Answer to `GS r 1`, while `GS ( H` stayed without one.
        case statusOnly
        /// Answer to Star's `ESC GS ETX`: the motor has stopped.
        case printEnd
    }
}

/// Parameters of the dialogue with a printer.
package struct DialogueSettings: Sendable, Hashable {
    /// Command whose answer ends a job as printed.
    package enum Confirmation: String, Sendable, Hashable, CaseIterable {
        /// Command `GS ( H` function 48, "transmitted when the printing is completed".
        case processID = "H"
        /// Command `GS r 1`, answered in the order of the data.
        case status = "r"
        /// Command `ESC GS ETX 1` of Star, answered when "printing ends (motor stops)" (StarPRNT
        /// Command Specifications, Rev. 2.13; the same in line mode).
        case printEnd = "end"
        /// No command: the printer cannot answer.
        case none
    }

    /// Language of questions and answers about the printer's state.
    package enum Language: String, Sendable, Hashable, CaseIterable {
        case escpos
        /// Line mode of Star: ESC ACK SOH.
        case star

        /// Confirmations that a printer of this language may use. The first is the default.
        var confirmations: [Confirmation] {
            switch self {
            case .escpos: [.status, .processID, .none]
            case .star: [.printEnd, .none]
            }
        }
    }

    package var language = Language.escpos
    package var confirmation = Confirmation.status
    /// Whether the state is asked before the first byte. Without an answer nothing is printed then.
    package var asksFirst = true
    /// Size of the printer's receive buffer, 16 bytes to 1 MiB. TM-T88III: 4 kB, or 45 bytes by
    /// switch.
    package var bufferBytes = 4_096
    /// Time for the answer to one `DLE EOT`.
    package var answerLimit = Duration.seconds(1)
    /// Time for a person to mend the trouble that the printer reports: paper, cover, cutter.
    package var troubleLimit = Duration.seconds(60)
    /// Time without progress and without a known cause (B3). On a serial line the time to send a
    /// full buffer is added.
    package var standstillLimit = Duration.seconds(15)

    /// Time for a last answer after a job was given up.
    package static let farewellLimit = Duration.seconds(1)
    /// Time for the rest of a command after a job was given up. CUPS kills after its JobKillDelay,
    /// 5 s in Loket's configuration.
    package static let commandLimit = Duration.seconds(3)
    /// Interval between two queries of a printer that does not report by itself.
    package static let lookInterval = Duration.milliseconds(500)
    /// Time for the answer to `GS ( H` after `GS r 1`, sent later, was answered.
    package static let silentProcessIDLimit = Duration.seconds(3)
    /// Time for a whole job from its first byte, without the time to mend the printer.
    package static let printingLimit = Duration.seconds(900)
    var overallLimit: Duration { Self.printingLimit + troubleLimit }
    /// Bytes of the buffer kept free for one in-order question and some state questions.
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
        // A printer that cannot answer after the data is not asked before it either, unless set.
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
