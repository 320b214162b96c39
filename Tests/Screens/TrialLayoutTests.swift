import Drawing
import Geometry
import Office
import Settings
import Testing
import Touch

@testable import Screens

/// States of a touchscreen's trial.
struct TrialScreen {
    var trials: [(name: String, trial: TouchTrial)] = []

    init(_ session: Session, _ panel: Panel, _ shaper: TextShaper) {
        let layout = TouchTrialView(over: session, panel: panel, measuring: shaper).layout
        var trial = TouchTrial(layout: layout, at: .zero)
        trials.append(("begun", trial))
        slide(&trial, 0..<layout.fieldCount / 2)
        trials.append(("half", trial))
        slide(&trial, layout.fieldCount / 2..<layout.fieldCount)
        trials.append(("complete", trial))
        trial.handle(contact(.down, trial.card.done.center, finger: 1))
        trials.append(("pressed", trial))
    }

    private func slide(_ trial: inout TouchTrial, _ fields: Range<Int>) {
        trial.handle(contact(.down, trial.layout.frame(fields.lowerBound).center))
        for field in fields { trial.handle(contact(.move, trial.layout.frame(field).center)) }
    }

    private func contact(
        _ phase: ContactEvent.Phase, _ point: Point, finger: Int = 0
    ) -> ContactEvent {
        ContactEvent(contact: finger, phase: phase, position: point, uptime: .zero)
    }
}

@Suite("Layout of the touchscreen's trial", .timeLimit(.minutes(5)))
struct TrialLayoutTests {
    @Test(
        "K1 C7 its words are whole and its button is large in all languages and letters",
        arguments: LayoutTests.panels.map(\.0))
    func layout(panelName: String) throws {
        let panel = try #require(LayoutTests.panels.first { $0.0 == panelName }).1
        let shaper = World.shaper()
        for language in World.bundle.phrases.languages {
            for textSize in 0..<4 {
                for isHigh in [false, true] {
                    var session = World.session()
                    session.visit.language = language
                    session.visit.textSize = textSize
                    session.visit.highContrast = isHigh
                    for (name, trial) in TrialScreen(session, panel, shaper).trials {
                        let place = "\(language) size \(textSize) \(name)"
                        let view = TouchTrialView(over: session, panel: panel, measuring: shaper)
                            .view(of: trial)
                        // Fields and contacts keep their places; the card covers the fields.
                        let faults = LayoutCheck(view: view, panel: panel, shaper: shaper)
                            .faults(isOverlaid: true)
                        #expect(faults.isEmpty, "\(place): \(faults.prefix(4))")
                        #expect(Rect(panel.size).contains(trial.card.frame), "\(place)")
                        #expect(trial.card.frame.contains(trial.card.done), "\(place)")
                        #expect(
                            view.targets.map(\.frame) == [trial.card.done]
                                && view.targets.map(\.id) == [.endTouchTest], "\(place)")
                    }
                }
            }
        }
    }
}
