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
    /// Number of parts of the body at this size.
    package var pageCount: Int
}

extension Session {
    /// Lays the screen out for a panel. The result depends only on session, panel and fonts. `miss`
    /// is the place of a finger outside every target.
    package func view(panel: Panel, measuring: any TextMeasuring, miss: Point? = nil)
        -> ScreenView
    {
        let look = Look(
            panel: panel, theme: visit.highContrast ? .highContrast : .standard,
            textSize: visit.textSize, isLowReach: visit.lowReach, measuring: measuring)
        let composer = Composer(look: look, pressed: visit.pressed)
        let words = words
        let local = content.zone.local(now.wall)
        let layout = PageLayout(
            look: look, words: words, clock: words.time(local), zone: content.zone.abbreviation,
            date: words.date(local), page: visit.page, showsOfficerNotice: showsOfficerNotice,
            notice: visit.scanRefusedAt == nil || facts.fault != nil ? nil : words("scan.unknown"))
        let pages: Int
        if let fault = facts.fault {
            pages = layout.draw(faultPage(fault, words), into: composer)
        } else if let typing {
            pages = drawTyping(typing, layout, composer)
        } else {
            pages = layout.draw(page(words), into: composer)
        }
        if let seconds = secondsLeft { drawWarning(seconds, words, composer) }
        if let miss { drawMiss(miss, composer) }
        return ScreenView(
            scene: Scene(
                size: panel.size, background: look.theme.ground, items: composer.items),
            targets: composer.targets, identity: identity, pageCount: pages)
    }

    var words: Words {
        Words(phrases: content.phrases, language: visit.language, zone: content.zone)
    }

    /// Name of the screen with what it shows; another one is another screen for a finger (C2).
    package var identity: String {
        let detail: String =
            switch visit.screen {
            case .services(let id, _): id
            case .occasion(let id): id
            case .service(let id), .checklist(let id), .confirm(let id): id
            case .question(let index), .profile(let index): String(index)
            case .search, .whereAmI, .surveyCode: hidesKeyboard ? "field" : "keys"
            default: ""
            }
        return "\(screenName)/\(detail)/\(visit.page)"
    }

    /// Returns the content of a screen without a text field.
    func page(_ words: Words) -> PageContent {
        switch visit.screen {
        case .welcome: isClosed ? closedPage(words) : welcomePage(words)
        case .agencies(let purpose): agenciesPage(purpose, words)
        case .services(let agency, let purpose): servicesPage(agency, purpose, words)
        case .occasions: occasionsPage(words)
        case .occasion(let id): occasionPage(id, words)
        case .service(let id): servicePage(id, words)
        case .checklist(let id): checklistPage(id, words)
        case .confirm(let id): confirmPage(id, words)
        case .position(let status): positionPage(status, words)
        case .givingBack(let status): givingBackPage(status, words)
        case .gaveBack: gaveBackPage(words)
        case .printing(let tickets): printingPage(tickets, words)
        case .ticket(let tickets, let outcome): ticketPage(tickets, outcome, words)
        case .express: expressPage(words)
        case .question(let index): questionPage(index, words)
        case .profile(let index): profilePage(index, words)
        case .thanks(let outcome): thanksPage(outcome, words)
        case .paused: pausedPage(words)
        case .cleaning: cleaningPage(words)
        case .loadPaper: loadPaperPage(words)
        case .paperTest(let step): paperTestPage(step, words)
        case .search, .whereAmI, .surveyCode: PageContent(title: "", rows: { _ in [] })
        }
    }

    /// Returns the button that submits the typed text; nil where results follow each letter.
    func confirmButton(_ words: Words) -> Button? {
        switch visit.screen {
        case .whereAmI(let typing, _):
            Button(.lookUp, words("where.find"), icon: .search, kind: .primary)
                .enabled(!typing.text.isEmpty)
        case .surveyCode(let typing):
            Button(.startSurvey, words("code.go"), icon: .forward, kind: .primary)
                .enabled(!typing.text.isEmpty)
        default: nil
        }
    }

    private func drawTyping(_ typing: Typing, _ layout: PageLayout, _ composer: Composer) -> Int {
        let words = layout.words
        var (hint, page): (String, PageContent) =
            switch visit.screen {
            case .whereAmI(_, let notFound):
                ("where.hint", whereAmIPage(notFound: notFound, words))
            case .surveyCode: ("code.hint", surveyCodePage(words))
            default: ("search.hint", searchPage(words))
            }
        let keyboard = Keyboard(
            look: composer.look, layout: content.keyboard, typing: typing, words: words,
            placeholder: words(hint), confirm: confirmButton(words))
        guard hidesKeyboard else { return layout.draw(page, above: keyboard, into: composer) }
        page.footer = [backButton(words)] + (keyboard.confirm.map { [$0] } ?? [])
        return layout.draw(page, field: keyboard, into: composer)
    }

    /// Draws "Are you still here?": a band at the foot with one large button and the seconds left.
    private func drawWarning(_ seconds: Int, _ words: Words, _ composer: Composer) {
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

    /// Marks a touch outside every target (C1).
    private func drawMiss(_ point: Point, _ composer: Composer) {
        let radius = composer.look.mm(5)
        let frame = Rect(
            x: point.x - radius, y: point.y - radius, width: 2 * radius, height: 2 * radius)
        composer.box(
            frame, composer.theme.ground, radius: radius, border: composer.theme.primary,
            borderWidth: composer.look.mm(1))
    }
}
