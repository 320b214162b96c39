import Drawing
import Geometry

/// Sizes, colours and text styles that follow from panel, text size and theme.
struct Look {
    /// Heights of capitals in millimetres for the four text sizes (K1).
    static let capHeights: [Double] = [3.5, 4.2, 5.6, 7.1]
    /// Minimum side of a target in millimetres (K1).
    static let targetMillimetres = 20.0
    static let gapMillimetres = 3.0
    static let keyMillimetres = 14.0
    static let keyGapMillimetres = 2.0
    /// Highest reach from a wheelchair in the low-reach layout, in millimetres above the lower edge
    /// of the glass. The glass of a terminal starts about 70 cm above the floor.
    static let reachMillimetres = 230.0

    var panel: Panel
    var theme: Theme
    var textSize: Int
    var isLowReach: Bool
    var measuring: any TextMeasuring
    /// Whether text has the whole glass, without helps, symbols and pages: a fault on glass that is too
    /// small for anything else (X12).
    var isBare = false

    enum Role { case body, strong, title, label, number, hugeNumber, clock }

    var capHeight: Double { Self.capHeights[min(max(textSize, 0), 3)] }
    /// Ratio of this text size to the smallest one.
    var scale: Double { capHeight / Self.capHeights[0] }

    /// Leaves the glass to the text, in the smallest size.
    mutating func makeBare() { (isBare, textSize, isLowReach) = (true, 0, false) }

    func mm(_ millimetres: Double) -> Int { panel.pixels(millimetres) }

    /// Whether the panel has room for larger buttons and letters than K1 requires. One of 200 x 200 mm
    /// has not: larger letters need both width and height (X12).
    var isRoomy: Bool {
        let (width, height) = (panel.widthMillimetres, panel.heightMillimetres)
        return width >= 240 && height >= 200 && width + height >= 540
    }
    /// Whether large letters meet a small panel. The footer then keeps only the main buttons.
    var isCrowded: Bool { !isRoomy && textSize >= 2 }
    var gap: Int { mm(isRoomy ? 5 : Self.gapMillimetres) }
    var margin: Int { mm(isRoomy ? 12 : 4) }
    /// Default height of a button in millimetres.
    var buttonMillimetres: Double { isRoomy ? 28 : Self.targetMillimetres }
    var padding: Int { mm(3) }
    var target: Int { mm(Self.targetMillimetres) }
    var radius: Int { mm(2.5) }
    var border: Int { mm(theme.borderMillimetres) }

    func style(_ role: Role, alignment: TextStyle.Alignment = .leading) -> TextStyle {
        let index = min(max(textSize, 0), 3)
        let strong = isRoomy ? [1.5, 1.4, 1.15, 1] : [1.15, 1.1, 1, 1]
        let title = isRoomy ? [2.6, 2.2, 1.7, 1.4] : [1.7, 1.5, 1.15, 1]
        let capMillimetres: Double =
            switch role {
            case .body: capHeight
            case .strong: capHeight * strong[index]
            case .title: capHeight * (isBare ? strong[index] : title[index])
            // A label stands beside an icon that says the same. Its fixed size keeps it in its
            // place.
            case .label: isRoomy ? 4 : Self.capHeights[0]
            case .number: capHeight * 2
            case .hugeNumber: isRoomy ? 40 : isCrowded ? 14 : 20
            case .clock: isRoomy ? 6 : Self.capHeights[0]
            }
        let weight: TextStyle.Weight =
            switch role {
            case .body: .regular
            case .strong, .clock: .semibold
            case .label: .medium
            case .title, .number, .hugeNumber: .bold
            }
        return TextStyle(
            size: TextStyle.size(capHeight: capMillimetres * panel.pixelsPerMillimetre),
            weight: weight, alignment: alignment, tabularDigits: role == .clock)
    }

    func height(_ text: String, _ style: TextStyle, width: Int) -> Int {
        measuring.measure(text, style, width: width).height
    }
}
