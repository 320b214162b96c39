package import Errands
import Office
import Records

/// Answers to effects that could not be performed.
extension Effect {
    /// News for a screen that awaits the result, so that it does not wait for ever. `failed` is the
    /// reason why no ticket was given.
    package func answers(failed: IssueFailure) -> [Event] {
        switch self {
        case .issue(let request, _, _): [.issueFailed(request, failed)]
        case .lookUp(let request, _), .lookUpScan(let request, _), .giveBack(let request, _),
            .search(let request, _, _):
            [.unanswered(request)]
        case .printRequirements(let request, _, _, _, _): [.listPaper(request, .notPrinted)]
        case .printTest(let request): [.testPaper(request, .notPrinted)]
        case .saveSurvey(let request, _, _): [.surveySaved(request, .failed)]
        case .printAgain, .loadRoll, .confirmRoll, .saveExpress, .surveyAbandoned, .callOfficer,
            .timedOut, .pausedForChild, .shown, .unseen, .contentTaken:
            []
        }
    }

    /// Whether a desk that is far behind may leave it out. What it tells of a number that was given
    /// may not get lost (B1), nor from when on new settings count.
    package var mayBeDropped: Bool {
        switch self {
        case .shown, .unseen, .contentTaken: false
        default: true
        }
    }
}

extension IssueFailure {
    init(_ error: RecordsError) {
        switch error {
        case .numbersUsedUp: self = .numbersUsedUp
        case .clockBehind: self = .clockBehind
        case .closed: self = .closed
        default: self = .storage
        }
    }
}
