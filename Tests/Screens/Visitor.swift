import Errands
import Geometry
import Office
import Testing

@testable import Screens

/// Visitor at the screen, who touches only existing targets.
struct Visitor {
    var session: Session
    var moment = World.now
    var effects: [Effect] = []

    init(_ rules: SessionRules = SessionRules()) {
        session = World.session(rules)
    }

    var screen: String { session.screenName }

    mutating func send(_ input: SessionInput) {
        effects = session.handle(input, at: moment)
    }

    mutating func send(_ event: Event) {
        effects = session.handle(event, at: moment)
    }

    mutating func tap(_ action: Action) {
        send(.tap(action))
    }

    mutating func wait(_ duration: Duration) {
        moment = moment.advanced(by: duration)
        send(.time)
    }

    /// Request of an effect that asks the database; nil: none.
    var request: RequestID? {
        for effect in effects {
            switch effect {
            case .issue(let id, _, _), .lookUp(let id, _), .giveBack(let id, _),
                .search(let id, _, _), .saveSurvey(let id, _, _),
                .printRequirements(let id, _, _, _, _):
                return id
            default: continue
            }
        }
        return nil
    }

    /// Takes a ticket: welcome, service, issue, and the database's answer.
    mutating func takeTicket(_ service: String = "ktp-el", prints: Bool = true) throws {
        tap(.service(service))
        tap(.issue)
        let request = try #require(self.request)
        var ticket = World.ticket
        ticket.ticket.serviceID = service
        ticket.ticket.paper = prints ? .queued : .none
        send(.issued(request, [ticket]))
    }
}
