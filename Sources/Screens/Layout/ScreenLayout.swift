import Drawing
import Geometry

/// Layout of a screen: header, body in pages, footer and rail of help.
struct ScreenLayout {
    let look: Look
    let words: Words
    let clock: String
    /// Abbreviation of the time zone.
    let zone: String
    let date: String
    let page: Int
    let showsOfficerNotice: Bool
    /// Message that covers the title for a moment.
    var notice: String?

    /// Draws the screen and returns the number of its pages. `field` is a text field above
    /// the body on each page, without the keys (T44).
    func draw(_ plan: ScreenPlan, field: Keyboard? = nil, into composer: Composer) -> Int {
        let content = look.isCrowded ? plan.withSecondaryInBody() : plan
        let headerHeight = headerHeight(content.title)
        let frame = ScreenFrame(look: look, headerHeight: headerHeight)
        drawHeader(content.title, composer, in: frame.header)
        drawRail(composer, in: frame.rail, content)
        var area = frame.content
        if let field {
            area.height = field.fieldHeight
            field.drawField(composer, area)
            let top = area.maxY + look.gap
            area = Rect(
                x: area.x, y: top, width: area.width, height: frame.content.maxY - top)
        }

        // Try without page buttons, then with them.
        var footer = content.footer
        var footerRows = footerRows(footer, width: area.width)
        var pages = paginate(content, area, footerRows)
        if pages.count > 1 {
            // A part in the middle has the most buttons. All parts are as long as that one.
            let most = self.footerRows(
                withPageButtons(content.footer, page: 1, count: 3), width: area.width)
            pages = paginate(content, area, most)
            footer = withPageButtons(content.footer, page: page, count: pages.count)
            footerRows = self.footerRows(footer, width: area.width)
        }
        let shown = min(page, pages.count - 1)
        let footerHeight = height(of: footerRows)
        var y = area.y
        let rows = pages.isEmpty ? [] : pages[shown]
        if content.isCentered || isPortrait, field == nil {
            let free = area.height - footerHeight - look.gap - height(of: rows)
            y += max(0, free / 2)
        }
        for row in rows {
            row.draw(composer, Rect(x: area.x, y: y, width: area.width, height: row.height))
            y += row.height + look.gap
        }
        y = area.maxY - footerHeight
        for row in footerRows {
            row.draw(composer, Rect(x: area.x, y: y, width: area.width, height: row.height))
            y += row.height + look.gap
        }
        drawNotice(composer, over: frame.header)
        return max(1, pages.count)
    }

    /// Draws a screen that ends in a keyboard instead of a footer. Rows without room above the
    /// keyboard are left out, since further letters narrow the list down.
    func draw(_ content: ScreenPlan, above keyboard: Keyboard, into composer: Composer) -> Int {
        let frame = ScreenFrame(look: look, headerHeight: headerHeight(content.title))
        drawHeader(content.title, composer, in: frame.header)
        drawRail(composer, in: frame.rail, content)
        let keyboardHeight = keyboard.height(width: frame.content.width)
        let top = frame.content.maxY - keyboardHeight
        let maker = RowMaker(
            look: look, width: frame.content.width, pageHeight: top - frame.content.y)
        var y = frame.content.y
        for row in content.rows(maker) where y + row.height + look.gap <= top {
            row.draw(
                composer,
                Rect(x: frame.content.x, y: y, width: frame.content.width, height: row.height))
            y += row.height + look.gap
        }
        keyboard.draw(
            composer,
            in: Rect(
                x: frame.content.x, y: top, width: frame.content.width, height: keyboardHeight))
        drawNotice(composer, over: frame.header)
        return 1
    }

    private func height(of rows: [Row]) -> Int {
        rows.isEmpty ? 0 : rows.reduce(0) { $0 + $1.height } + look.gap * (rows.count - 1)
    }

    private func footerRows(_ buttons: [Button], width: Int) -> [Row] {
        let maker = RowMaker(look: look, width: width, pageHeight: 0)
        // Use as few rows as the words allow, of equal length.
        let buttons = buttons.map { button in
            look.isCrowded && button.action != .nextPage && button.action != .previousPage
                ? button.withoutIcon() : button
        }
        func rows(_ buttons: [Button]) -> [Row] {
            let fitting = maker.fittingColumns(buttons, atMost: max(1, buttons.count))
            let lines = (buttons.count + fitting - 1) / max(1, fitting)
            let columns = lines == 0 ? 1 : (buttons.count + lines - 1) / lines
            return maker.buttons(
                buttons.map { $0.icon == nil ? $0.centered() : $0.grouped() }, columns: columns)
        }
        // The main button gets a row of its own where it would share one with many.
        if buttons.count > 3, let primary = buttons.last(where: { $0.kind == .primary }) {
            return rows([primary]) + rows(buttons.filter { $0.action != primary.action })
        }
        return rows(buttons)
    }

