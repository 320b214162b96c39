import Drawing
import Geometry

/// Part of a screen's body that stays in one piece. A long body breaks between rows.
struct Row {
    var height: Int
    /// Whether the next row stays on the same page, as after a heading.
    var keepsWithNext = false
    var draw: (Composer, Rect) -> Void
}

/// Factory of rows for a body of a given width.
struct RowMaker {
    let look: Look
    let width: Int
    /// Height in pixels of the body of a page. A longer paragraph is split.
    let pageHeight: Int

    var theme: Theme { look.theme }

    func space(_ millimetres: Double) -> Row {
        Row(height: look.mm(millimetres)) { _, _ in }
    }

    func heading(_ text: String) -> Row {
        let style = look.style(.strong)
        var row = plain(text, style, theme.ink)
        row.keepsWithNext = true
        return row
    }

    func paragraph(
        _ text: String, _ role: Look.Role = .body, alignment: TextStyle.Alignment = .leading
    ) -> [Row] {
        let style = look.style(role, alignment: alignment)
        return split(text, style, width: width).map {
            plain($0, style, role == .body ? theme.secondaryInk : theme.ink)
        }
    }

    private func plain(_ text: String, _ style: TextStyle, _ color: Color) -> Row {
        Row(height: look.height(text, style, width: width)) { composer, frame in
            composer.text(text, style, color, on: composer.theme.ground, in: frame)
        }
    }

    /// Makes a component of a service: icon, name and the texts below it.
    func component(_ icon: Icon, _ name: String, _ texts: [String]) -> [Row] {
        let side = look.mm(7)
        let indent = side + look.padding
        let label = look.style(.strong)
        let body = look.style(.body)
        let textWidth = max(1, width - indent)
        var rows = [
            Row(
                height: max(side, look.height(name, label, width: textWidth)),
                keepsWithNext: true
            ) { composer, frame in
                let theme = composer.theme
                composer.icon(
                    icon, theme.primary, on: theme.ground,
                    in: Rect(x: frame.x, y: frame.y, width: side, height: side))
                let height = look.height(name, label, width: textWidth)
                composer.text(
                    name, label, theme.ink, on: theme.ground,
                    in: Rect(
                        x: frame.x + indent, y: frame.y + max(0, (side - height) / 2),
                        width: textWidth, height: height))
            }
        ]
        for text in texts.flatMap({ split($0, body, width: textWidth) }) {
            rows.append(
                Row(height: look.height(text, body, width: textWidth)) { composer, frame in
                    let theme = composer.theme
                    composer.text(
                        text, body, theme.secondaryInk, on: theme.ground,
                        in: Rect(
                            x: frame.x + indent, y: frame.y, width: textWidth,
                            height: frame.height))
                })
        }
        return rows
    }

    /// Makes a coloured box with an icon for what is exceptional now.
    func notice(_ icon: Icon, _ text: String) -> [Row] {
        let side = look.mm(look.isRoomy ? 11 : 8)
        var style = look.style(look.isRoomy ? .strong : .body)
        style.weight = .medium
        let textWidth = max(1, width - side - 3 * look.padding)
        return split(text, style, width: textWidth).map { part in
            let textHeight = look.height(part, style, width: textWidth)
            let height = max(textHeight, side) + 2 * look.mm(2)
            return Row(height: height) { composer, frame in
                let theme = composer.theme
                composer.box(frame, theme.notice, radius: look.radius)
                composer.icon(
                    icon, theme.onNotice, on: theme.notice,
                    in: Rect(
                        x: frame.x + look.padding, y: frame.midY - side / 2, width: side,
                        height: side))
                composer.text(
                    part, style, theme.onNotice, on: theme.notice,
                    in: Rect(
                        x: frame.x + side + 2 * look.padding, y: frame.midY - textHeight / 2,
                        width: textWidth, height: textHeight))
            }
        }
    }

    /// Makes rows of buttons in `columns`, or in fewer where words would break.
    func buttons(_ buttons: [Button], columns: Int) -> [Row] {
        guard !buttons.isEmpty else { return [] }
        let columns = fittingColumns(buttons, atMost: columns)
        let cell = (width - look.gap * (columns - 1)) / columns
        return stride(from: 0, to: buttons.count, by: columns).map { start in
            let line = Array(buttons[start..<min(start + columns, buttons.count)])
            let height = line.map { $0.height(look, width: cell) }.max() ?? look.target
            return Row(height: height) { composer, frame in
                for (index, button) in line.enumerated() {
                    button.draw(
                        composer,
                        in: Rect(
                            x: frame.x + index * (cell + look.gap), y: frame.y, width: cell,
                            height: height))
                }
            }
        }
    }

    /// Makes buttons that are read together: in one line, else in lines of two that stay on the
    /// same page.
    func buttons(together buttons: [Button], columns: Int) -> [Row] {
        let fitting = fittingColumns(buttons, atMost: columns)
        var rows = self.buttons(buttons, columns: fitting < columns ? min(fitting, 2) : columns)
        for index in rows.indices.dropLast() { rows[index].keepsWithNext = true }
        return rows
    }

    func fittingColumns(_ buttons: [Button], atMost most: Int) -> Int {
        let widest = buttons.map { $0.minimumWidth(look) }.max() ?? look.target
        return max(1, min(most, (width + look.gap) / (widest + look.gap)))
    }

    /// Splits the text into pieces that fit on a page.
    private func split(_ text: String, _ style: TextStyle, width: Int) -> [String] {
        let limit = max(pageHeight, look.mm(20)) - 2 * look.mm(2)
        if look.height(text, style, width: width) <= limit { return [text] }
        var pieces: [String] = []
        var piece = ""
        for word in text.split(separator: " ") {
            let longer = piece.isEmpty ? String(word) : piece + " " + word
            if !piece.isEmpty, look.height(longer, style, width: width) > limit {
                pieces.append(piece)
                piece = String(word)
            } else {
                piece = longer
            }
        }
        return pieces + (piece.isEmpty ? [] : [piece])
    }
}
