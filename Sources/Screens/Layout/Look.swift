import Drawing
import Geometry

/// Everything that depends on the panel, the text size and the theme, in one place.
struct Look {
    /// Heights of capitals in millimetres for the four text sizes (K1).
    static let capHeights: [Double] = [3.5, 4.2, 5.6, 7.1]
    /// The least side of a target and the least gap between two (K1).
    static let targetMillimetres = 20.0
    static let gapMillimetres = 3.0
    static let keyMillimetres = 14.0
    static let keyGapMillimetres = 2.0
    /// Highest place on the glass that one reaches from a wheelchair, counted from its lower
    /// edge, in the low-reach layout. A terminal's glass starts about 70 cm above the floor.
    static let reachMillimetres = 230.0

    var panel: Panel
    var theme: Theme
    var textSize: Int
    var isLowReach: Bool
    var measuring: any TextMeasuring

    enum Role { case body, strong, title, label, number, hugeNumber, clock }

    var capHeight: Double { Self.capHeights[min(max(textSize, 0), 3)] }
    /// How much larger than the smallest text size this one is.
    var scale: Double { capHeight / Self.capHeights[0] }

    func mm(_ millimetres: Double) -> Int { panel.pixels(millimetres) }

    /// A panel with room for larger buttons and letters than the least that K1 asks for.
    var isRoomy: Bool { min(panel.widthMillimetres, panel.heightMillimetres) >= 200 }
    /// Large letters on a small panel: only what leads on stays at the foot of a screen.
    var isCrowded: Bool { !isRoomy && textSize >= 2 }
    var gap: Int { mm(isRoomy ? 5 : Self.gapMillimetres) }
    var margin: Int { mm(isRoomy ? 12 : 4) }
    /// Height of a button where nothing else says one.
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
            case .title: capHeight * title[index]
            // Beside an icon that says the same; always the same size, to stay in its place.
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
