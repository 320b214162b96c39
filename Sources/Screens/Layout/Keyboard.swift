import Drawing
import Geometry
import Office
import Touch

/// On-screen keyboard with its text field, at the foot of a screen (T41, T42, T44).
struct Keyboard {
    let look: Look
    let layout: KeyboardLayout
    let field: TextField
    let words: Words
    /// Button at the left of the last row; nil: none.
    var back: Button?
    /// Button at the right of the last row; nil: none.
    var main: Button?

    private var typing: Typing { field.typing }

    private var rows: [[String]] {
        typing.layer == .letters ? layout.letters : layout.symbols
    }

    private var gap: Int { look.mm(Look.keyGapMillimetres) }

    /// Height of a key in pixels. It is larger on a roomy panel.
    private func keyHeight() -> Int {
        look.mm(look.isRoomy ? 22 : Look.keyMillimetres)
    }

    private var fieldStyle: TextStyle { look.style(.strong) }

    var fieldHeight: Int {
        max(look.mm(12), look.height("Ag", fieldStyle, width: 10_000) + 2 * look.mm(2))
    }

    private func bottomButtons() -> [Button] {
        let layer = typing.layer == .letters ? "key.symbols" : "key.letters"
        let keys = [Button(.layer, words(layer)), Button(.space, words("key.space"))]
        return (back.map { [$0] } ?? []) + keys + (main.map { [$0] } ?? [])
    }

    private func bottomRows(_ width: Int) -> [Row] {
        let maker = RowMaker(look: look, width: width, pageHeight: 0)
        let buttons = bottomButtons().map { $0.icon == nil ? $0.centered() : $0.grouped() }
        return maker.buttons(buttons, columns: buttons.count)
    }

    func height(width: Int) -> Int {
        fieldHeight + gap + rows.count * (keyHeight() + gap)
            + bottomRows(width).reduce(0) { $0 + $1.height + look.gap } - look.gap
            + (look.gap - gap)
    }

    func draw(_ composer: Composer, in frame: Rect) {
        drawField(
            composer, Rect(x: frame.x, y: frame.y, width: frame.width, height: fieldHeight))
        var y = frame.y + fieldHeight + gap
        let keyHeight = keyHeight()
        // Keys fill the width by the longest row, up to the size that a hand can use.
        let longest = (rows.map(\.count).max() ?? 10)
        let widest = look.mm(look.isRoomy ? 38 : 22)
        let keyWidth = min(widest, (frame.width - gap * (longest - 1)) / longest)
        for (index, row) in rows.enumerated() {
            let isLast = index == rows.count - 1
            drawRow(
                composer, row, isLast: isLast, keyWidth: keyWidth,
                Rect(x: frame.x, y: y, width: frame.width, height: keyHeight))
            y += keyHeight + gap
        }
        y += look.gap - gap
        for row in bottomRows(frame.width) {
            row.draw(
                composer, Rect(x: frame.x, y: y, width: frame.width, height: row.height))
            y += row.height + look.gap
        }
        drawAlternates(composer, frame, keyWidth: keyWidth, keyHeight: keyHeight)
    }

    func drawField(_ composer: Composer, _ frame: Rect) {
        let theme = composer.theme
        composer.box(
            frame, theme.surface, radius: look.radius, border: theme.primary,
            borderWidth: 2 * look.border)
        let side = frame.height - 2 * look.mm(2)
        composer.icon(
            .search, theme.primary, on: theme.surface,
            in: Rect(x: frame.x + look.mm(3), y: frame.midY - side / 2, width: side, height: side))
        var style = fieldStyle
        style.maximumLines = 1
        let isEmpty = typing.text.isEmpty
        if isEmpty { style.weight = .regular }
        // The end of the text stays visible.
        let x = frame.x + look.mm(6) + side
        let width = frame.maxX - look.mm(3) - x
        let text = isEmpty ? field.placeholder : visible(typing.text + "|", style, width: width)
        let height = look.height(text, style, width: width)
        composer.text(
            text, style, isEmpty ? theme.secondaryInk : theme.ink, on: theme.surface,
            in: Rect(x: x, y: frame.midY - height / 2, width: width, height: height))
    }

