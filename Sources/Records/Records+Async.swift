package import Foundation
package import Office

/// Operations that run in one transaction each, for callers that need only one of them.
extension Records {
    // MARK: Tickets

    package func issue(
        _ requests: [IssueRequest], at moment: Date, day: BusinessDay, policy: ClockPolicy
    ) async throws(RecordsError) -> [IssuedTicket] {
        try await transaction {
            try $0.tickets.issue(requests, at: moment, day: day, policy: policy)
        }
    }

    package func ticket(_ id: TicketID) async throws(RecordsError) -> Ticket? {
        try await read { try $0.tickets.ticket(id) }
    }

    package func ticket(_ reference: TicketReference) async throws(RecordsError) -> Ticket? {
        try await read { try $0.tickets.ticket(reference) }
    }

    package func ticket(code: String) async throws(RecordsError) -> Ticket? {
        try await read { try $0.tickets.ticket(code: code) }
    }

    package func ticket(number: TicketNumber, on date: CalendarDate) async throws(RecordsError)
        -> Ticket?
    {
        try await read { try $0.tickets.ticket(number: number, on: date) }
    }

    package func issuedCount(on date: CalendarDate) async throws(RecordsError) -> Int {
        try await read { try $0.tickets.issuedCount(on: date) }
    }

    package func clock(at moment: Date, day: BusinessDay) async throws(RecordsError)
        -> (date: CalendarDate, fault: ClockFault?)
    {
        try await read { try $0.tickets.clock(at: moment, day: day) }
    }

    package func markShown(_ id: TicketID, awaitsPaper: Bool = false, at moment: Date)
        async throws(RecordsError)
    {
        try await transaction {
            try $0.tickets.markShown(id, awaitsPaper: awaitsPaper, at: moment)
        }
    }

    package func voidUnseen(_ id: TicketID, at moment: Date) async throws(RecordsError) {
        try await transaction { try $0.tickets.voidUnseen(id, at: moment) }
    }

    package func giveBack(_ id: TicketID, at moment: Date) async throws(RecordsError) {
        try await transaction { try $0.tickets.giveBack(id, at: moment) }
    }

    package func void(_ id: TicketID, reason: String, who: String, at moment: Date)
        async throws(RecordsError)
    {
        try await transaction { try $0.tickets.void(id, reason: reason, who: who, at: moment) }
    }

    package func setState(_ state: TicketState, of id: TicketID, at moment: Date)
        async throws(RecordsError)
    {
        try await transaction { try $0.tickets.setState(state, of: id, at: moment) }
    }

    package func transfer(_ id: TicketID, to service: Service.ID, who: String, at moment: Date)
        async throws(RecordsError)
    {
        try await transaction { try $0.tickets.transfer(id, to: service, who: who, at: moment) }
    }

    @discardableResult
    package func expire(before date: CalendarDate, at moment: Date) async throws(RecordsError)
        -> Int
    {
        try await transaction { try $0.tickets.expire(before: date, at: moment) }
    }

    @discardableResult
    package func recover(voidsUnprinted: Bool, at moment: Date) async throws(RecordsError)
        -> [PrintAttempt]
    {
        try await transaction { try $0.recover(voidsUnprinted: voidsUnprinted, at: moment) }
    }

    // MARK: Queue

    package func peopleAhead(of ticket: Ticket) async throws(RecordsError) -> Int {
        try await read { try $0.queue.peopleAhead(of: ticket) }
    }

    package func queue(on date: CalendarDate, service: Service.ID? = nil)
        async throws(RecordsError) -> [Ticket]
    {
        try await read { try $0.queue.tickets(on: date, service: service) }
    }

    package func waitingCounts(on date: CalendarDate) async throws(RecordsError)
        -> [Service.ID: Int]
    {
        try await read { try $0.queue.counts(on: date) }
    }

    // MARK: Prints

    package func markSending(_ attempts: [PrintAttempt.Key], job: Int?, at moment: Date)
        async throws(RecordsError)
    {
        try await transaction { try $0.prints.markSending(attempts, job: job, at: moment) }
    }

    package func markSending(_ id: TicketID, attempt: Int, job: Int?, at moment: Date)
        async throws(RecordsError)
    {
        try await markSending([.init(ticketID: id, number: attempt)], job: job, at: moment)
    }