    private func withPageButtons(_ buttons: [Button], page: Int, count: Int) -> [Button] {
        let shown = min(page, count - 1)
        var result = buttons
        let at = min(1, result.count)
        if shown + 1 < count {
            let next = Button(
                .nextPage,
                look.isCrowded
                    ? "\(shown + 1)/\(count)"
                    : words("page.next", ["n": "\(shown + 1)", "of": "\(count)"]),
                icon: .down)
            result.insert(next, at: at)
        }
        if shown > 0 {
            result.insert(
                Button(
                    .previousPage, look.isCrowded ? "" : words("page.previous"), icon: .up,
                    kind: .quiet), at: at)
        }
        return result
    }

    private func paginate(_ content: ScreenPlan, _ area: Rect, _ footer: [Row]) -> [[Row]] {
        let footerHeight = footer.isEmpty ? 0 : height(of: footer) + look.gap
        let available = max(look.target, area.height - footerHeight)
        let maker = RowMaker(look: look, width: area.width, pageHeight: available)
        var pages: [[Row]] = [[]]
        var used = 0
        let rows = content.rows(maker)
        for (index, row) in rows.enumerated() {
            var needed = row.height
            if row.keepsWithNext, index + 1 < rows.count {
                needed += look.gap + rows[index + 1].height
            }
            if used > 0, used + needed > available {
                pages.append([])
                used = 0
            }
            pages[pages.count - 1].append(row)
            used += row.height + look.gap
        }
        return pages
    }

    // MARK: Header

    /// Whether the panel is upright. The clock then stands beside the title, else above the rail.
    private var isPortrait: Bool { look.panel.size.isPortrait }

    /// Whether the header shows the date. On a small panel it would leave too little width for the
    /// title.
    private var showsDate: Bool { look.isRoomy }

    private var clockWidth: Int {
        let time = look.measuring.measure(clock, look.style(.clock), width: nil).width
        if !showsDate { return time + 1 }
        let date = look.measuring.measure(date, look.style(.label), width: nil).width
        return max(time, date) + 1
    }

    private func headerHeight(_ title: String) -> Int {
        let titleHeight = look.height(title, look.style(.title), width: titleWidth)
        if !isPortrait { return titleHeight }
        return max(
            titleHeight,
            look.height(clock, look.style(.clock), width: clockWidth)
                + (showsDate ? look.height(date, look.style(.label), width: clockWidth) : 0))
    }

    private var titleWidth: Int {
        let all = ScreenFrame(look: look, headerHeight: 0).header.width
        return isPortrait ? max(look.target, all - clockWidth - look.gap) : all
    }

    private func drawHeader(_ title: String, _ composer: Composer, in frame: Rect) {
        let theme = composer.theme
        composer.text(
            title, look.style(.title), theme.ink, on: theme.ground,
            in: Rect(x: frame.x, y: frame.y, width: titleWidth, height: frame.height))
        guard isPortrait else { return }
        let x = frame.maxX - clockWidth
        let height = composer.text(
            clock, look.style(.clock, alignment: .trailing), theme.ink, on: theme.ground,
            in: Rect(x: x, y: frame.y, width: clockWidth, height: 0))
        if !showsDate { return }
        composer.text(
            date, look.style(.label, alignment: .trailing), theme.secondaryInk, on: theme.ground,
            in: Rect(x: x, y: frame.y + height, width: clockWidth, height: 0))
    }

