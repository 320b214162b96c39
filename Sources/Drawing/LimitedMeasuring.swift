/// Measuring that shapes only so many new texts. Further ones count as empty, so that a layout ends
/// soon. Such a layout is not to be shown: made again, it begins where this one ended.
package final class LimitedMeasuring: TextMeasuring {
    private let shaper: TextShaper
    /// Work of the shaper at which no more texts are shaped.
    private let limit: Int
    /// Whether a text counted as empty.
    package private(set) var isShort = false

    package init(_ shaper: TextShaper, newTexts: Int) {
        self.shaper = shaper
        limit = shaper.workCount + newTexts
    }

    package func measure(_ text: String, _ style: TextStyle, width: Int?) -> TextMetrics {
        if let known = shaper.knownMetrics(text, style, width: width) { return known }
        guard mayShape() else {
            return TextMetrics(width: 0, height: 0, lineCount: 1, isCut: false)
        }
        return shaper.measure(text, style, width: width)
    }

    package func widestWord(_ text: String, _ style: TextStyle) -> Int {
        if let known = shaper.knownWidestWord(text, style) { return known }
        return mayShape() ? shaper.widestWord(text, style) : 0
    }

    private func mayShape() -> Bool {
        if shaper.workCount < limit { return true }
        isShort = true
        return false
    }
}
