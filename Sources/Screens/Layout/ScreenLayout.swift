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
        let frame = ScreenFrame(look: look, headerHeight: headerHeight(plan.title))
        drawHeader(plan.title, composer, in: frame.header)
        drawRail(composer, in: frame.rail, plan)
        var area = frame.content
        if let field {
            area.height = field.fieldHeight
            field.drawField(composer, area)
            let top = area.maxY + look.gap
            area = Rect(
                x: area.x, y: top, width: area.width, height: frame.content.maxY - top)
        }

        let body = BodyDivision(plan, look: look, words: words, area: area, page: page)
        let pages = body.pages
        let shown = min(page, pages.count - 1)
        let footerHeight = look.height(of: body.footer)
        var y = area.y
        let rows = pages.isEmpty ? [] : pages[shown]
        if plan.isCentered || isPortrait, field == nil {
            let free = area.height - footerHeight - look.gap - look.height(of: rows)
            y += max(0, free / 2)
        }
        for row in rows {
            row.draw(composer, Rect(x: area.x, y: y, width: area.width, height: row.height))
            y += row.height + look.gap
        }
        y = area.maxY - footerHeight
        for row in body.footer {
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

    // MARK: Header

    /// Whether the panel is upright. The clock then stands beside the title, else above the rail.
    private var isPortrait: Bool { look.panel.size.isPortrait && !look.isBare }

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
        if look.isBare { return }
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
