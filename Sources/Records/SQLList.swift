extension Sequence where Element: RawRepresentable, Element.RawValue == String {
    /// The values as SQL writes a list: `'queued', 'sending'`. The raw values are names of the
    /// code's own and hold no quotes.
    var sqlList: String { map { "'\($0.rawValue)'" }.joined(separator: ", ") }
}
