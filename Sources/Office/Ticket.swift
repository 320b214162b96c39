package import Foundation

/// Ticket number `PREFIX-NNN` (A1), padded to three digits and continued beyond: `T-999`, `T-1000`.
package struct TicketNumber: Hashable, Sendable, Codable, CustomStringConvertible {
    package var prefix: String
    /// Number, 1 or more.
    package var value: Int

    package init(prefix: String, value: Int) {
        self.prefix = prefix
        self.value = value
    }

    /// Parses what a person types: "t-7", "T7", "T-007". Nil: no number.
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

/// Identity of a ticket across all terminals of an office: the terminal's name and its own
/// sequence, so that no two terminals make the same one.
package struct TicketID: Hashable, Sendable, Codable, CustomStringConvertible {
    /// Name of the terminal: `[a-z0-9]{1,8}`.
    package var terminal: String
    package var sequence: Int64

    package init(terminal: String, sequence: Int64) {
        self.terminal = terminal
        self.sequence = sequence
    }

    /// Parses `belu1-42`; nil: invalid.
    package init?(_ text: String) {
        guard let dash = text.lastIndex(of: "-"), dash != text.startIndex,
            let sequence = Int64(text[text.index(after: dash)...]), sequence >= 1
        else { return nil }
        self.init(terminal: String(text[..<dash]), sequence: sequence)
    }

    package var description: String { "\(terminal)-\(sequence)" }
}

/// State of a ticket in the queue. `PaperState` has the state of its paper (B11).
package enum TicketState: String, Sendable, Codable, CaseIterable {
    /// Number taken, neither shown nor printed yet. It cannot be called.
    case reserved
    /// Slip requested, neither shown nor known to be printed. It cannot be called.
    case printing
    /// Shown or printed. It can be called.
    case waiting
    case called
    case serving
    case done
    case noShow
    /// Still waiting when its day ended (A3).
    case expired
    /// Given back by the visitor (L4).
    case returned
    /// Removed by staff, or neither shown nor printed (B1).
    case void
}

/// State of a ticket's paper. The last four are final and never confused (B).
package enum PaperState: String, Sendable, Codable, CaseIterable {
    /// No paper requested: shown on screen only.
    case none
    case queued
    /// Being sent to the printer. This is recorded before the first byte leaves.
    case sending
    /// The printer answered after the data.
    case printed
    /// Passed to a printer that cannot answer.
    case sent
    /// Nothing has left, for certain.
    case notPrinted
    /// The result cannot be known. A person decides.
    case unknown
}

/// Special treatment that a visitor asks for (UU 25/2009 art. 29; D4).
package enum VulnerableGroup: String, Sendable, Codable, CaseIterable {
    case elderly, pregnant, disability, infant
}

/// Ticket as stored.
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
    /// Number of copies after the first, marked `CETAK ULANG n` (B4).
    package var reprints: Int
    /// Code in the slip's QR symbol: eight characters, hard to confuse and hard to guess.
    package var code: String
    /// Token that lets its bearer answer the survey once. It is not linked to the answers (G2).
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
