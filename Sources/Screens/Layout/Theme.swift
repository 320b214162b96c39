package import Drawing

/// Colours of the screens. The contrast of text and ground is at least 10:1, and 20:1 in
/// `highContrast` (K1). The layout tests check it on every screen.
package struct Theme: Hashable, Sendable {
    package var ground: Color
    package var surface: Color
    package var ink: Color
    package var secondaryInk: Color
    package var border: Color
    package var primary: Color
    package var onPrimary: Color
    package var pressed: Color
    package var onPressed: Color
    package var selected: Color
    package var onSelected: Color
    package var disabled: Color
    package var onDisabled: Color
    package var notice: Color
    package var onNotice: Color
    /// Width of a plain button's border in millimetres.
    package var borderMillimetres: Double

    /// Dark ink on a light ground, with one deep blue for main actions.
    package static let standard = Theme(
        ground: Color(0xF3F6F8), surface: .white, ink: Color(0x10202B),
        secondaryInk: Color(0x2A3A45), border: Color(0xB4C2CC), primary: Color(0x0A3A5A),
        onPrimary: .white, pressed: Color(0x0A3A5A), onPressed: .white,
        selected: Color(0xD9EAF5), onSelected: Color(0x08243A), disabled: Color(0xE4E9EC),
        onDisabled: Color(0x66727A), notice: Color(0xFFF1CC), onNotice: Color(0x3A2900),
        borderMillimetres: 0.3)

    /// White on black without other colours.
    package static let highContrast = Theme(
        ground: .black, surface: .black, ink: .white, secondaryInk: .white, border: .white,
        primary: .white, onPrimary: .black, pressed: .white, onPressed: .black, selected: .white,
        onSelected: .black, disabled: .black, onDisabled: Color(0x8A8A8A), notice: .white,
        onNotice: .black, borderMillimetres: 0.6)
}
