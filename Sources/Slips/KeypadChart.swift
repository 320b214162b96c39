package import Office

extension SlipWriter {
    /// Writes the chart of a keypad's keys, to be stuck beside it (V23, V24). `sign` is the counter's,
    /// as `Loket 3`; nil: a chart for any counter.
    package func keypadChart(sign: String?, _ language: Language) -> Slip {
        func words(_ key: String) -> String { phrases("slip.keypad.\(key)", language) }
        func key(_ cap: String, _ key: String) -> Slip.Block {
            .text("\(cap)  \(words(key))", isBold: key == "next")
        }
        return Slip(blocks: [
            .text(
                sign ?? words("title"), size: .large, isBold: true, isCentered: true),
            .text(words("explain"), size: .small, isCentered: true), .rule,
            key("Enter", "next"), key("+", "again"), key("-", "absent"), key("*", "aside"),
            key("/ \(words("number")) Enter", "pass"), key("0 Enter", "pause"),
            key(".", "cancel"), .rule,
            .text(words("accepted"), size: .small), .text(words("nobody"), size: .small),
            .text(words("busy"), size: .small), .text(words("refused"), size: .small),
            .text(words("silence"), isBold: true),
        ])
    }
}
