import Desk
import Errands
import Foundation
import Office
import Records
import Screens
import Settings

/// Lessons of the simulator from each step, and the checks after it.
extension Simulation {
    /// Expected date of a ticket that is issued now, and whether the clock is behind the newest one
    /// (A2).
    private var today: (date: CalendarDate, isBehind: Bool) {
        let wall = clock.moment.wall.timeIntervalSince1970
        let start = Double(plan.bundle.settings.dayStartMinute) * 60
        let days = ((wall + 8 * 3_600 - start) / 86_400).rounded(.down)
        let date = CalendarDate(daysSince1970: Int(days))
        guard let newest = truth.order.last.flatMap({ truth.tickets[$0]?.ticket }) else {
            return (date, false)
        }
        func isBehind(_ moment: Double, _ newest: CalendarDate) -> Bool {
            date < newest || moment - wall > 60
        }
        let issuedAt = newest.issuedAt.timeIntervalSince1970
        guard isBehind(issuedAt, newest.businessDate) else { return (date, false) }
        guard let mark = truth.mark, mark.sequence >= newest.id.sequence else {
            return (max(date, newest.businessDate), true)
        }
        let isBehindMark = isBehind(mark.moment, mark.date)
        return (isBehindMark ? max(date, mark.date) : date, isBehindMark)
    }

    /// Notes a wish for tickets, before the desk fulfils it.
    func noteWish(_ work: Daemon.Work) -> Truth.Wish? {
        guard case .item(.effect(.issue(let request, let wishes, _))) = work else { return nil }
        let wish = Truth.Wish(request: request, services: wishes.map(\.serviceID))
        truth.openWishes.append(wish)
        return wish
    }

    /// Notes work whose end is not known, since the power went within it.
    func noteUncertain(_ work: Daemon.Work) {
        noteUncertainPress(work)
        switch work {
        case .item(.effect(.saveSurvey)): truth.uncertainResponses += 1
        case .item(.printer(.ended(_, let millimetres))): truth.paperUncertain += millimetres
        default: break
        }
        noteFailed(work)
    }

    /// Notes what work may have done although it failed: a transaction whose sync failed is there once
    /// the file is opened anew, unless a later one was written over it.
    func noteFailed(_ work: Daemon.Work) {
        switch work {
        case .item(.effect(.printAgain(let id))), .staff(.copy(let id)):
            truth.tickets[id]?.copies += 1
        case .staff(.transfer(let id, let service)):
            truth.tickets[id]?.possibleServices.insert(service)
        default: break
        }
    }

    /// Notes what the session is told of a response.
    func noteTold(_ event: Event, of work: Daemon.Work) {
        guard case .surveySaved(_, let outcome) = event,
            case .item(.effect(.saveSurvey(_, _, let token))) = work
        else { return }
        switch outcome {
        case .saved:
            truth.responses += 1
            if let token { truth.spent[Tokens.normalised(token), default: 0] += 1 }
        case .failed: truth.uncertainResponses += 1
        case .tooSoon, .codeSpent: break
        }
    }

    /// Notes numbers that are on the screen.
    func noteShown(_ session: Session) {
        let tickets: [IssuedTicket]
        switch session.visit.screen {
        case .printing(let these), .ticket(let these, _): tickets = these
        default: return
        }
        for ticket in tickets where truth.tickets[ticket.id]?.isShown == false {
            truth.tickets[ticket.id]?.isShown = true
        }
    }

    /// Takes what came out of the printer.
    func takePaper() {
        let pieces = printer.takePieces()
        if pieces.isEmpty { return }
        truth.note(pieces)
        check(Set(pieces.compactMap { truth.ids[$0.code] }))
    }

