package import Drawing
import Errands
package import Geometry
import Office
package import Touch

/// View of the calibration of a touchscreen (T40). It covers the session, which waits on its first
/// screen, and uses its language and text size.
package struct CalibrationView {
    /// Name of the screen in the log, in `loket state` and in tests.
    package static let name = "calibrate"

    /// Gap between Accept and Again in millimetres. The last mark lies in its middle, so that a
    /// bouncing finger hits neither.
    private static let buttonGapMillimetres = 14.0
    private static let markMillimetres = 11.0

    private let look: Look
    private let words: Words
    private let clock: String

    package init(over session: Session, panel: Panel, measuring: any TextMeasuring) {
        look = Look(of: session.visit, panel: panel, measuring: measuring)
        words = Words(of: session)
        clock = words.time(session.content.zone.local(session.now.wall))
    }

    /// Lays out the run's state. The targets are for observers: the run itself finds the touched
    /// button under its new matrix.
    package func view(of run: CalibrationRun) -> ScreenView {
        let composer = Composer(
            look: look,
            pressed: run.pressed.map { $0 == .accept ? .acceptCalibration : .retryCalibration })
        switch run.state {
        case .target(let index): drawMark(index, of: run, composer)
        case .review: drawReview(of: run, composer)
        case .ended: break
        }
        return ScreenView(
            scene: Scene(size: size, background: look.theme.ground, items: composer.items),
            targets: composer.targets, identity: Self.name, pageCount: 1)
    }

    private var size: Size { look.panel.size }
    private var maker: RowMaker {
        RowMaker(look: look, width: size.width - 2 * look.margin, pageHeight: size.height)
    }
    /// Half side of the cross in pixels. Marks lie a tenth of the picture from its edges.
    private var markRadius: Int {
        min(look.mm(Self.markMillimetres), min(size.width, size.height) / 10 - look.mm(1))
    }

    // MARK: Marks

    private func drawMark(_ index: Int, of run: CalibrationRun, _ composer: Composer) {
        guard run.layout.targets.indices.contains(index) else { return }
        let mark = run.layout.targets[index]
        drawCross(at: mark, composer)
        var main = maker.paragraph(words("calibrate.touch"), .title, alignment: .center)
        main += maker.paragraph(
            words(
                "calibrate.progress",
                ["n": String(index + 1), "of": String(run.layout.targets.count)]),
            .strong, alignment: .center)
        if index == 0, let refusal = run.refusal {
            main += [maker.space(2)]
            main += maker.notice(.warning, words("calibrate.refused.\(refusal.phrase)"))
        }
        var minor = [maker.space(2)]
        minor += maker.paragraph(
            words("calibrate.hint", ["n": String(CalibrationRun.patience.components.seconds)]),
            alignment: .center)
        minor += maker.paragraph(clock, .clock, alignment: .center)

        let clearance = markRadius + look.mm(2)
        let above = Rect(
            x: look.margin, y: look.margin, width: size.width - 2 * look.margin,
            height: mark.y - clearance - look.margin)
        let below = Rect(
            x: look.margin, y: mark.y + clearance, width: above.width,
            height: size.height - look.margin - mark.y - clearance)
        switch Double(mark.y) / Double(max(1, size.height)) {
        case ..<0.3: draw(main + minor, in: below, composer)
        case 0.7...: draw(main + minor, in: above, composer)
        default:
            draw(main, in: above, composer)
            draw(minor, in: below, composer)
        }
    }

    /// Draws a ring that is visible from afar, and a cross whose centre is the exact pixel.
    private func drawCross(at mark: Point, _ composer: Composer) {
        let theme = composer.theme
        let radius = markRadius
        let line = look.mm(1) | 1
        composer.box(
            Rect(
                x: mark.x - radius, y: mark.y - radius, width: 2 * radius + 1,
                height: 2 * radius + 1),
            theme.surface, radius: radius, border: theme.ink, borderWidth: line)
        composer.box(
            Rect(x: mark.x - radius, y: mark.y - line / 2, width: 2 * radius + 1, height: line),
            theme.ink)
        composer.box(
            Rect(x: mark.x - line / 2, y: mark.y - radius, width: line, height: 2 * radius + 1),
            theme.ink)
    }

    // MARK: Accept or again

    private var acceptButton: Button {
        Button(.acceptCalibration, words("calibrate.accept"), icon: .check, kind: .primary)
            .grouped()
    }

    private var retryButton: Button {
        Button(.retryCalibration, words("calibrate.retry"), icon: .touch).grouped()
    }

    private var reviewText: [Row] {
        maker.paragraph(words("calibrate.review"), .title, alignment: .center)
            + maker.paragraph(words("calibrate.review.explain"), alignment: .center)
    }

    /// Places of marks and buttons on this panel. `count` is 3 or 5.
    package func layout(count: Int) -> CalibrationRun.Layout {
        let gap = max(look.gap, look.mm(Self.buttonGapMillimetres))
        let width = min((maker.width - gap) / 2, look.mm(120))
        let height = max(
            acceptButton.height(look, width: width), retryButton.height(look, width: width))
        let text = self.height(reviewText)
        let space = 2 * look.gap
        let y = (size.height - text - space - height) / 2 + text + space
        let left = (size.width - 2 * width - gap) / 2
        return CalibrationRun.Layout(
            targets: CalibrationRun.Layout.targets(in: size, count: count),
            accept: Rect(x: left + width + gap, y: y, width: width, height: height),
            retry: Rect(x: left, y: y, width: width, height: height))
    }

    private func drawReview(of run: CalibrationRun, _ composer: Composer) {
        let text = reviewText
        let bottom = run.layout.accept.y - 2 * look.gap
        let height = height(text)
        draw(
            text,
            in: Rect(x: look.margin, y: bottom - height, width: maker.width, height: height),
            composer)
        retryButton.draw(composer, in: run.layout.retry)
        acceptButton.draw(composer, in: run.layout.accept)
        let style = look.style(.clock, alignment: .center)
        composer.text(
            clock, style, composer.theme.ink, on: composer.theme.ground,
            in: Rect(
                x: look.margin,
                y: size.height - look.margin - look.height(clock, style, width: maker.width),
                width: maker.width, height: 0))
        if let point = run.touched { drawFinger(at: point, composer) }
    }

    /// Marks the place of the finger under the new matrix.
    private func drawFinger(at point: Point, _ composer: Composer) {
        let radius = look.mm(5)
        composer.box(
            Rect(x: point.x - radius, y: point.y - radius, width: 2 * radius, height: 2 * radius),
            composer.theme.ground, radius: radius, border: composer.theme.primary,
            borderWidth: look.mm(1))
    }

    // MARK: Rows

    private func height(_ rows: [Row]) -> Int { rows.reduce(0) { $0 + $1.height } }

    private func draw(_ rows: [Row], in frame: Rect, _ composer: Composer) {
        var y = frame.y + max(0, frame.height - height(rows)) / 2
        for row in rows {
            row.draw(
                composer, Rect(x: frame.x, y: y, width: frame.width, height: row.height))
            y += row.height
        }
    }
}

extension CalibrationRefusal {
    /// Suffix of the phrase key `calibrate.refused.`.
    fileprivate var phrase: String {
        switch self {
        case .wrongCount, .singular: "singular"
        case .residual: "residual"
        case .axesDiffer: "axes"
        case .scale: "scale"
        }
    }
}
