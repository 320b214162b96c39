package import Drawing
package import Geometry
package import Touch

/// View of the trial of a touchscreen (C7). Like a calibration it covers the session and uses its
/// language and text size.
package struct TouchTrialView {
    /// Name of the screen in the log, in `loket state` and in tests.
    package static let name = "touchTest"

    /// Side of a field in millimetres. A fingertip is half as wide, so that a slide along a row
    /// misses no field.
    private static let fieldMillimetres = 25.0
    private static let cardMillimetres = 170.0
    private static let fingerMillimetres = 12.0

    private let look: Look
    private let words: Words

    package init(over session: Session, panel: Panel, measuring: any TextMeasuring) {
        look = Look(of: session.visit, panel: panel, measuring: measuring)
        words = Words(of: session)
    }

    /// Lays out the trial's state. The target is for observers: the trial itself finds what was
    /// touched.
    package func view(of trial: TouchTrial) -> ScreenView {
        let composer = Composer(look: look, pressed: trial.isPressed ? .endTouchTest : nil)
        draw(trial, composer)
        return ScreenView(
            scene: Scene(size: size, background: look.theme.ground, items: composer.items),
            targets: composer.targets, identity: Self.name, pageCount: 1)
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

    /// Places of fields, text and button on this panel.
    package var layout: TouchTrial.Layout {
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

    private func draw(_ trial: TouchTrial, _ composer: Composer) {
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
