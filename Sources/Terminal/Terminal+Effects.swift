import Errands
import Face
import Foundation
import Logging
import Office
import Records
import Screens
import Settings

extension Terminal {
    func perform(_ effect: Effect) async {
        switch effect {
        case .issue(let request, let wishes, let language):
            await issue(request, wishes, language)
        case .shown(let id):
            let awaitsPaper = shownBundle.settings.printer.unprinted == .void
            // Without it the number would never be called.
            await writeDown { records throws(RecordsError) in
                try await records.markShown(id, awaitsPaper: awaitsPaper)
            }
        case .unseen(let id):
            unseen.insert(id)
            await voidUnseen([id])
        case .lookUp(let request, let text):
            loop.post(.event(.found(request, await lookUp(text))))
        case .lookUpScan(let request, let code):
            loop.post(.event(.scanAnswered(request, await scanned(code))))
        case .giveBack(let request, let id): await giveBack(request, id)
        case .search(let request, let text, _):
            let found = (try? await records.search(text)) ?? []
            loop.post(.event(.searchResults(request, found)))
        case .printRequirements(let request, let service, let variant, let ticked, let language):
            await printRequirements(request, service, variant, ticked, language)
        case .printTest(let request): order(.test(request))
        case .loadRoll:
            await attempt("paper.roll") { _ = try await loadRoll(millimetres: nil, who: "screen") }
        case .confirmRoll:
            await attempt("paper.confirm") { _ = try await confirmRoll(who: "screen") }
        case .printAgain(let id): await printAgain(id)
        case .saveExpress(let rating):
            let halfDay = halfDay
            await attempt("survey.express") {
                try await records.saveExpress(rating, halfDay: halfDay)
            }
        case .saveSurvey(let request, let response, let token):
            await saveSurvey(request, response, token)
        case .surveyAbandoned(let question):
            let halfDay = halfDay
            await attempt("survey.abandoned") {
                try await records.countAbandoned(question: question, halfDay: halfDay)
            }
        case .callOfficer(let screen):
            officerCalls += 1
            log.notice("officer.called", metadata: ["screen": "\(screen)"])
        case .timedOut(let screen):
            log.info("session.timedOut", metadata: ["screen": "\(screen)"])
        case .pausedForChild: log.notice("session.pausedForChild")
        case .contentTaken: shownBundle = bundle
        }
    }

    private func attempt(_ name: String, _ body: () async throws -> Void) async {
        do { try await body() } catch {
            log.error("\(name).failed", metadata: ["error": "\(error)"])
        }
    }

    private var halfDay: HalfDay {
        HalfDay(LocalTime(clock.now().wall, in: bundle.settings.office.timeZone))
    }

    private func issue(_ request: RequestID, _ wishes: [TicketWish], _ language: Language) async {
        let moment = clock.now()
        await turnDay(moment.wall)
        let prints = printer != nil && condition.canPrint
        let bundle = shownBundle
        let requests = wishes.compactMap { wish in
            bundle.catalogue.service(wish.serviceID).map { service in
                IssueRequest(
                    serviceID: service.id, prefix: service.prefix, range: service.numberRange,
                    variantID: wish.variantID, group: wish.group, language: language,
                    wantsPaper: prints)
            }
        }
        // All of a visit or nothing of it; the screen offers what its own catalogue has.
        let isComplete = requests.count == wishes.count && !wishes.isEmpty
        guard isComplete, await isRecovered() else {
            loop.post(.event(.issueFailed(request, .storage)))
            log.error(
                "ticket.refused",
                metadata: ["error": isComplete ? "not recovered yet" : "no such service"])
            return
        }
        do {
            let issued = try await records.issue(
                requests, at: moment.wall, day: bundle.day, policy: bundle.settings.clockBehind)
            loop.post(.event(.issued(request, issued)))
            if prints {
                let slips = zip(issued, wishes).map { one, wish in
                    TicketSlip(
                        one.ticket, peopleAhead: one.peopleAhead, ticked: wish.ticked,
                        attempt: 1, by: bundle)
                }
                if printRoom?.joinsSlips == true {
                    order(.tickets(slips))
                } else {
                    for slip in slips { order(.tickets([slip])) }
                }
            }
            log.info("ticket.issued", metadata: ["count": "\(issued.count)"])
            await refreshWaiting()
        } catch {
            let failure: IssueFailure =
                switch error {
                case .numbersUsedUp: .numbersUsedUp
                case .clockBehind: .clockBehind
                default: .storage
                }
            loop.post(.event(.issueFailed(request, failure)))
            log.error("ticket.refused", metadata: ["error": "\(error)"])
        }
    }

    private func lookUp(_ text: String) async -> TicketStatus? {
        let today = await today(clock.now().wall)
        var isByCode = true
        var ticket = try? await records.ticket(code: text)
        if ticket == nil, let number = TicketNumber(text) {
            isByCode = false
            ticket = try? await records.ticket(number: number, on: today)
        }
        guard let ticket, ticket.businessDate == today else { return nil }
        return await status(of: ticket, isByCode: isByCode)
    }

    private func status(of ticket: Ticket, isByCode: Bool) async -> TicketStatus {
        let ahead = (try? await records.peopleAhead(of: ticket)) ?? 0
        return TicketStatus(
            id: ticket.id, number: ticket.number, serviceID: ticket.serviceID,
            state: ticket.state, peopleAhead: ahead, wait: nil, isByCode: isByCode)
    }

    private func scanned(_ code: String) async -> ScanAnswer {
        let today = await today(clock.now().wall)
        guard let ticket = try? await records.ticket(code: code) else { return .unknown }
        return Self.answer(ticket, await status(of: ticket, isByCode: true), today: today)
    }

    /// What a slip is good for: on its day to see where it stands; once served to rate, on later
    /// days too.
    static func answer(
        _ ticket: Ticket, _ status: TicketStatus, today: CalendarDate
    ) -> ScanAnswer {
        if ticket.state == .done { return .survey(token: ticket.surveyToken) }
        return ticket.businessDate == today ? .ticket(status) : .unknown
    }

    private func giveBack(_ request: RequestID, _ id: TicketID) async {
        do {
            try await records.giveBack(id, at: clock.now().wall)
            loop.post(.event(.gaveBack(request, true)))
            log.info("ticket.returned")
        } catch {
            loop.post(.event(.gaveBack(request, false)))
            log.error("ticket.returned.failed", metadata: ["error": "\(error)"])
        }
        await refreshWaiting()
    }

    /// Without a token two responses are at least this far apart (G2).
    static let surveyInterval = Duration.seconds(5)

    private func saveSurvey(
        _ request: RequestID, _ response: SurveyResponse, _ token: String?
    ) async {
        let moment = clock.now()
        if token == nil, let last = lastSurveyAt, moment.uptime - last < Self.surveyInterval {
            loop.post(.event(.surveySaved(request, .tooSoon)))
            return
        }
        let halfDay = halfDay
        do {
            let saved = try await records.saveSurvey(response, token: token, halfDay: halfDay)
            lastSurveyAt = moment.uptime
            loop.post(.event(.surveySaved(request, saved ? .saved : .codeSpent)))
        } catch {
            loop.post(.event(.surveySaved(request, .failed)))
            log.error("survey.failed", metadata: ["error": "\(error)"])
        }
    }
}
