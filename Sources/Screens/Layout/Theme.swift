import Drawing

/// The colours of the screens. Every pair of text and ground has a contrast of at least 10:1,
/// and 20:1 in the second theme (K1); the layout tests check it on every screen.
public struct Theme: Hashable, Sendable {
    public var ground: Color
    public var surface: Color
    public var ink: Color
    public var secondaryInk: Color
    public var border: Color
    public var primary: Color
    public var onPrimary: Color
    public var pressed: Color
    public var onPressed: Color
    public var selected: Color
    public var onSelected: Color
    public var disabled: Color
    public var onDisabled: Color
    public var notice: Color
    public var onNotice: Color
    /// Border of plain buttons in millimetres.
    public var borderMillimetres: Double

    /// Calm: ink on paper, one deep blue for what leads on.
    public static let standard = Theme(
        ground: Color(0xF3F6F8), surface: .white, ink: Color(0x10202B),
        secondaryInk: Color(0x2A3A45), border: Color(0xB4C2CC), primary: Color(0x0A3A5A),
        onPrimary: .white, pressed: Color(0x0A3A5A), onPressed: .white,
        selected: Color(0xD9EAF5), onSelected: Color(0x08243A), disabled: Color(0xE4E9EC),
        onDisabled: Color(0x66727A), notice: Color(0xFFF1CC), onNotice: Color(0x3A2900),
        borderMillimetres: 0.3)

    /// White on black and nothing between.
    public static let highContrast = Theme(
        ground: .black, surface: .black, ink: .white, secondaryInk: .white, border: .white,
        primary: .white, onPrimary: .black, pressed: .white, onPressed: .black, selected: .white,
        onSelected: .black, disabled: .black, onDisabled: Color(0x8A8A8A), notice: .white,
        onNotice: .black, borderMillimetres: 0.6)
}
