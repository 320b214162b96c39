/// State that a receipt printer reports, from the latest of its answers.
package struct PrinterStatus: Sendable, Hashable {
    /// Whether paper is out, by the sensor that stops the printer or the one that only reports;
    /// models differ.
    package var isPaperOut: Bool { stopsForPaper || seesNoPaper }
    private var stopsForPaper = false
    private var seesNoPaper = false
    package var isPaperLow = false
    package var isCoverOpen = false
    package var hasCutterError = false
    /// Whether only a power cycle or a technician helps.
    package var hasError = false
    /// Whether the head has to cool down. The printer then goes on by itself.
    package var isTooHot = false
    /// Whether the printer takes no data, with or without a reported cause.
    package var isOffline = false

    package init() {}

    /// Whether nothing prints now.
    package var isInTrouble: Bool { isOffline || hasNamedCause }

    private var hasNamedCause: Bool {
        isPaperOut || isCoverOpen || hasCutterError || hasError || isTooHot
    }

    /// Complete list for `printer-state-reasons` (RFC 8011 section 5.4.12).
    package var reasons: [String] {
        var reasons: [String] = []
        if isPaperOut { reasons.append("media-empty-error") }
        if isCoverOpen { reasons.append("cover-open-error") }
        if hasCutterError || hasError || isTooHot { reasons.append("other-error") }
        if isOffline, reasons.isEmpty { reasons.append("offline-error") }
        if isPaperLow, !isPaperOut { reasons.append("media-low-warning") }
        return reasons
    }

    /// Most serious trouble, with what to do; nil: none.
    package var trouble: String? {
        if isPaperOut { return "no paper: put a new roll in." }
        if isCoverOpen { return "the cover is open: close it." }
        if hasCutterError {
            return "the cutter is stuck: free it, then switch the printer off and on."
        }
        if hasError { return "the printer reports an error: switch it off and on." }
        if isTooHot { return "the print head is too hot: it goes on by itself." }
        return isOffline ? "the printer is offline: see its panel." : nil
    }

    /// Applies the answer to `DLE EOT question` (Epson's reference, DLE EOT).
    mutating func take(_ byte: UInt8, to question: UInt8) {
        func has(_ bit: UInt8) -> Bool { byte & (1 << bit) != 0 }
        let hadNamedCause = hasNamedCause
        // The mended cause had put the printer offline. Until the next answer it does not count as
        // offline.
        defer { if hadNamedCause, !hasNamedCause { isOffline = false } }
        switch question {
        case 1: isOffline = has(3)
        case 2:
            isCoverOpen = has(2)
            stopsForPaper = has(5)
        case 3:
            hasCutterError = has(3)
            hasError = has(2) || has(5)
            isTooHot = has(6)
        case 4:
            isPaperLow = byte & 0x0C != 0
            seesNoPaper = byte & 0x60 != 0
        default: break
        }
    }

    /// Applies Star's status block of at least seven bytes, as receiptio 2.0 parses it
    /// (`lib/receiptio.js`, Apache-2.0); the near end as Star's libraries name it.
    mutating func take(star block: [UInt8]) {
        guard block.count >= 7 else { return }
        isOffline = block[2] & 0x08 != 0
        isCoverOpen = block[2] & 0x20 != 0
        hasCutterError = block[3] & 0x08 != 0
        hasError = block[3] & 0x24 != 0 || block[4] & 0x0A != 0
        isTooHot = block[3] & 0x40 != 0
        stopsForPaper = block[5] & 0x08 != 0
        seesNoPaper = stopsForPaper
        isPaperLow = block[5] & 0x04 != 0
    }

    /// Applies the four bytes of automatic status back (Epson's reference, GS a).
    mutating func take(automatic group: [UInt8]) {
        guard group.count == 4 else { return }
        isOffline = group[0] & 0x08 != 0
        isCoverOpen = group[0] & 0x20 != 0
        hasCutterError = group[1] & 0x08 != 0
        hasError = group[1] & 0x24 != 0
        isTooHot = group[1] & 0x40 != 0
        isPaperLow = group[2] & 0x03 != 0
        stopsForPaper = group[2] & 0x0C != 0
        seesNoPaper = stopsForPaper
    }
}
