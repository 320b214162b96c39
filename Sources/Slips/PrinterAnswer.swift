package import Office

/// Answer of a printer that was asked past its queue, each with one sentence for a technician.
package enum PrinterAnswer: Sendable, Hashable {
    /// The printer was not asked, or can't be asked. The sentence says why.
    case unasked(String)
    /// The printer's own word.
    case says(PrinterCondition, String)
    /// One question without an answer. Another job may have kept the printer busy.
    case silent(String)
    /// Two questions in a row without an answer, or no connection to a raw port.
    case away(String)

    package var sentence: String {
        switch self {
        case .unasked(let sentence), .says(_, let sentence), .silent(let sentence),
            .away(let sentence):
            sentence
        }
    }
}
