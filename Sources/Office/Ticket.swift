package import Foundation

/// `PREFIX-NNN` (A1): padded to three digits and going on past them, `T-999`, `T-1000`.
package struct TicketNumber: Hashable, Sendable, Codable, CustomStringConvertible {
    package var prefix: String
    /// 1 or more.
    package var value: Int

    package init(prefix: String, value: Int) {
        self.prefix = prefix
        self.value = value
    }

    /// Reads what a person types: "t-7", "T7", "T-007".
    package init?(_ text: String) {
        let upper = text.uppercased().filter { !$0.isWhitespace }
        let letters = upper.prefix { !$0.isNumber && $0 != "-" }
        let digits = upper.dropFirst(letters.count).drop { $0 == "-" }
        guard (1...3).contains(letters.count), let value = Int(digits), value >= 1 else {
            return nil
        }
        self.init(prefix: String(letters), value: value)
    }

    package var description: String {
        let digits = String(value)
        return "\(prefix)-\(String(repeating: "0", count: max(0, 3 - digits.count)))\(digits)"
    }
}

/// Identity of a ticket over all terminals of an office: the terminal's name and that terminal's
/// own sequence, so that two terminals can never make the same one.
package struct TicketID: Hashable, Sendable, Codable, CustomStringConvertible {
    /// `[a-z0-9]{1,8}`
    package var terminal: String
    package var sequence: Int64

    package init(terminal: String, sequence: Int64) {
        self.terminal = terminal
        self.sequence = sequence
    }

    /// Reads `belu1-42`.
    package init?(_ text: String) {
        guard let dash = text.lastIndex(of: "-"), dash != text.startIndex,
            let sequence = Int64(text[text.index(after: dash)...]), sequence >= 1
        else { return nil }
        self.init(terminal: String(text[..<dash]), sequence: sequence)
    }

    package var description: String { "\(terminal)-\(sequence)" }
}

/// Where a ticket stands in the queue. What its paper did is `PaperState`, apart (B11).
package enum TicketState: String, Sendable, Codable, CaseIterable {
    /// Number taken, neither shown nor printed yet; can't be called.
    case reserved
    /// Wants a slip, and is neither shown nor known to be printed; can't be called.
    case printing
    /// Shown or printed: can be called.
    case waiting
    case called
    case serving
    case done
    case noShow
    /// Still waited when its day ended (A3).
    case expired
    /// Given back by the visitor (L4).
    case returned
    /// Taken out by staff, or neither shown nor printed (B1).
    case void
}

/// What is known of a ticket's paper. The last four are ends and are not mixed up (B).
package enum PaperState: String, Sendable, Codable, CaseIterable {
    /// No paper wanted: shown on screen only.
    case none
    case queued
    /// Committed before the first byte leaves.
    case sending
    /// The printer answered after the data.
    case printed
    /// Handed to a printer that can't answer.
    case sent
    /// Surely nothing left.
    case notPrinted
    /// Nobody can know: a person decides.
    case unknown
}

/// The kind of special treatment a visitor asks for (UU 25/2009 art. 29; D4).
package enum VulnerableGroup: String, Sendable, Codable, CaseIterable {
    case elderly, pregnant, disability, infant
}

/// A ticket as it is stored.
package struct Ticket: Identifiable, Hashable, Sendable {
    package var id: TicketID
    package var number: TicketNumber
    package var businessDate: CalendarDate
    package var serviceID: Service.ID
    package var variantID: Variant.ID?
    package var group: VulnerableGroup?
    package var language: Language
    package var issuedAt: Date
    package var state: TicketState
    package var paper: PaperState
    /// Copies printed after the first, marked `CETAK ULANG n` (B4).
    package var reprints: Int
    /// What the slip's QR says: eight characters that are hard to confuse and hard to guess.
    package var code: String
    /// Single-use token that lets its bearer answer the survey once; not linked to the answers (G2).
    package var surveyToken: String

    package init(
        id: TicketID, number: TicketNumber, businessDate: CalendarDate, serviceID: Service.ID,
        variantID: Variant.ID? = nil, group: VulnerableGroup? = nil, language: Language,
        issuedAt: Date, state: TicketState = .reserved, paper: PaperState = .none,
        reprints: Int = 0, code: String, surveyToken: String
    ) {
        self.id = id
        self.number = number
        self.businessDate = businessDate
        self.serviceID = serviceID
        self.variantID = variantID
        self.group = group
        self.language = language
        self.issuedAt = issuedAt
        self.state = state
        self.paper = paper
        self.reprints = reprints
        self.code = code
        self.surveyToken = surveyToken
    }
}
