package import Drawing
import Errands
package import Geometry
import Office
package import Touch

/// Picture and touch targets of a screen.
package struct ScreenView: Sendable {
    package var scene: Scene
    package var targets: [TouchTarget<Action>]
    /// Identity of the screen. When it changes, a finger already on the glass presses nothing on
    /// the new screen (C2).
    package var identity: String
    /// Number of pages at this size.
    package var pageCount: Int
}

extension ScreenView {
    /// Lays the session's screen out for a panel. The result depends only on session, panel and
    /// fonts. `miss` is the place of a finger outside every target.
    package init(
        of session: Session, panel: Panel, measuring: any TextMeasuring, miss: Point? = nil
    ) {
        let context = session.context
        let visit = context.visit
        var look = Look(of: visit, isLowReach: visit.lowReach, panel: panel, measuring: measuring)
        if context.facts.fault != nil, panel.isTooSmall { look.makeBare() }
        let composer = Composer(look: look, pressed: visit.pressed)
        let words = context.words
        let local = context.content.zone.local(context.now.wall)
        let layout = ScreenLayout(
            look: look, words: words, clock: words.time(local),
            zone: context.content.zone.abbreviation, date: words.date(local), page: visit.page,
            showsOfficerNotice: session.showsOfficerNotice,
            notice: !visit.isScanRefused || context.facts.fault != nil
                ? nil : words(visit.lookup.hasScanFailed ? "unanswered" : "scan.unknown"))
        let pages = Self.draw(context, layout, composer)
        if let seconds = session.secondsLeft {
            StillHere(seconds: seconds, words: words).draw(composer)
        }
        if let miss { Self.drawMiss(miss, composer) }
        self.init(
            scene: Scene(
                size: panel.size, background: look.theme.ground, items: composer.items),
            targets: composer.targets, identity: session.identity, pageCount: pages)
    }

    /// Draws the screen, with its keys where it has a field. Returns the number of its pages.
    private static func draw(
        _ context: ScreenContext, _ layout: ScreenLayout, _ composer: Composer
    ) -> Int {
        let plan = context.plan
        guard let field = plan.field else { return layout.draw(plan, into: composer) }
        let keyboard = Keyboard(
            look: layout.look, layout: context.content.keyboard, field: field,
            words: layout.words, back: plan.back, main: plan.main)
        return context.hidesKeyboard
            ? layout.draw(plan, field: keyboard, into: composer)
            : layout.draw(plan, above: keyboard, into: composer)
    }

    /// Marks a touch outside every target (C1).
    private static func drawMiss(_ point: Point, _ composer: Composer) {
        let radius = composer.look.mm(5)
        let frame = Rect(
            x: point.x - radius, y: point.y - radius, width: 2 * radius, height: 2 * radius)
        composer.box(
            frame, composer.theme.ground, radius: radius, border: composer.theme.primary,
            borderWidth: composer.look.mm(1))
    }
}

/// Question "Are you still here?": a band at the foot with one large button and the seconds left.
private struct StillHere {
    let seconds: Int
    let words: Words

    func draw(_ composer: Composer) {
        let look = composer.look
        let theme = composer.theme
        let size = look.panel.size
        let button = Button(.stillHere, words("still.button"), icon: .touch, kind: .primary)
            .centered()
        let width = size.width - 2 * look.margin
        let inner = width - 2 * look.padding
        let question = words("still.question", ["n": String(seconds)])
        let style = look.style(.strong, alignment: .center)
        let textHeight = look.height(question, style, width: inner)
        let buttonHeight = max(look.mm(26), button.height(look, width: inner))
        let height = textHeight + buttonHeight + 3 * look.padding
        let frame = Rect(
            x: look.margin, y: size.height - look.margin - height, width: width, height: height)
        composer.cover(Rect(x: 0, y: frame.y, width: size.width, height: size.height - frame.y))
        composer.box(
            Rect(
                x: 0, y: frame.y - look.mm(1), width: size.width,
                height: size.height - frame.y + look.mm(1)), theme.notice)
        composer.text(
            question, style, theme.onNotice, on: theme.notice,
            in: Rect(
                x: frame.x + look.padding, y: frame.y + look.padding, width: inner,
                height: textHeight))
        button.draw(
            composer,
            in: Rect(
                x: frame.x + look.padding, y: frame.y + textHeight + 2 * look.padding,
                width: inner, height: buttonHeight))
    }
}

extension Look {
    /// Takes theme and text size from the visit.
    init(
        of visit: Visit, isLowReach: Bool = false, panel: Panel, measuring: any TextMeasuring
    ) {
        self.init(
            panel: panel, theme: visit.highContrast ? .highContrast : .standard,
            textSize: visit.textSize, isLowReach: isLowReach, measuring: measuring)
    }
}

extension Words {
    /// Takes the visit's language.
    init(of session: Session) {
        self.init(
            phrases: session.content.phrases, language: session.visit.language,
            zone: session.content.zone)
    }
}
