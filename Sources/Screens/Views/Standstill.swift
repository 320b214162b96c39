import Drawing
import Errands

/// Pages of faults, the pause, cleaning and paper.
extension Session {
    func faultPage(_ fault: Fault, _ words: Words) -> PageContent {
        PageContent(
            title: words("fault.title"),
            rows: { maker in
                [maker.symbol(.warning, millimetres: 24)]
                    + maker.paragraph(words("fault.\(fault.rawValue)"), .strong, alignment: .center)
                    + maker.paragraph(words("fault.officer"), alignment: .center)
                    + maker.notice(.info, words("fault.code", ["code": fault.rawValue]))
            }, showsHome: false, isCentered: true)
    }

    func pausedPage(_ words: Words) -> PageContent {
        PageContent(
            title: words("paused.title"),
            rows: { maker in
                [maker.symbol(.timer)]
                    + maker.paragraph(words("paused.explain"), .strong, alignment: .center)
            }, showsHome: false, isCentered: true)
    }

    func loadPaperPage(_ words: Words) -> PageContent {
        PageContent(
            title: words("paper.title"),
            rows: { maker in
                let icons: [Icon] = [.up, .close, .receipt, .down]
                return maker.steps(
                    icons.enumerated().map { ($0.element, words("paper.step\($0.offset + 1)")) })
            },
            footer: [
                Button(.printTest, words("paperTest.print"), icon: .receipt, kind: .primary)
            ], isCentered: true)
    }

    func paperTestPage(_ step: PaperTest, _ words: Words) -> PageContent {
        let (symbol, text): (Icon, String) =
            switch step {
            case .offer: (.receipt, "paperTest.explain")
            case .printing: (.timer, "paperTest.printing")
            case .question: (.receipt, "paperTest.question")
            case .blank: (.warning, "paperTest.turn")
            case .failed: (.warning, "paperTest.failed")
            }
        let footer: [Button] =
            switch step {
            case .offer, .blank, .failed:
                [Button(.printTest, words("paperTest.print"), icon: .receipt, kind: .primary)]
            case .printing: []
            case .question:
                [
                    Button(.slipBlank, words("paperTest.blank"), icon: .close),
                    Button(
                        .slipReadable, words("paperTest.readable"), icon: .check, kind: .primary),
                ]
            }
        return PageContent(
            title: words("paperTest.title"),
            rows: { maker in
                [maker.symbol(symbol)]
                    + maker.paragraph(words(text), .strong, alignment: .center)
                    + (step == .failed
                        ? maker.notice(.info, words("paperTest.officer")) : [])
            }, footer: footer, isCentered: true)
    }

    func cleaningPage(_ words: Words) -> PageContent {
        PageContent(
            title: words("cleaning.title"),
            rows: { maker in
                [maker.symbol(.cleaning)]
                    + maker.paragraph(words("cleaning.explain"), .strong, alignment: .center)
            }, showsHome: false, showsHelp: false, isCentered: true)
    }
}