    /// Draws the notice over the title. Nothing below it moves under a finger.
    private func drawNotice(_ composer: Composer, over header: Rect) {
        guard let notice else { return }
        let theme = composer.theme
        let style = look.style(.strong)
        let side = look.mm(look.isRoomy ? 11 : 8)
        let textWidth = max(1, titleWidth - side - 3 * look.padding)
        let textHeight = look.height(notice, style, width: textWidth)
        let height = max(header.height, max(textHeight, side) + 2 * look.mm(2))
        let frame = Rect(x: header.x, y: header.y, width: titleWidth, height: height)
        composer.cover(frame)
        composer.box(frame, theme.notice, radius: look.radius)
        composer.icon(
            .warning, theme.onNotice, on: theme.notice,
            in: Rect(
                x: frame.x + look.padding, y: frame.midY - side / 2, width: side, height: side))
        composer.text(
            notice, style, theme.onNotice, on: theme.notice,
            in: Rect(
                x: frame.x + side + 2 * look.padding, y: frame.midY - textHeight / 2,
                width: textWidth, height: textHeight))
    }

    // MARK: Help

    private func railEntries(_ content: ScreenPlan) -> [(Action, Icon, String)] {
        let home: [(Action, Icon, String)] =
            content.showsHome ? [(.home, .home, words("rail.home"))] : []
        if !content.showsHelp { return home }
        let officer = showsOfficerNotice ? "rail.officer.called" : "rail.officer"
        return home + [
            (.callOfficer, .bell, words(officer)),
            (.textSize, .textSize, words("rail.text")),
            (.contrast, .contrast, words("rail.contrast")),
            (.lowReach, .wheelchair, words("rail.reach")),
        ]
    }

    private func drawRail(_ composer: Composer, in frame: Rect, _ content: ScreenPlan) {
        let entries = railEntries(content)
        if isPortrait {
            if entries.isEmpty { return }
            let cell = (frame.width - look.gap * (entries.count - 1)) / entries.count
            let style = railStyle(entries.map(\.2), width: cell)
            for (index, entry) in entries.enumerated() {
                drawRailEntry(
                    composer, entry, style,
                    Rect(
                        x: frame.x + index * (cell + look.gap), y: frame.y, width: cell,
                        height: frame.height))
            }
            return
        }
        let clockStyle = look.style(.clock, alignment: .center)
        let clockHeight = composer.text(
            "\(clock) \(zone)", clockStyle, composer.theme.ink, on: composer.theme.ground,
            in: Rect(x: frame.x, y: frame.y, width: frame.width, height: 0))
        if entries.isEmpty { return }
        let free = frame.height - clockHeight - look.gap * entries.count
        let cell = min(look.mm(look.isRoomy ? 36 : 26), free / entries.count)
        let style = railStyle(entries.map(\.2), width: frame.width)
        // Entries start from below, so that each keeps its place on every screen.
        for (index, entry) in entries.reversed().enumerated() {
            drawRailEntry(
                composer, entry, style,
                Rect(
                    x: frame.x, y: frame.maxY - cell - index * (cell + look.gap),
                    width: frame.width, height: cell))
        }
    }

    /// Returns the style of all labels in the rail. Letters shrink until the longest word fits,
    /// since a broken word cannot be read.
    private func railStyle(_ labels: [String], width: Int) -> TextStyle {
        var style = look.style(.label, alignment: .center)
        let widest = labels.map { look.measuring.widestWord($0, style) }.max() ?? 0
        let room = railTextWidth(width)
        if widest > room { style.size *= Double(room) / Double(widest) * 0.99 }
        return style
    }

    private func railTextWidth(_ width: Int) -> Int { width - 2 * look.mm(1) }

    private func drawRailEntry(
        _ composer: Composer, _ entry: (action: Action, icon: Icon, label: String),
        _ style: TextStyle, _ frame: Rect
    ) {
        let theme = composer.theme
        let isPressed = composer.pressed == entry.action
        let isCalled = entry.action == .callOfficer && showsOfficerNotice
        let fill = isPressed ? theme.pressed : isCalled ? theme.notice : theme.surface
        let ink = isPressed ? theme.onPressed : isCalled ? theme.onNotice : theme.ink
        composer.box(
            frame, fill, radius: look.radius, border: theme.border, borderWidth: look.border)
        let width = railTextWidth(frame.width)
        let textHeight = look.height(entry.label, style, width: width)
        let side = min(look.mm(look.isRoomy ? 13 : 9), frame.height - textHeight - look.mm(1.5))
        let top = frame.midY - (side + textHeight) / 2
        composer.icon(
            entry.icon, ink, on: fill,
            in: Rect(x: frame.midX - side / 2, y: top, width: side, height: side))
        composer.text(
            entry.label, style, ink, on: fill,
            in: Rect(x: frame.x + look.mm(1), y: top + side, width: width, height: textHeight))
        composer.target(entry.action, frame)
    }
}
