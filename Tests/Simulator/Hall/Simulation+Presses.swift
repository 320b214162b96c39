import Hall
import Office
import Records
import Sound
import Terminal
import Touch

/// Answers to officers' presses, and what holds when one is done (D6).
extension Simulation {
    /// Age past which no key is obeyed.
    private static let oldest = 5.0

    /// Looks at what a press has done, in the moment in which it was done.
    func look(at work: Daemon.Work, _ answer: Daemon.Answer?, wrote: Bool) {
        if wrote, case .staff(.key(_, let pressedAt)) = work {
            let age = (clock.elapsed - pressedAt).seconds
            if age > Self.oldest { report("D6 a key that was pressed \(age) s ago was obeyed") }
        }
        guard let answer, let done = answer.press else { return }
        let press = DonePress(
            person: answer.person, what: done.what, entry: done.entry, ticketID: done.ticketID)
        if let finding = truth.presses.note(answer.id, press, isRepeat: done.isRepeat) {
            report(finding)
        }
        if done.what == "ticket.called", !done.isRepeat {
            if let id = done.ticketID { noteFirstCall(id) }
            if case .staff(.key) = work {
                hallCounts.keyCalls += 1
            } else {
                hallCounts.otherCalls += 1
            }
        }
    }

    /// Notes a press of which nobody knows whether it was done.
    func noteUncertainPress(_ work: Daemon.Work) {
        switch work {
        case .staff(.press(let press)) where press.order == .next:
            truth.presses.possibleCalls[press.who, default: 0] += 1
        case .staff(.key(let press, _)) where press.command == .next:
            truth.presses.possibleCalls[press.who, default: 0] += 1
        default: break
        }
    }

    /// Lets the officer hear what came of a press.
    func tellPress(_ work: Daemon.Work, _ answer: Daemon.Answer?) {
        if let answer { truth.presses.done[answer.id]?.isTold = true }
        guard case .staff(.key(let press, _)) = work else { return }
        let tone = answer?.tone ?? .refused
        switch (tone, answer?.isTooLate) {
        case (.accepted, _): hallCounts.done += 1
        case (.nobody, _): hallCounts.nobody += 1
        case (.busy, _): hallCounts.tooSoon += 1
        case (_, true): hallCounts.tooLate += 1
        default: hallCounts.refused += 1
        }
        let called = answer?.press?.what == "ticket.called" ? answer?.press?.ticketID : nil
        hear(tone, at: press.counter, called: called)
    }
}
