import Drawing
import Geometry
import Office

/// Code of a ticket for a QR symbol, and its caption in letters.
struct TicketCode {
    var text: String
    var caption: String
}

/// Content of a ticket's card. The rest follows in rows below it.
enum TicketShape: CaseIterable { case whole, numberAndCode, number }

/// Rows for a single kind of screen.
extension RowMaker {
    /// Makes a ticket that is legible across a room: number, service, instructions and QR code.
    func ticket(
        number: String, service: String, lines: [String], code: TicketCode?,
        shape: TicketShape = .whole
    ) -> [Row] {
        let below = lines.flatMap { paragraph($0) }
        switch shape {
        case .whole:
            // On a small panel with large letters, or on a low page, the lines follow below the
            // card.
            let card = ticketCard(number, service, look.isCrowded ? [] : lines, code)
            if !look.isCrowded, card.height <= pageHeight { return [card] }
            return [ticketCard(number, service, [], code)] + below
        case .numberAndCode:
            return [ticketCard(number, nil, [], code)] + paragraph(service, .strong) + below
        case .number:
            return [ticketCard(number, nil, [], nil)] + paragraph(service, .strong)
                + (code.map { [codeRow($0)] } ?? []) + below
        }
    }

    private var isWide: Bool { width >= look.mm(150) }

    /// Side of the QR symbol with its quiet zone, in pixels. A module is at least 0.8 mm wide.
    private var codeSide: Int {
        look.mm(look.isRoomy ? 70 : isWide ? (look.isCrowded ? 27 : 46) : look.isCrowded ? 36 : 38)
    }

    private func codeSize(_ code: TicketCode) -> Size {
        let label = look.style(.label)
        let caption = look.measuring.measure(code.caption, label, width: nil)
        return Size(
            width: max(codeSide, min(caption.width + 1, width)),
            height: codeSide + look.mm(1) + look.height(code.caption, label, width: width))
    }

    private func draw(_ code: TicketCode, _ composer: Composer, in frame: Rect, on ground: Color) {
        let side = codeSide
        composer.qr(
            code.text, in: Rect(x: frame.midX - side / 2, y: frame.y, width: side, height: side))
        composer.text(
            code.caption, look.style(.label, alignment: .center), theme.ink, on: ground,
            in: Rect(x: frame.x, y: frame.y + side + look.mm(1), width: frame.width, height: 0))
    }

    private func codeRow(_ code: TicketCode) -> Row {
        let size = codeSize(code)
        return Row(height: size.height) { composer, frame in
            draw(code, composer, in: frame, on: composer.theme.ground)
        }
    }

    private func ticketCard(
        _ number: String, _ service: String?, _ lines: [String], _ code: TicketCode?
    ) -> Row {
        let inset = look.mm(5)
        let codeSize = code.map(codeSize) ?? Size(width: 0, height: 0)
        let textWidth =
            width - 2 * inset - (isWide && code != nil ? codeSize.width + inset : 0)
        let numberStyle = fittedNumber(number, width: textWidth)
        let title = look.style(.strong)
        var body = look.style(look.isRoomy ? .strong : .body)
        body.weight = .regular
        let numberHeight = look.height(number, numberStyle, width: textWidth)
        let textHeight =
            (service.map { look.height($0, title, width: textWidth) } ?? 0) + numberHeight
            + lines.reduce(0) { $0 + look.height($1, body, width: textWidth) + look.mm(1) }
        let under = code == nil ? 0 : inset + codeSize.height
        let height =
            2 * inset + (isWide ? max(textHeight, codeSize.height) : textHeight + under)
        return Row(height: height) { composer, frame in
            let theme = composer.theme
            composer.box(
                frame, theme.surface, radius: look.radius, border: theme.primary,
                borderWidth: 3 * look.border)
            let x = frame.x + inset
            var y = frame.y + (isWide ? (frame.height - textHeight) / 2 : inset)
            func line(_ text: String, _ style: TextStyle, _ color: Color) {
                y += composer.text(
                    text, style, color, on: theme.surface,
                    in: Rect(x: x, y: y, width: textWidth, height: 0))
            }
            if let service { line(service, title, theme.ink) }
            line(number, numberStyle, theme.primary)
            for text in lines {
                line(text, body, theme.ink)
                y += look.mm(1)
            }
            guard let code else { return }
            let corner = Point(
                x: isWide ? frame.maxX - inset - codeSize.width : x,
                y: isWide
                    ? frame.y + (frame.height - codeSize.height) / 2 : y + inset - look.mm(1))
            draw(
                code, composer,
                in: Rect(
                    x: corner.x, y: corner.y, width: codeSize.width, height: codeSize.height),
                on: theme.surface)
        }
    }

