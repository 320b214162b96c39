import Drawing
import Geometry

/// Body of a screen divided into pages, and the footer of the page that is up.
struct BodyDivision {
    /// Rows of each page, at least one page.
    let pages: [[Row]]
    /// Rows of buttons below the page that is up.
    let footer: [Row]
    /// Whether every row has room above the footer.
    private let fits: Bool

    /// Divides `plan` in `area`. Where a row has no room above the footer, the footer keeps only the main
    /// buttons, as it does with large letters on a small panel (X12).
    init(_ plan: ScreenPlan, look: Look, words: Words, area: Rect, page: Int) {
        func division(isCrowded: Bool) -> Self {
            Self(
                isCrowded ? plan.withSecondaryInBody() : plan, area: area, page: page,
                FooterMaker(look: look, words: words, isCrowded: isCrowded, width: area.width))
        }
        if look.isBare {
            self.init(bare: plan, look: look, area: area)
            return
        }
        let usual = division(isCrowded: look.isCrowded)
        self = usual.fits || look.isCrowded ? usual : division(isCrowded: true)
    }

    /// Keeps what has room on one page without buttons.
    private init(bare plan: ScreenPlan, look: Look, area: Rect) {
        pages = Array(Self.paginate(plan, area, 0, look).prefix(1))
        (footer, fits) = ([], true)
    }

    private init(_ content: ScreenPlan, area: Rect, page: Int, _ maker: FooterMaker) {
        let look = maker.look
        func footer(_ page: Int, of count: Int) -> [Row] {
            maker.rows(maker.withPageButtons(content.footer, page: page, count: count))
        }
        // Try without page buttons, then with them.
        let whole = maker.rows(content.footer)
        var reserved = look.height(of: whole)
        var pages = Self.paginate(content, area, reserved, look)
        if pages.count == 1 {
            self.footer = whole
        } else {
            // A page in the middle has the most buttons. All pages are as long as that one.
            reserved = look.height(of: footer(1, of: 3))
            pages = Self.paginate(content, area, reserved, look)
            self.footer = footer(page, of: pages.count)
        }
        self.pages = pages
        let room = Self.room(area, reserved, look)
        fits = pages.joined().allSatisfy { $0.height <= room }
    }

    /// Height of the body of a page above a footer of this height.
    private static func room(_ area: Rect, _ footerHeight: Int, _ look: Look) -> Int {
        area.height - (footerHeight == 0 ? 0 : footerHeight + look.gap)
    }

    private static func paginate(
        _ content: ScreenPlan, _ area: Rect, _ footerHeight: Int, _ look: Look
    ) -> [[Row]] {
        let available = max(look.target, room(area, footerHeight, look))
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
}

/// Factory of the buttons below a body.
private struct FooterMaker {
    let look: Look
    let words: Words
    /// Whether the footer keeps only short words and the main buttons.
    let isCrowded: Bool
    let width: Int

    func rows(_ buttons: [Button]) -> [Row] {
        let maker = RowMaker(look: look, width: width, pageHeight: 0)
        // Use as few rows as the words allow, of equal length.
        let buttons = buttons.map { button in
            isCrowded && button.action != .nextPage && button.action != .previousPage
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

    func withPageButtons(_ buttons: [Button], page: Int, count: Int) -> [Button] {
        let shown = min(page, count - 1)
        var result = buttons
        let at = min(1, result.count)
        if shown + 1 < count {
            let next = Button(
                .nextPage,
                isCrowded
                    ? "\(shown + 1)/\(count)"
                    : words("page.next", ["n": "\(shown + 1)", "of": "\(count)"]),
                icon: .down)
            result.insert(next, at: at)
        }
        if shown > 0 {
            result.insert(
                Button(
                    .previousPage, isCrowded ? "" : words("page.previous"), icon: .up,
                    kind: .quiet), at: at)
        }
        return result
    }
}

extension Look {
    /// Height of rows with the gaps between them.
    func height(of rows: [Row]) -> Int {
        rows.isEmpty ? 0 : rows.reduce(0) { $0 + $1.height } + gap * (rows.count - 1)
    }
}