    /// Looks at what a piece of work has written.
    func look(
        at work: Daemon.Work, _ outcome: DeskOutcome, _ wish: Truth.Wish?,
        _ answer: Daemon.Answer?
    ) {
        guard let daemon, let inspector else { return }
        var touched: Set<TicketID> = []
        var issued: [IssuedTicket] = []
        for case .issued(_, let tickets) in outcome.events { issued += tickets }
        if !issued.isEmpty {
            do {
                try checkOpening(issued)
                try checkRanges(issued)
            } catch { say("the records can't be read now: \(error)") }
            let expected = today
            if expected.isBehind, plan.bundle.settings.clockBehind == .refuse {
                report("A2 a number was given while the clock was behind")
            }
            if let wish, wish.services != issued.map(\.serviceID) {
                report("A6 \(wish.services.count) tickets were wished, \(issued.count) given")
            }
            truth.note(issued, date: expected.date)
            truth.openWishes = []
            touched.formUnion(issued.map(\.id))
        }
        do {
            let rows = try newRows(daemon, inspector)
            if outcome.failure != nil, !rows.isEmpty {
                report("A4 \(rows.count) rows of a transaction that failed are there")
            }
            look(at: work, answer, wrote: !rows.isEmpty)
            for row in rows { noteRow(row, of: work, &touched) }
            if case .staff(.acceptClock) = work { try noteMark(inspector) }
            if let last = rows.last, let sequence = last[0].integer {
                daemon.journalRead = sequence
                truth.heads[incarnation] = (sequence, last[1])
            }
            let given = rows.filter { $0[2] == .text("ticket.issued") }.count
            if given != issued.count {
                report("A4 \(issued.count) tickets were told of, \(given) are in the journal")
            }
        } catch { report("A4 the file can't be read: \(error)") }
        truth.turnedTo = daemon.desk.day.lastDate
        check(touched)
    }

    /// Rows of the journal since the last look; none where nothing has reached the disk since.
    private func newRows(_ daemon: Daemon, _ inspector: Inspector) throws -> [[Inspector.Value]] {
        if daemon.changesRead == disk.changeCount { return [] }
        let rows = try inspector.rows(
            """
            SELECT sequence, hash, what, subject, detail FROM journal
            WHERE terminal = 'sim1' AND incarnation = ?1 AND sequence > ?2
            ORDER BY sequence
            """, [.integer(incarnation), .integer(daemon.journalRead)])
        daemon.changesRead = disk.changeCount
        return rows
    }

    private func noteRow(
        _ row: [Inspector.Value], of work: Daemon.Work, _ touched: inout Set<TicketID>
    ) {
        guard let subject = row[3].text, subject.hasPrefix("ticket "),
            let named = TicketReference(String(subject.dropFirst(7))),
            let incarnation = named.incarnation
        else { return }
        let id = TicketID(
            terminal: named.terminal, incarnation: incarnation, sequence: named.sequence)
        touched.insert(id)
        switch row[2].text {
        case "print.queued" where row[4].text?.hasPrefix("copy") == true:
            truth.tickets[id]?.copies += 1
        case "ticket.moved": truth.noteMoved(id, row[4].text ?? "")
        case "ticket.transferred":
            if let service = row[4].text { truth.tickets[id]?.serviceID = service }
        default: break
        }
    }

    /// Notes when staff called the clock right.
    private func noteMark(_ inspector: Inspector) throws {
        let rows = try inspector.rows(
            "SELECT ticket_sequence, moment, business_date FROM clock_mark")
        guard let row = rows.first, let sequence = row[0].integer, case .real(let moment) = row[1],
            let date = row[2].text.flatMap(CalendarDate.init)
        else { return }
        truth.mark = Truth.Mark(sequence: sequence, moment: moment, date: date)
    }

    /// Notes tickets whose move to another date is on the disk, and was perhaps not told.
    private func noteMoves(_ inspector: Inspector) throws {
        let rows = try inspector.rows(
            "SELECT subject, detail FROM journal WHERE what = 'ticket.moved' ORDER BY at")
        for row in rows {
            guard let named = TicketReference(String(row[0].text?.dropFirst(7) ?? "")),
                let incarnation = named.incarnation
            else { continue }
            truth.noteMoved(
                TicketID(
                    terminal: named.terminal, incarnation: incarnation, sequence: named.sequence),
                row[1].text ?? "")
        }
    }

