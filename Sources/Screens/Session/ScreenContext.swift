import Errands
import Office

/// State of a session as flows and views read it. It is a reference, so that the closures of a
/// layout pass share it instead of copying the catalogue.
final class ScreenContext: Sendable {
    let visit: Visit
    let facts: TerminalFacts
    let content: SessionContent
    let rules: SessionRules
    let now: Moment
    let words: Words

    /// Identifier for a request that a flow makes because of this input.
    let nextRequest: RequestID

    init(_ session: Session, nextRequest: RequestID) {
        self.nextRequest = nextRequest
        visit = session.visit
        facts = session.facts
        content = session.content
        rules = session.rules
        now = session.now
        words = Words(of: session)
    }

    /// Whether no tickets are issued now.
    var isClosed: Bool { facts.isClosed(by: rules) }

    /// Whether no tickets of a service are issued now.
    func isClosed(_ service: Service.ID) -> Bool { facts.isClosed(service, by: rules) }

    /// Whether the on-screen keyboard is hidden because a keyboard is plugged in (T44).
    var hidesKeyboard: Bool { facts.hidesKeyboard(by: rules) }

    /// Whether the visitor may ask for one more print now (B7).
    var offersReprint: Bool { visit.reprintEnd(by: rules, at: now) != nil }
}