    /// Returns the end of the text that fits on one line.
    private func visible(_ text: String, _ style: TextStyle, width: Int) -> String {
        var shown = text
        while shown.count > 2, look.measuring.measure(shown, style, width: nil).width > width {
            shown.removeFirst()
        }
        return shown
    }

    private func drawRow(
        _ composer: Composer, _ letters: [String], isLast: Bool, keyWidth: Int, _ frame: Rect
    ) {
        // The last row of letters has shift before it and backspace after it.
        let extra = isLast ? keyWidth * 3 / 2 : 0
        let count = letters.count
        var total = count * keyWidth + (count - 1) * gap
        let hasShift = isLast && typing.layer == .letters
        if isLast { total += extra + gap }
        if hasShift { total += extra + gap }
        var x = frame.midX - total / 2
        if hasShift {
            drawKey(
                composer, .shift, .icon(.shift), isOn: typing.shift, kind: .key(holds: false),
                Rect(x: x, y: frame.y, width: extra, height: frame.height))
            x += extra + gap
        }
        for letter in letters {
            let holds = layout.alternates[letter] != nil
            drawKey(
                composer, .letter(letter), .text(letter), isOn: false, kind: .key(holds: holds),
                Rect(x: x, y: frame.y, width: keyWidth, height: frame.height))
            x += keyWidth + gap
        }
        if isLast {
            drawKey(
                composer, .backspace, .icon(.backspace), isOn: false, kind: .repeatingKey,
                Rect(x: x, y: frame.y, width: extra, height: frame.height))
        }
    }

    private enum Face {
        case text(String)
        case icon(Icon)
    }

    private func drawKey(
        _ composer: Composer, _ action: Action, _ face: Face, isOn: Bool,
        kind: TouchTarget<Action>.Kind, _ frame: Rect
    ) {
        let theme = composer.theme
        let isPressed = composer.pressed == action
        let fill = isPressed ? theme.pressed : isOn ? theme.selected : theme.surface
        let ink = isPressed ? theme.onPressed : isOn ? theme.onSelected : theme.ink
        composer.box(
            frame, fill, radius: look.radius, border: isOn ? theme.primary : theme.border,
            borderWidth: isOn ? 3 * look.border : look.border)
        switch face {
        case .icon(let icon):
            let side = min(look.mm(8), frame.height - 2 * look.mm(2))
            composer.icon(
                icon, ink, on: fill,
                in: Rect(
                    x: frame.midX - side / 2, y: frame.midY - side / 2, width: side,
                    height: side))
        case .text(let text):
            var style = look.style(.strong, alignment: .center)
            let limit = TextStyle.size(capHeight: Double(frame.height) * 0.45)
            style.size = min(style.size * 1.2, limit)
            let height = look.height(text, style, width: frame.width)
            composer.text(
                text, style, ink, on: fill,
                in: Rect(
                    x: frame.x, y: frame.midY - height / 2, width: frame.width, height: height))
        }
        composer.target(action, frame, kind: kind)
    }

    /// Draws the alternate letters in a row above the keys, while a key is held.
    private func drawAlternates(
        _ composer: Composer, _ frame: Rect, keyWidth: Int, keyHeight: Int
    ) {
        guard !typing.alternates.isEmpty else { return }
        let count = typing.alternates.count
        let pad = gap
        let width = count * (keyWidth + gap) + gap
        let popover = Rect(
            x: frame.midX - width / 2, y: frame.y - look.mm(1), width: width,
            height: keyHeight + 2 * pad)
        composer.cover(popover)
        composer.box(
            popover, composer.theme.selected, radius: look.radius,
            border: composer.theme.primary, borderWidth: 3 * look.border)
        for (index, letter) in typing.alternates.enumerated() {
            drawKey(
                composer, .letter(letter), .text(letter), isOn: false, kind: .key(holds: false),
                Rect(
                    x: popover.x + pad + index * (keyWidth + gap), y: popover.y + pad,
                    width: keyWidth, height: keyHeight))
        }
    }
}
