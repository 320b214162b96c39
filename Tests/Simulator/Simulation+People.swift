import Errands
import Face
import Geometry
import Office
import Screens
import TestSupport
import Touch

/// Visitors and their fingers.
extension Simulation {
    private var isOpenForVisitors: Bool {
        (8 * 3_600..<Int(15.2 * 3_600)).contains(Int(clock.secondOfDay))
    }

    /// Lets somebody step up to the screen.
    func arrive() {
        guard visitor == nil, isOpenForVisitors else { return }
        guard daemon != nil else {
            agenda.add(.arrival, at: soon(5...60))
            return
        }
        counts.visits += 1
        visitor = Visitor(goal(), &random)
        catchUpWaits()
        handle([])
        if scans() { return }
        agenda.add(.visitor, at: soon(0.3...3))
    }

    /// Plans who comes next, once somebody has left.
    private func leave() {
        visitor = nil
        let mean = max(8, 25_000 / Double(plan.visitors) - 35)
        agenda.add(.arrival, at: soon(0.5...(2 * mean)))
    }

    private func goal() -> Visitor.Goal {
        // Somebody who has a slip of today or of another day.
        let known = truth.order.suffix(60).randomElement(using: &random)
            .flatMap { truth.tickets[$0]?.ticket }
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<58: return .tickets(oneIn(6) ? Int.random(in: 2...4, using: &random) : 1)
        case 58..<66: return .requirements
        case 66..<70:
            return .search(["ktp", "akta", "paspor", "sim"].randomElement(using: &random) ?? "k")
        case 70..<78:
            guard let known else { return .wander }
            let text = oneIn(3) ? known.number.description : known.code
            if oneIn(2) { return .whereAmI(text, givesBack: false) }
            // Whoever gives a number back has waited for a while.
            let waiting = truth.order.suffix(12).randomElement(using: &random)
                .flatMap { truth.tickets[$0]?.ticket.code }
            return .whereAmI(waiting ?? text, givesBack: true)
        case 78..<82: return .rate
        case 82..<90: return .survey(token: oneIn(3) ? nil : known?.surveyToken)
        case 90..<99: return .wander
        default: return .play
        }
    }

    /// Holds a slip under the scanner now and then.
    private func scans() -> Bool {
        guard oneIn(25), let id = truth.order.suffix(80).randomElement(using: &random),
            let ticket = truth.tickets[id]?.ticket
        else { return false }
        handle([.input(.scanned(oneIn(5) ? "NONSENSE" : ticket.code))], touched: true)
        agenda.add(.visitor, at: soon(1...4))
        return true
    }

    /// Lets the visitor do the next thing.
    func visit() {
        guard var person = visitor else { return }
        // Whoever stands before a black screen stays for a moment.
        guard let daemon else { return agenda.add(.visitor, at: soon(1...5)) }
        let session = daemon.core.session
        func targets() -> [TouchTarget<Action>] {
            let targets = daemon.core.targets
            if let found = SessionWatch.look(at: targets, of: session) { report(found) }
            return targets.filter(\.isEnabled)
        }
        let move = person.next(targets, on: session.visit.screen, &random)
        visitor = person
        var pause = person.isFast ? soon(0.08...0.6) : soon(0.4...3.5)
        switch move {
        case .leave: return leave()
        case .wait: pause = soon(1...5)
        case .tap(let target): touch(target, at: target.frame.center, fast: person.isFast)
        case .miss:
            touch(nil, at: Point(x: Int.random(in: 0..<1_280, using: &random), y: 3), fast: true)
        }
        // Some stand and think until the screen asks.
        if oneIn(30) { pause = soon(20...60) }
        agenda.add(.visitor, at: pause)
    }

    private func touch(_ target: TouchTarget<Action>?, at point: Point, fast: Bool) {
        // Two fingers now and then, or one that slides off.
        let contact = oneIn(40) ? 1 : 0
        if let target { say("touches \(target.id.name)") }
        finger(contact, .down, point)
        if oneIn(40) {
            let away = Point(x: (point.x + 500) % 1_280, y: point.y)
            agenda.add(.finger(contact, .move, away, life), at: soon(0.03...0.05))
            agenda.add(.finger(contact, .up, away, life), at: soon(0.06...0.2))
        } else if oneIn(80) {
            agenda.add(.finger(contact, .cancel, point, life), at: soon(0.05...0.2))
        } else {
            agenda.add(
                .finger(contact, .up, point, life), at: fast ? soon(0.03...0.07) : soon(0.06...0.3))
        }
        // A nervous finger touches the same place again.
        if oneIn(25) {
            agenda.add(.finger(contact, .down, point, life), at: soon(0.32...0.4))
            agenda.add(.finger(contact, .up, point, life), at: soon(0.45...0.5))
        }
    }

    func finger(_ contact: Int, _ phase: ContactEvent.Phase, _ point: Point) {
        handle(
            [
                .contact(
                    ContactEvent(
                        contact: contact, phase: phase, position: point,
                        uptime: clock.moment.uptime))
            ], touched: true, pressed: phase == .down)
    }
}