    package func finishPrint(
        _ attempts: [PrintAttempt.Key], as end: PaperState, detail: String?, voidsUnprinted: Bool,
        millimetres: Double = 0, at moment: Date
    ) async throws(RecordsError) {
        try await transaction {
            try $0.prints.finish(
                attempts, as: end, detail: detail, voidsUnprinted: voidsUnprinted,
                millimetres: millimetres, at: moment)
        }
    }

    package func finishPrint(
        _ id: TicketID, attempt: Int, as end: PaperState, detail: String?, voidsUnprinted: Bool,
        millimetres: Double = 0, at moment: Date
    ) async throws(RecordsError) {
        try await finishPrint(
            [.init(ticketID: id, number: attempt)], as: end, detail: detail,
            voidsUnprinted: voidsUnprinted, millimetres: millimetres, at: moment)
    }

    package func beginReprint(_ id: TicketID, limit: Int, who: String, at moment: Date)
        async throws(RecordsError) -> PrintAttempt
    {
        try await transaction {
            try $0.prints.beginReprint(id, limit: limit, who: who, at: moment)
        }
    }

    package func retryPrint(_ id: TicketID, at moment: Date) async throws(RecordsError)
        -> PrintAttempt
    {
        try await transaction { try $0.prints.retry(id, at: moment) }
    }

    package func unfinishedAttempts() async throws(RecordsError) -> [PrintAttempt] {
        try await read { try $0.prints.unfinished() }
    }

    package func spool(_ kind: DocumentKind, at moment: Date) async throws(RecordsError)
        -> DocumentID
    {
        try await transaction { try $0.documents.spool(kind, at: moment) }
    }

    package func markSending(document id: DocumentID, job: Int?, at moment: Date)
        async throws(RecordsError)
    {
        try await transaction { try $0.documents.markSending(id, job: job, at: moment) }
    }

    package func finish(
        document id: DocumentID, as end: PaperState, detail: String?, millimetres: Double = 0,
        at moment: Date
    ) async throws(RecordsError) {
        try await transaction {
            try $0.documents.finish(
                id, as: end, detail: detail, millimetres: millimetres, at: moment)
        }
    }

    package func prints(limit: Int) async throws(RecordsError) -> [PrintRecord] {
        try await read { try $0.documents.history(limit: limit) }
    }

    // MARK: Paper

    package func loadRoll(millimetres: Double, who: String, at moment: Date)
        async throws(RecordsError)
    {
        try await transaction {
            try $0.paper.loadRoll(millimetres: millimetres, who: who, at: moment)
        }
    }

    package func notePaperOut(at moment: Date) async throws(RecordsError) {
        try await transaction { try $0.paper.noteOut(at: moment) }
    }

    package func isPaperOut() async throws(RecordsError) -> Bool {
        try await read { try $0.paper.isOut() }
    }

    package func confirmRoll(who: String, at moment: Date) async throws(RecordsError) {
        try await transaction { try $0.paper.confirmRoll(who: who, at: moment) }
    }

    package func roll() async throws(RecordsError) -> PaperRoll? {
        try await read { try $0.paper.roll() }
    }

    package func paperUse(before moment: Date) async throws(RecordsError) -> [Int: Double] {
        try await read { try $0.paper.use(before: moment) }
    }

    // MARK: Survey, day, search

    package func saveSurvey(_ response: SurveyResponse, token: String?, halfDay: HalfDay)
        async throws(RecordsError) -> Bool
    {
        try await transaction { try $0.survey.save(response, token: token, halfDay: halfDay) }
    }

    package func saveExpress(_ rating: Int, halfDay: HalfDay) async throws(RecordsError) {
        try await transaction { try $0.survey.saveExpress(rating, halfDay: halfDay) }
    }

    package func countAbandoned(question: String, halfDay: HalfDay) async throws(RecordsError) {
        try await transaction { try $0.survey.countAbandoned(question: question, halfDay: halfDay) }
    }

    package func surveySummary(from first: CalendarDate, to last: CalendarDate)
        async throws(RecordsError) -> SurveySummary
    {
        try await read { try $0.survey.summary(from: first, to: last) }
    }

    package func dayCounts(on date: CalendarDate, day: BusinessDay) async throws(RecordsError)
        -> DayCounts
    {
        try await read { try $0.days.counts(on: date, day: day) }
    }

    package func index(_ catalogue: Catalogue) async throws(RecordsError) {
        try await transaction { try $0.search.index(catalogue) }
    }

    package func search(_ text: String, limit: Int = 12) async throws(RecordsError) -> [Service.ID]
    {
        try await read { try $0.search.services(text, limit: limit) }
    }
}
