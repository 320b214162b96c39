import Errands
import Office
import Screens
import Touch

/// Settings and hours of a core that runs.
extension KioskCore {
    /// Takes waiting settings where no visit is in progress, and says whether it did (J1).
    func takeContent(at moment: Moment) -> Bool {
        guard let (content, rules, opening) = waitingContent,
            session.isFresh || session.facts.fault != nil, !tracker.isTouched,
            // Calibration and trial keep the layout and language that they began with.
            !staff.coversSession
        else { return false }
        waitingContent = nil
        self.opening.take(opening)
        let (facts, hasUntestedRoll, before) = (session.facts, session.hasUntestedRoll, session)
        session = Session(
            content: content, rules: rules, now: moment, lastRequest: session.lastRequest)
        session.keepLimits(of: before)
        if let waiting = facts.waiting { _ = session.handle(.waiting(waiting), at: moment) }
        for event: Event in [
            .printer(facts.printer), .fault(facts.fault),
            .keyboard(isThere: facts.hasKeyboard),
        ] {
            _ = session.handle(event, at: moment)
        }
        // The roll still counts as untested (B5).
        if hasUntestedRoll { _ = session.handle(.rollCame, at: moment) }
        sessionChanged()
        foresight.forget()
        return true
    }

    /// Uptimes of the touches that were handled since the last call (T34).
    func takeTouchUptimes() -> [Duration] {
        defer { touchUptimes.removeAll(keepingCapacity: true) }
        return touchUptimes
    }

    /// Checks the opening whenever the minute or what decides about it has changed (F2).
    func updateOpening(at moment: Moment) {
        for event in opening.news(session, at: moment) { _ = apply(event, at: moment) }
    }
}
