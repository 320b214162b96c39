import Drawing
import Geometry

/// Button as a screen's plan describes it.
struct Button {
    enum Kind { case primary, plain, quiet }

    var action: Action
    var title: String
    var subtitle: String?
    var icon: Icon?
    var kind = Kind.plain
    var isEnabled = true
    /// Whether the button is chosen among several. A thicker border shows it besides the colour
    /// (K1).
    var isSelected = false
    /// Whether the icon stands above the text, both centred.
    var isCentered = false
    /// Side of the icon in millimetres; nil: a size that follows the letters.
    var iconMillimetres: Double?
    /// Minimum height in millimetres; nil: the panel's default.
    var minimumMillimetres: Double?
    /// Whether icon and text are centred together in one line, as in a footer.
    var isGrouped = false
    /// Whether the title has the body's letter size, for many buttons on a small panel.
    var isCompact = false

    init(
        _ action: Action, _ title: String, subtitle: String? = nil, icon: Icon? = nil,
        kind: Kind = .plain
    ) {
        self.action = action
        self.title = title
        self.subtitle = subtitle
        self.icon = icon
        self.kind = kind
    }

    func enabled(_ isEnabled: Bool) -> Button {
        var copy = self
        copy.isEnabled = isEnabled
        return copy
    }

    func selected(_ isSelected: Bool) -> Button {
        var copy = self
        copy.isSelected = isSelected
        return copy
    }

    func centered(iconMillimetres: Double? = nil) -> Button {
        var copy = self
        copy.isCentered = true
        copy.iconMillimetres = iconMillimetres
        return copy
    }

    func withoutIcon() -> Button {
        var copy = self
        copy.icon = nil
        return copy
    }

    func grouped() -> Button {
        var copy = self
        copy.isGrouped = true
        return copy
    }

    func compact(_ isCompact: Bool) -> Button {
        var copy = self
        copy.isCompact = isCompact
        return copy
    }

    func atLeast(_ millimetres: Double) -> Button {
        var copy = self
        copy.minimumMillimetres = millimetres
        return copy
    }

    private func titleStyle(_ look: Look) -> TextStyle {
        var style = look.style(
            isCompact ? .body : .strong, alignment: isCentered ? .center : .leading)
        style.weight = .semibold
        return style
    }

    private func subtitleStyle(_ look: Look) -> TextStyle {
        look.style(.body, alignment: isCentered ? .center : .leading)
    }

    private func iconSide(_ look: Look) -> Int {
        icon == nil ? 0 : look.mm(iconMillimetres ?? max(7, min(look.capHeight * 1.9, 11)))
    }

    /// Space between the text and the sides. Names in many small tiles need fewer lines with less of it.
    private func sidePadding(_ look: Look) -> Int {
        isCompact && isCentered ? min(look.mm(2), look.padding) : look.padding
    }

    private func textWidth(_ look: Look, in width: Int) -> Int {
        let beside = isCentered || icon == nil ? 0 : iconSide(look) + look.padding
        return max(1, width - 2 * sidePadding(look) - beside)
    }

    /// Minimum width in pixels at which no word breaks.
    func minimumWidth(_ look: Look) -> Int {
        let words = max(
            look.measuring.widestWord(title, titleStyle(look)),
            subtitle.map { look.measuring.widestWord($0, subtitleStyle(look)) } ?? 0)
        let beside = isCentered || icon == nil ? 0 : iconSide(look) + look.padding
        return max(look.target, words + 2 * sidePadding(look) + beside)
    }

    func height(_ look: Look, width: Int) -> Int {
        let textWidth = textWidth(look, in: width)
        var text = look.height(title, titleStyle(look), width: textWidth)
        if let subtitle {
            text += look.mm(0.8) + look.height(subtitle, subtitleStyle(look), width: textWidth)
        }
        let content =
            isCentered
            ? text + (icon == nil ? 0 : iconSide(look) + look.mm(1)) : max(text, iconSide(look))
        return max(
            look.mm(minimumMillimetres ?? look.buttonMillimetres),
            content + 2 * look.mm(isCompact && subtitle != nil ? 0.8 : 2))
    }

    func draw(_ composer: Composer, in frame: Rect) {
        let look = composer.look
        let colors = colors(composer)
        composer.box(
            frame, colors.fill, radius: look.radius, border: colors.border,
            borderWidth: colors.borderWidth)
        var textWidth = textWidth(look, in: frame.width)
        let titleHeight = look.height(title, titleStyle(look), width: textWidth)
        let subtitleHeight = subtitle.map {
            look.mm(0.8) + look.height($0, subtitleStyle(look), width: textWidth)
        }
        let side = iconSide(look)
        var x = frame.x + sidePadding(look)
        var y = frame.midY - (titleHeight + (subtitleHeight ?? 0)) / 2
        if let icon {
            if isCentered {
                y = frame.midY - (titleHeight + (subtitleHeight ?? 0) + side + look.mm(1)) / 2
                composer.icon(
                    icon, colors.ink, on: colors.fill,
                    in: Rect(x: frame.midX - side / 2, y: y, width: side, height: side))
                y += side + look.mm(1)
            } else {
                if isGrouped {
                    let natural = look.measuring.measure(
                        title, titleStyle(look), width: textWidth
                    ).width
                    textWidth = min(textWidth, natural + 1)
                    x = frame.midX - (side + look.padding + textWidth) / 2
                }
                composer.icon(
                    icon, colors.ink, on: colors.fill,
                    in: Rect(x: x, y: frame.midY - side / 2, width: side, height: side))
                x += side + look.padding
            }
        }
        composer.text(
            title, titleStyle(look), colors.ink, on: colors.fill,
            in: Rect(x: x, y: y, width: textWidth, height: titleHeight))
        if let subtitle {
            composer.text(
                subtitle, subtitleStyle(look), colors.ink, on: colors.fill,
                in: Rect(
                    x: x, y: y + titleHeight + look.mm(0.8), width: textWidth, height: 0))
        }
        composer.target(action, frame, isEnabled: isEnabled)
    }

    private func colors(_ composer: Composer) -> (
        fill: Color, ink: Color, border: Color, borderWidth: Int
    ) {
        let theme = composer.theme
        let border = composer.look.border
        if !isEnabled { return (theme.disabled, theme.onDisabled, theme.border, border) }
        let isPressed = composer.pressed == action
        switch kind {
        case .primary:
            // A pressed button swaps its colours.
            return isPressed
                ? (theme.surface, theme.ink, theme.primary, 4 * border)
                : (theme.primary, theme.onPrimary, theme.primary, 0)
        case .plain, .quiet:
            if isPressed { return (theme.pressed, theme.onPressed, theme.pressed, 0) }
            if isSelected { return (theme.selected, theme.onSelected, theme.primary, 3 * border) }
            return kind == .quiet
                ? (theme.ground, theme.ink, theme.border, border)
                : (theme.surface, theme.ink, theme.border, border)
        }
    }
}
