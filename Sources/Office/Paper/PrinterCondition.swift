/// Condition of the printer before a print (B2). The raw values are stable names in logs, phrases
/// (`printer.paperOut`) and the command line.
package enum PrinterCondition: String, Hashable, Sendable, Codable, CaseIterable {
    case ready, paperLow, paperOut, coverOpen, offline, error, stopped, notAccepting, cupsAbsent,
        queueMissing
    /// No news for a while. It blocks no print (B11).
    case unknown
    /// No printer is configured: numbers are on screen only.
    case none

    /// Whether a print may succeed.
    package var canPrint: Bool { self == .ready || self == .paperLow || self == .unknown }
}