    /// Returns the largest number style, up to the huge one, that keeps the number on one line.
    private func fittedNumber(_ number: String, width: Int) -> TextStyle {
        var style = look.style(.hugeNumber)
        let natural = look.measuring.measure(number, style, width: nil).width
        if natural > width { style.size *= Double(width) / Double(natural) * 0.98 }
        return style
    }

    /// Makes the four faces to rate by (G1).
    func faces(_ labels: [String]) -> [Row] {
        let icons: [Icon] = [.faceVeryBad, .faceBad, .faceGood, .faceVeryGood]
        let buttons = zip(icons, labels).enumerated().map { index, face in
            Button(.face(index + 1), face.1, icon: face.0)
                .centered(iconMillimetres: look.isRoomy ? 46 : look.isCrowded ? 13 : 26)
                .atLeast(look.isRoomy ? 80 : look.isCrowded ? 20 : 44)
        }
        return self.buttons(buttons, columns: 4)
    }

    /// Makes a progress bar with its text.
    func progress(_ done: Int, of total: Int, _ text: String) -> Row {
        let style = look.style(.body)
        let bar = look.mm(3)
        let textHeight = look.height(text, style, width: width)
        return Row(height: textHeight + look.mm(1) + bar, keepsWithNext: true) {
            composer, frame in
            let theme = composer.theme
            composer.text(text, style, theme.secondaryInk, on: theme.ground, in: frame)
            let track = Rect(
                x: frame.x, y: frame.maxY - bar, width: frame.width, height: bar)
            composer.box(
                track, theme.surface, radius: bar / 2, border: theme.border,
                borderWidth: look.border)
            var filled = track
            filled.width = max(bar, track.width * done / max(1, total))
            composer.box(filled, theme.primary, radius: bar / 2)
        }
    }

    /// Makes a large icon in the middle.
    func symbol(_ icon: Icon, millimetres: Double = 30) -> Row {
        let side = look.mm(look.textSize < 2 ? millimetres : millimetres * 0.6)
        return Row(height: side, keepsWithNext: true) { composer, frame in
            composer.icon(
                icon, composer.theme.primary, on: composer.theme.ground,
                in: Rect(x: frame.midX - side / 2, y: frame.y, width: side, height: side))
        }
    }

    /// Makes numbered steps with icons, for loading paper (L7).
    func steps(_ steps: [(Icon, String)]) -> [Row] {
        let style = look.style(.body)
        let side = look.mm(14)
        return steps.enumerated().map { index, step in
            let textWidth = max(1, width - side - 3 * look.padding)
            let text = "\(index + 1). \(step.1)"
            let textHeight = look.height(text, style, width: textWidth)
            return Row(height: max(side, textHeight) + look.mm(2)) { composer, frame in
                let theme = composer.theme
                composer.box(
                    frame, theme.surface, radius: look.radius, border: theme.border,
                    borderWidth: look.border)
                composer.icon(
                    step.0, theme.primary, on: theme.surface,
                    in: Rect(
                        x: frame.x + look.padding, y: frame.midY - side / 2, width: side,
                        height: side))
                composer.text(
                    text, style, theme.ink, on: theme.surface,
                    in: Rect(
                        x: frame.x + side + 2 * look.padding, y: frame.midY - textHeight / 2,
                        width: textWidth, height: textHeight))
            }
        }
    }
}
