/// How a text is set.
package struct TextStyle: Hashable, Sendable {
    package enum Weight: Int32, Hashable, Sendable {
        case regular = 400
        case medium = 500
        case semibold = 600
        case bold = 700
    }

    package enum Alignment: Hashable, Sendable { case leading, center, trailing }

    /// Height of the em in pixels.
    package var size: Double
    package var weight: Weight
    package var alignment: Alignment
    /// Lines shown at most, the rest replaced by an ellipsis; nil: as many as it needs.
    package var maximumLines: Int?
    /// Digits of one width, so that a clock does not dance.
    package var tabularDigits: Bool

    package init(
        size: Double, weight: Weight = .regular, alignment: Alignment = .leading,
        maximumLines: Int? = nil, tabularDigits: Bool = false
    ) {
        self.size = size
        self.weight = weight
        self.alignment = alignment
        self.maximumLines = maximumLines
        self.tabularDigits = tabularDigits
    }

    /// Inter's capitals are 0.727 of the em high (its OS/2 table: 1984 of 2728 units).
    package static let capHeightPerEm = 0.727

    /// A size whose capitals are so many pixels high.
    package static func size(capHeight: Double) -> Double { capHeight / capHeightPerEm }
}

/// What a text takes up, in whole pixels.
package struct TextMetrics: Hashable, Sendable {
    package var width: Int
    package var height: Int
    package var lineCount: Int
    /// Something was replaced by an ellipsis.
    package var isCut: Bool

    package init(width: Int, height: Int, lineCount: Int, isCut: Bool) {
        self.width = width
        self.height = height
        self.lineCount = lineCount
        self.isCut = isCut
    }
}

/// Measures texts. Layout of screens asks this and nothing else of the drawing code.
package protocol TextMeasuring {
    /// What the text takes up when wrapped at `width` pixels; nil: on one line.
    func measure(_ text: String, _ style: TextStyle, width: Int?) -> TextMetrics
    /// Width in pixels of the longest word: a column narrower than this breaks words.
    func widestWord(_ text: String, _ style: TextStyle) -> Int
}
