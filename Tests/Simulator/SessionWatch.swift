package import Errands
package import Office
package import Screens
package import Touch

/// Watch over the session: what must hold between two of its states (B1, C3, C4).
package struct SessionWatch: Sendable {
    /// Longest time without a touch, news or another screen that any screen allows.
    private static let longest = Duration.seconds(125)
    /// Least time for which a number without paper is on the screen (B1), but for a turn of the loop.
    private static let leastUnprinted = Duration.seconds(20) - .milliseconds(20)
    /// Time within which the same service goes home instead (C3).
    private static let sameService = Duration.seconds(3)

    private var lastSign = Duration.zero
    private var issueTimes: [Duration] = []
    private var lastIssued: [Service.ID: Duration] = [:]
    private var screen = Screen.welcome
    private var failedSince: Duration?

    package init(at time: Duration) {
        lastSign = time
    }

    /// Glance at a session after its inputs. `touched` is any work of fingers, `pressed` a finger
    /// that goes down. Returns what is wrong, with its code before it.
    package mutating func look(
        at session: Session, touched: Bool, pressed: Bool, heard: Bool, _ effects: [Effect],
        ticketsPerVisit: Int, at time: Duration
    ) -> [String] {
        var findings: [String] = []
        if touched || heard || session.visit.screen != screen { lastSign = time }
        findings += issues(effects, touched, session, ticketsPerVisit, at: time)
        if !session.isFresh, session.facts.fault == nil, !session.isIssuing,
            time - lastSign > Self.longest
        {
            findings.append("C4 \(session.screenName) stays for \(time - lastSign) without a touch")
        }
        // A finger that goes down in the same moment begins the next visit.
        if effects.contains(where: { if case .timedOut = $0 { true } else { false } }),
            !session.isFresh, !session.isTestingRoll, !pressed
        {
            findings.append("C4 a visit has timed out and left something of its person")
        }
        findings += failed(session, touched, pressed, at: time)
        screen = session.visit.screen
        return findings
    }

    /// C3: no button issues while a ticket is under way. Returns what is wrong with the targets.
    package static func look(at targets: [TouchTarget<Action>], of session: Session) -> String? {
        guard session.isIssuing, targets.contains(where: { $0.id == .issue && $0.isEnabled })
        else { return nil }
        return "C3 the issue button can be pressed while a ticket is under way"
    }

    /// C3: a tap issues once, the same service again goes home, and many tickets pause the screen.
    private mutating func issues(
        _ effects: [Effect], _ touched: Bool, _ session: Session, _ ticketsPerVisit: Int,
        at time: Duration
    ) -> [String] {
        var findings: [String] = []
        let wishes = effects.compactMap { effect -> [TicketWish]? in
            if case .issue(_, let wishes, _) = effect { wishes } else { nil }
        }
        if wishes.count > 1 || !wishes.isEmpty && !touched {
            findings.append("C3 \(wishes.count) issues of one tap")
        }
        guard let wish = wishes.first else { return findings }
        if wish.count > ticketsPerVisit { findings.append("C3 \(wish.count) tickets of a visit") }
        if let last = wish.last.flatMap({ lastIssued[$0.serviceID] }),
            time - last < Self.sameService
        {
            findings.append("C3 the same service twice within 3 s")
        }
        issueTimes.removeAll { time - $0 >= .seconds(60) }
        if issueTimes.count >= session.rules.ticketsPerMinute {
            findings.append("C3 \(issueTimes.count) tickets within a minute, and one more")
        }
        return findings
    }

    /// Notes tickets that the session hears of.
    package mutating func heard(_ issued: [IssuedTicket], at time: Duration) {
        issueTimes += issued.map { _ in time }
        for ticket in issued { lastIssued[ticket.serviceID] = time }
    }

    /// B1: a number that is not on paper stays on the screen for 20 s, unless somebody touches it.
    private mutating func failed(
        _ session: Session, _ touched: Bool, _ pressed: Bool, at time: Duration
    ) -> [String] {
        switch session.visit.screen {
        case .ticket(_, .failedButValid), .ticket(_, .failedAndVoid):
            if failedSince == nil || pressed { failedSince = time }
            return []
        case .printing: failedSince = nil
        default:
            defer { failedSince = nil }
            if let since = failedSince, !touched, session.isFresh,
                time - since < Self.leastUnprinted
            {
                return ["B1 a number without paper was on the screen for \(time - since)"]
            }
        }
        return []
    }
}
