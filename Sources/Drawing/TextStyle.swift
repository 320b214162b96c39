/// Style of a text.
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
    /// Maximum number of lines; the rest becomes an ellipsis. Nil: no limit.
    package var maximumLines: Int?
    /// Whether digits have equal width, so that a clock does not shift.
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

    /// Height of Inter's capitals as a fraction of the em (its OS/2 table: 1984 of 2728 units).
    package static let capHeightPerEm = 0.727

    /// Returns the size whose capitals are this many pixels high.
    package static func size(capHeight: Double) -> Double { capHeight / capHeightPerEm }
}

/// Extent of a text in whole pixels.
package struct TextMetrics: Hashable, Sendable {
    package var width: Int
    package var height: Int
    package var lineCount: Int
    /// Whether an ellipsis replaces a part.
    package var isCut: Bool

    package init(width: Int, height: Int, lineCount: Int, isCut: Bool) {
        self.width = width
        self.height = height
        self.lineCount = lineCount
        self.isCut = isCut
    }
}

/// Measurement of texts. The layout of screens needs nothing else of the drawing code.
package protocol TextMeasuring {
    /// Returns the extent of the text, wrapped at `width` pixels; nil: on one line.
    func measure(_ text: String, _ style: TextStyle, width: Int?) -> TextMetrics
    /// Returns the width of the longest word in pixels. A narrower column breaks words.
    func widestWord(_ text: String, _ style: TextStyle) -> Int
}
