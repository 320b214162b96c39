import Errands
import Office
import Records
import Slips

/// Effects: what sessions want done.
extension Desk {
    mutating func perform(
        _ effect: Effect, in records: RecordsTransaction, at moment: Moment
    ) throws -> DeskOutcome {
        switch effect {
        case .issue(let request, let wishes, let language):
            return try issue(request, wishes, language, in: records, at: moment)
        case .shown(let id):
            try owed.write(sight(of: id, at: moment), in: records)
        case .unseen(let id):
            tickets.note(unseen: id)
            try tickets.voidUnseen([id], in: records, at: moment.wall)
        case .lookUp(let request, let text):
            let (today, outcome) = try today(moment.wall, in: records)
            return outcome
                + DeskOutcome(
                    .found(
                        request,
                        try tickets.lookUp(
                            text, today: today, waits: waits, by: shown, in: records, at: moment)))
        case .lookUpScan(let request, let code):
            let (today, outcome) = try today(moment.wall, in: records)
            return outcome
                + DeskOutcome(
                    .scanAnswered(
                        request,
                        try tickets.scan(
                            code, today: today, waits: waits, by: shown, in: records, at: moment)))
        case .giveBack(let request, let id):
            try records.tickets.giveBack(id, at: moment.wall)
            var outcome = DeskOutcome(.gaveBack(request, true))
            outcome.log(.info, "ticket.returned")
            return outcome + (try waiting(in: records, at: moment))
        case .search(let request, let text, _):
            return DeskOutcome(.searchResults(request, try records.search.services(text)))
        case .printRequirements(let request, let service, let variant, let ticked, let language):
            return try printRequirements(
                request, service, variant, ticked, language, in: records, at: moment)
        case .printTest(let request):
            return try printTest(request, in: records, at: moment).outcome
        case .loadRoll:
            guard let printer else { break }
            return try roll.load(
                millimetres: printer.rollMillimetres, who: "screen", in: records, at: moment.wall)
        case .confirmRoll: return try roll.confirm(who: "screen", in: records, at: moment.wall)
        case .printAgain(let id):
            return try copy(
                id, limit: Self.maximumCopies.visitor, who: "visitor", in: records, at: moment
            ).outcome
        case .saveExpress(let rating):
            try surveys.saveExpress(rating, on: rules.day, in: records, at: moment)
        case .saveSurvey(let request, let response, let token):
            return try surveys.save(
                request, response, token: token, on: rules.day, in: records, at: moment)
        case .surveyAbandoned(let question):
            try surveys.countAbandoned(question, on: rules.day, in: records, at: moment)
        case .callOfficer, .timedOut, .pausedForChild, .contentTaken: break
        }
        return DeskOutcome()
    }

    private func sight(of id: TicketID, at moment: Moment) -> OwedWork.Fact {
        .shown(id, awaitsPaper: shown.voidsUnprinted, at: moment.wall)
    }

    mutating func failed(_ effect: Effect, _ error: RecordsError, at moment: Moment)
        -> DeskOutcome
    {
        var outcome = DeskOutcome(effect.answers(failed: IssueFailure(error)))
        switch effect {
        case .issue:
            if case .closed = error {
                // A minute may have passed on the way from the screen, which then learns of it.
                outcome.events.insert(
                    .opening(opening.opening(by: shown, at: moment.wall)), at: 0)
                outcome.log(.notice, "ticket.refused", ["error": "\(error)"])
            } else {
                outcome.log("ticket.refused", error)
            }
        case .shown(let id):
            return owed.owe(sight(of: id, at: moment), error)
        case .unseen(let id):
            tickets.note(unseen: id)
            return tellOnce("ticket.unseen.failed", error)
        case .giveBack: outcome.log("ticket.returned.failed", error)
        case .printTest: outcome.log("paper.test.failed", error)
        case .loadRoll: outcome.log("paper.roll.failed", error)
        case .confirmRoll: outcome.log("paper.confirm.failed", error)
        case .printAgain: outcome.log("paper.reprint.failed", error)
        case .saveExpress: outcome.log("survey.express.failed", error)
        case .saveSurvey: outcome.log("survey.failed", error)
        case .surveyAbandoned: outcome.log("survey.abandoned.failed", error)
        case .lookUp, .lookUpScan, .search, .printRequirements, .callOfficer, .timedOut,
            .pausedForChild, .contentTaken:
            break
        }
        return outcome
    }

    /// Issues the tickets of a visit and orders their slips.
    private mutating func issue(
        _ request: RequestID, _ wishes: [TicketWish], _ language: Language,
        in records: RecordsTransaction, at moment: Moment
    ) throws -> DeskOutcome {
        let prints = printer != nil && self.prints.condition.canPrint
        try opening.requireOpen(
            wishes, by: shown, canPrint: prints, in: records, at: moment.wall)
        // What an earlier run left open would be mixed up with what begins now.
        var outcome = try recover(in: records, at: moment)
        outcome += try turnDay(in: records, at: moment).outcome
        let issued = try tickets.issue(
            wishes, language, wantsPaper: prints, waits: waits, by: shown,
            carriesOver: day.carriesOver, in: records, at: moment)
        outcome.events.append(.issued(request, issued))
        if prints {
            let slips = zip(issued, wishes).map { one, wish in
                TicketSlip(
                    one.ticket, peopleAhead: one.peopleAhead, wait: one.wait, ticked: wish.ticked,
                    attempt: 1, by: shown)
            }
            let jobs = printer?.joinsSlips == true ? [slips] : slips.map { [$0] }
            for job in jobs {
                outcome += try order(.tickets(job), in: records, at: moment).outcome
            }
        }
        outcome.log(.info, "ticket.issued", ["count": "\(issued.count)"])
        return outcome + (try waiting(in: records, at: moment))
    }

    private mutating func printRequirements(
        _ request: RequestID, _ id: Service.ID, _ variant: Variant.ID?, _ ticked: Set<Int>,
        _ language: Language, in records: RecordsTransaction, at moment: Moment
    ) throws -> DeskOutcome {
        guard let service = shown.catalogue.service(id) else {
            return DeskOutcome(.listPaper(request, .notPrinted))
        }
        let slip = shown.slipWriter.requirements(
            of: service, variant: variant.flatMap(service.variant) ?? service.variants.first,
            ticked: ticked, language: language, at: moment.wall,
            opens: try opening.state(of: service, by: shown, in: records, at: moment.wall).next)
        return try print(.list, slip, for: request, in: records, at: moment).outcome
    }
}
