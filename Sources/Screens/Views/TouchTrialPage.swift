package import Drawing
package import Geometry
package import Touch

/// Screen for the trial of a touchscreen (C7). Like a calibration it covers the session and uses
/// its language and text size.
extension Session {
    /// Name of the screen in the log, in `loket state` and in tests.
    package static let touchTrialName = "touchTest"

    /// Returns the places of fields, text and button on this panel.
    package func touchTrialLayout(
        panel: Panel, measuring: any TextMeasuring
    ) -> TouchTrial.Layout {
        TouchTrialPage(self, panel, measuring).layout
    }

    /// Lays out the trial's state for a panel. The target is for observers: the trial itself finds
    /// what was touched.
    package func view(
        of trial: TouchTrial, panel: Panel, measuring: any TextMeasuring
    ) -> ScreenView {
        let page = TouchTrialPage(self, panel, measuring)
        let composer = Composer(
            look: page.look, pressed: trial.isPressed ? .endTouchTest : nil)
        page.draw(trial, composer)
        return ScreenView(
            scene: Scene(
                size: panel.size, background: page.look.theme.ground, items: composer.items),
            targets: composer.targets, identity: Self.touchTrialName, pageCount: 1)
    }
}

private struct TouchTrialPage {
    /// Side of a field in millimetres. A fingertip is half as wide, so that a slide along a row
    /// misses no field.
    static let fieldMillimetres = 25.0
    static let cardMillimetres = 170.0
    static let fingerMillimetres = 12.0

    let look: Look
    let words: Words

    init(_ session: Session, _ panel: Panel, _ measuring: any TextMeasuring) {
        look = Look(over: session, panel, measuring)
        words = Words(of: session)
    }

    private var size: Size { look.panel.size }
    private var cardWidth: Int {
        min(size.width - 2 * look.margin, look.mm(Self.cardMillimetres))
    }
    private var maker: RowMaker {
        RowMaker(look: look, width: cardWidth - 2 * look.padding, pageHeight: size.height)
    }

    private var button: Button {
        Button(.endTouchTest, words("done"), icon: .check, kind: .primary).grouped()
    }

    private func rows(felt: Int, of count: Int) -> [Row] {
        let patience = String(TouchTrial.patience.components.seconds)
        return maker.paragraph(
            words(felt == count ? "touchTest.complete" : "touchTest.touch"), .title,
            alignment: .center)
            + maker.paragraph(
                words("touchTest.progress", ["n": String(felt), "of": String(count)]), .strong,
                alignment: .center)
            + maker.paragraph(words("touchTest.hint", ["n": patience]), alignment: .center)
    }

    private func height(_ rows: [Row]) -> Int { rows.reduce(0) { $0 + $1.height } }

    var layout: TouchTrial.Layout {
        func fields(_ millimetres: Double) -> Int {
            max(2, Int((millimetres / Self.fieldMillimetres).rounded()))
        }
        let columns = fields(look.panel.widthMillimetres)
        let rows = fields(look.panel.heightMillimetres)
        let count = columns * rows
        let text = max(
            height(self.rows(felt: count - 1, of: count)),
            height(self.rows(felt: count, of: count)))
        let button = button.height(look, width: maker.width)
        let height = text + look.gap + button + 2 * look.padding
        func card(_ y: Int) -> TouchTrial.Card {
            let frame = Rect(
                x: (size.width - cardWidth) / 2, y: y, width: cardWidth, height: height)
            return TouchTrial.Card(
                frame: frame,
                done: Rect(
                    x: frame.x + look.padding, y: frame.y + look.padding + text + look.gap,
                    width: maker.width, height: button))
        }
        return TouchTrial.Layout(
            size: size, columns: columns, rows: rows,
            firstCard: card(size.height - look.margin - height), secondCard: card(look.margin))
    }

    func draw(_ trial: TouchTrial, _ composer: Composer) {
        let theme = composer.theme
        for field in 0..<trial.layout.fieldCount {
            composer.box(
                trial.layout.frame(field),
                trial.felt.contains(field) ? theme.selected : theme.surface,
                border: theme.border, borderWidth: max(1, look.mm(0.3)))
        }
        let card = trial.card
        composer.box(
            card.frame, theme.ground, radius: look.radius, border: theme.ink,
            borderWidth: max(look.border, 1))
        let rows = rows(felt: trial.felt.count, of: trial.layout.fieldCount)
        let top = card.frame.y + look.padding
        var y = top + max(0, card.done.y - look.gap - top - height(rows)) / 2
        for row in rows {
            row.draw(
                composer, Rect(x: card.done.x, y: y, width: card.done.width, height: row.height))
            y += row.height
        }
        button.draw(composer, in: card.done)
        for point in trial.fingers.sorted(by: { $0.key < $1.key }).map(\.value) {
            drawFinger(at: point, composer)
        }
    }

    private func drawFinger(at point: Point, _ composer: Composer) {
        let side = look.mm(Self.fingerMillimetres)
        composer.box(
            Rect(x: point.x - side / 2, y: point.y - side / 2, width: side, height: side),
            composer.theme.notice, radius: side / 2, border: composer.theme.onNotice,
            borderWidth: look.mm(1))
    }
}
