import Desk
import Errands
import Foundation
import Office

/// News of the desk that its lines for the log do not tell.
extension Bulletin {
    func publish(_ outcome: DeskOutcome, at moment: Date) {
        for event in outcome.events {
            switch event {
            case .issued(_, let tickets):
                for ticket in tickets.map(\.ticket) {
                    publish(
                        "ticket.issued",
                        ["ticket": ticket.id.description, "number": ticket.number.description],
                        at: moment)
                }
            case .paper(let id, let state):
                publish(
                    "ticket.paper", ["ticket": id.description, "state": state.rawValue],
                    at: moment)
            case .waiting(let counts):
                let count = counts.values.reduce(0, +)
                publishChange("queue.waiting", ["count": "\(count)"], at: moment)
            case .fault(let fault):
                publishChange("screen.fault", ["fault": fault?.rawValue ?? "none"], at: moment)
            default: break
            }
        }
    }
}
