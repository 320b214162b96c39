/// Options after the question mark of a device URI. Each is removed when it is taken; any left at
/// the end are errors.
struct URIOptions {
    private let text: String
    private var values: [(name: String, value: String)] = []
    /// Whether the printer cannot answer, regardless of other options.
    var isOneWay = false

    init(_ query: Substring, of text: String) throws(DeviceURIError) {
        self.text = text
        for part in query.split(separator: "&") {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(halves[0]),
                let value = Self.decoded(halves.count > 1 ? halves[1] : "")
            else {
                throw wrong("has \(part), which is not encoded as RFC 3986 says: write % as %25.")
            }
            if values.contains(where: { $0.name == name }) {
                throw wrong("says \(name) twice: leave one of them out.")
            }
            values.append((name, value))
        }
    }

    mutating func take(_ name: String) -> String? {
        guard let index = values.firstIndex(where: { $0.name == name }) else { return nil }
        return values.remove(at: index).value
    }

    mutating func number(_ name: String, in range: ClosedRange<Int>)
        throws(DeviceURIError) -> Int?
    {
        guard let value = take(name) else { return nil }
        guard let number = Int(value), range.contains(number) else {
            throw wrong(
                "has \(name)=\(value): give a whole number from \(range.lowerBound) to "
                    + "\(range.upperBound).")
        }
        return number
    }

    /// Takes a duration in seconds, with optional decimals. Throws `DeviceURIError` outside the
    /// range.
    mutating func duration(_ name: String, milliseconds range: ClosedRange<Int>)
        throws(DeviceURIError) -> Duration?
    {
        guard let value = take(name) else { return nil }
        let least = Double(range.lowerBound) / 1_000
        let most = Double(range.upperBound) / 1_000
        guard let seconds = Double(value), (least...most).contains(seconds) else {
            throw wrong("has \(name)=\(value): give seconds from \(least) to \(most).")
        }
        return .milliseconds(Int((seconds * 1_000).rounded()))
    }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, of: Choice.Type
    ) throws(DeviceURIError) -> Choice? where Choice.RawValue == String {
        try choice(name, from: Array(Choice.allCases))
    }

    /// Takes one of the given choices. Throws `DeviceURIError` for another value.
    mutating func choice<Choice: RawRepresentable>(_ name: String, from choices: [Choice])
        throws(DeviceURIError) -> Choice? where Choice.RawValue == String
    {
        guard let value = take(name) else { return nil }
        guard let choice = choices.first(where: { $0.rawValue == value }) else {
            let words = choices.map(\.rawValue).joined(separator: ", ")
            throw wrong("has \(name)=\(value): give one of \(words).")
        }
        return choice
    }

    /// Ends the parsing. Throws `DeviceURIError` where an unknown option is left.
    func end() throws(DeviceURIError) {
        guard let first = values.first else { return }
        throw wrong(
            "has \(first.name), which is no option here: there are language, confirm, ask, buffer, "
                + "connect, answer, wait and still; serial for USB, baud and flow for serial ports."
        )
    }

    private func wrong(_ what: String) -> DeviceURIError {
        DeviceURIError(description: "The device URI \(text) \(what)")
    }

    /// Returns the text without percent encoding; nil: invalid.
    static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst(), let low = rest.popFirst(),
                let value = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16)
            else { return nil }
            bytes.append(value)
        }
        guard !bytes.contains(0) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
