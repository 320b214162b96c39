import Errands
import Office

/// Statements that hold after every input, whatever came before.
extension Session {
    /// Stops a debug build where an invariant is broken.
    func assertInvariants() {
        assert(brokenInvariants.isEmpty, "\(screenName): \(brokenInvariants)")
    }

    /// Invariants that do not hold; empty: the session is sound.
    var brokenInvariants: [String] {
        var broken: [String] = []
        func check(_ holds: Bool, _ invariant: String) {
            if !holds { broken.append(invariant) }
        }
        check(
            visit.history.count <= Self.maximumHistory, "Back remembers a limited number of steps")
        check(
            openRequests.allSatisfy { lastRequestBefore < $0.value && $0.value <= lastRequest },
            "C4 an answer is awaited only for a request of this visit")
        check(
            visit.survey.answers.isEmpty && visit.survey.profile.isEmpty
                || visit.screen.patience == .survey,
            "G2 answers exist only while the survey is up")
        check(
            staff.request == nil || visit.screen.isPaperTest,
            "B5 a test slip is awaited only on the screens of the test")
        check(
            visit.ticket.basket.count < max(1, rules.ticketsPerVisit),
            "A6 the basket leaves room for the service on the confirm screen")
        checkScreen(check)
        return broken
    }

    /// Checks that the screen has what it shows.
    private func checkScreen(_ check: (Bool, String) -> Void) {
        let paper = visit.ticket.paper
        switch visit.screen {
        case .printing(let tickets):
            check(
                tickets.contains { paper[$0.id]?.isEnd == false },
                "C5 the visitor waits for a slip that has not ended")
        case .ticket(let tickets, let outcome):
            check(!tickets.isEmpty, "B1 the last screen has a number")
            check(
                outcome != .onPaper || !tickets.contains { paper[$0.id]?.isLost == true },
                "B1 a number is called printed only if its slip came out")
        case .paperTest(.printing):
            check(staff.request != nil, "B5 the test waits for a slip")
        case .question(let index):
            check(
                content.questionnaire.questions.indices.contains(index), "G1 the question exists")
        case .profile(let index):
            check(content.questionnaire.profile.indices.contains(index), "G1 the field exists")
        case .paused, .cleaning, .loadPaper:
            check(
                visit.history.isEmpty && visit.ticket == TicketFlow()
                    && visit.service == ServiceFlow() && visit.lookup == LookupFlow()
                    && visit.survey == SurveyFlow(),
                "C4 a locked screen keeps nothing of a visit")
        default: break
        }
    }
}
