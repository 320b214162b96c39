import Drawing
import Errands

/// Plans of screens that only staff can carry on from: faults, the wiping of the glass and new paper.
struct StaffViews: Views {
    let context: ScreenContext

    /// Fault of the terminal, with the code that a technician asks for.
    func fault(_ fault: Fault) -> ScreenPlan {
        ScreenPlan(title: words("fault.title"), showsHome: false, isCentered: true) { maker in
            (maker.look.isBare ? [] : [maker.symbol(.warning, millimetres: 24)])
                + maker.paragraph(words("fault.\(fault.rawValue)"), .strong, alignment: .center)
                + maker.paragraph(words("fault.officer"), alignment: .center)
                + maker.notice(.info, words("fault.code", ["code": fault.rawValue]))
        }
    }

    /// Locked screen while the glass is wiped (L7). It has no buttons.
    var cleaning: ScreenPlan {
        ScreenPlan(
            title: words("cleaning.title"), showsHome: false, showsHelp: false, isCentered: true
        ) { maker in
            [maker.symbol(.cleaning)]
                + maker.paragraph(words("cleaning.explain"), .strong, alignment: .center)
        }
    }

    /// Instructions for loading a roll (L7). Enter prints a test slip.
    var loadPaper: ScreenPlan {
        ScreenPlan(title: words("paper.title"), main: printTestButton, isCentered: true) {
            maker in
            let icons: [Icon] = [.up, .close, .receipt, .down]
            return maker.steps(
                icons.enumerated().map { ($0.element, words("paper.step\($0.offset + 1)")) })
        }
    }

    /// Test of a new roll (B5). Enter prints the test slip, or says that it can be read.
    func paperTest(_ step: PaperTest) -> ScreenPlan {
        let (symbol, text): (Icon, String) =
            switch step {
            case .offer: (.receipt, "paperTest.explain")
            case .printing: (.timer, "paperTest.printing")
            case .question: (.receipt, "paperTest.question")
            case .blank: (.warning, "paperTest.turn")
            case .failed: (.warning, "paperTest.failed")
            }
        let main: Button? =
            switch step {
            case .offer, .blank, .failed: printTestButton
            case .printing: nil
            case .question:
                Button(.slipReadable, words("paperTest.readable"), icon: .check, kind: .primary)
            }
        return ScreenPlan(
            title: words("paperTest.title"),
            aside: step == .question
                ? [Button(.slipBlank, words("paperTest.blank"), icon: .close)] : [],
            main: main, isCentered: true
        ) { maker in
            [maker.symbol(symbol)]
                + maker.paragraph(words(text), .strong, alignment: .center)
                + (step == .failed ? maker.notice(.info, words("paperTest.officer")) : [])
        }
    }

    private var printTestButton: Button {
        Button(.printTest, words("paperTest.print"), icon: .receipt, kind: .primary)
    }
}