    /// Looks at a file that was opened anew: what was told is there, and what was not told is there
    /// as a whole or not at all.
    func lookAtStart() throws {
        guard let daemon, let inspector else { return }
        incarnation =
            try inspector.value(
                "SELECT number FROM incarnation WHERE ended IS NULL"
            ).integer ?? 0
        truth.lives.append(incarnation)
        daemon.journalRead = 0
        truth.leftOpen = try inspector.rows(
            """
            SELECT 'print_attempt', terminal, sequence, incarnation, attempt, state
            FROM print_attempt WHERE state IN ('queued', 'sending')
            UNION ALL
            SELECT 'document_print', terminal, sequence, incarnation, 1, state
            FROM document_print WHERE state IN ('queued', 'sending')
            """)
        try noteMark(inspector)
        try noteMoves(inspector)
        try adopt(daemon.records, inspector)
    }

    /// Takes over tickets that were stored and never told of (A4, A6).
    private func adopt(_ records: Records, _ inspector: Inspector) throws {
        let last = truth.order.last.map { truth.tickets[$0]?.ticket.id.sequence ?? 0 } ?? 0
        let rows = try inspector.rows(
            """
            SELECT terminal, sequence, incarnation, service FROM ticket WHERE sequence > ?1
            ORDER BY sequence
            """, [.integer(last)])
        if !rows.isEmpty {
            let services = rows.compactMap { $0[3].text }
            if !truth.openWishes.contains(where: { $0.services == services }) {
                report("A6 \(services.count) tickets are there that no visit wished for")
            }
            let issued = try rows.compactMap { row -> IssuedTicket? in
                guard let id = TicketID(row[..<3]) else { return nil }
                return try records.readNow { try $0.tickets.ticket(id) }
                    .map { IssuedTicket(ticket: $0, peopleAhead: 0) }
            }
            for one in issued { truth.note([one], date: one.ticket.businessDate) }
        }
        truth.openWishes = []
    }

    // MARK: Checks

    private func evidence(_ touched: Set<TicketID>?) -> Evidence? {
        inspector.map {
            Evidence(
                records: $0, truth: truth, touched: touched, incarnation: incarnation,
                isRecovered: daemon?.desk.owed.owesRecovery == false)
        }
    }

    /// Checks the tickets that a step has touched.
    func check(_ touched: Set<TicketID>) {
        guard fault == nil, !touched.isEmpty, let evidence = evidence(touched) else { return }
        check(evidence)
    }

    /// Checks everything.
    func checkAll() {
        guard fault == nil, let daemon, let evidence = evidence(nil) else { return }
        check(evidence)
        do {
            if let broken = try daemon.records.readNow({ try $0.journal.verify() }) {
                report("A4 \(broken)")
            }
            try checkForecast()
        } catch { say("the records can't be read now: \(error)") }
    }

    private func check(_ evidence: Evidence) {
        var evidence = evidence
        do { try evidence.readStates() } catch { report("A4 the file can't be read: \(error)") }
        for invariant in Invariant.allCases {
            do {
                if let found = try invariant.fault(evidence) {
                    report(
                        found.hasPrefix(invariant.rawValue)
                            ? found : "\(invariant.rawValue) \(found)")
                }
            } catch { report("\(invariant.rawValue) can't be checked: \(error)") }
        }
    }

    /// C4: no line of the log names a code or a token.
    func check(_ lines: [LogLine]) {
        for line in lines {
            for text in line.fields.values {
                for word in text.split(whereSeparator: { !$0.isLetter && !$0.isNumber })
                where (8...10).contains(word.count) {
                    if truth.ids[String(word)] != nil {
                        report("C4 the log names a ticket's code: \(line.event)")
                    }
                }
            }
        }
    }
}
