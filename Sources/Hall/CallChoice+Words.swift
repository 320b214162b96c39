package import Office

extension CallChoice {
    /// Sentence for staff about who is next at a counter, and why (D3).
    package func sentence(at counter: Counter, by rules: CallingRules) -> String {
        "\(ticket.number) is next at counter \(counter.id): \(reason.words(at: counter, rules))."
    }
}

extension CallChoice.Reason {
    fileprivate func words(at counter: Counter, _ rules: CallingRules) -> String {
        switch self {
        case .longestWait(let seconds):
            "it has waited for \(seconds / 60) min, and from "
                + "\(rules.longestWaitSeconds / 60) min on the oldest goes first"
        case .ratio(let turn):
            "both classes wait, with \(rules.ratio(at: counter).priority) priority to "
                + "\(rules.ratio(at: counter).regular) "
                + "regular calls, and this call is for the \(turn.rawValue) class"
        case .sentHere: "it was sent to this counter, and no other of its class came before"
        case .first: "it came first of those that this counter calls"
        case .secondary:
            "nobody waits for a primary service of this counter, and it came first of the others"
        }
    }
}
