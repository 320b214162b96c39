package import Errands
package import Foundation
package import Office
package import Records
import Slips

/// Desk of a terminal: all that is done for its visitors and its staff, over the records.
///
/// A value, driven from outside: it knows no clock, no thread, no screen and no printer. Each item is
/// one transaction. The desk changes with it or not at all, since it is copied before and kept only
/// once the transaction is on the disk; where that fails, `failed` says what is told and what is owed.
package struct Desk: Sendable {
    /// Time between two routine turns of the desk (B11).
    package static let turn = Duration.seconds(2)
    /// Copies of one ticket by staff (B7), and by its visitor.
    package static let maximumCopies = (staff: 3, visitor: 1)

    /// Newest rules; they count for staff at once.
    package var rules: DeskRules
    /// Rules on the screen, behind `rules` for as long as a visitor stands there (J1).
    package private(set) var shown: DeskRules
    /// Nil where numbers are on the screen only.
    package let printer: DeskPrinter?
    package internal(set) var prints = PrintDesk()
    package internal(set) var roll = RollKeeper()
    package internal(set) var tickets = TicketDesk()
    package internal(set) var day = DayDesk()
    package internal(set) var opening = OpeningDesk()
    package internal(set) var owed = OwedWork()
    /// Newest estimates of the waiting time.
    package var waits = WaitBook()
    var surveys = SurveyDesk()
    package private(set) var officerCalls = 0
    /// Newest trouble of each kind that is met at every turn, to be told once.
    private var told: [String: String] = [:]

    package init(rules: DeskRules, printer: DeskPrinter?) {
        self.rules = rules
        shown = rules
        self.printer = printer
        if printer != nil { _ = prints.add(.leftovers) }
    }

    /// Items of a routine turn, every `turn`. The printer is asked after them.
    package mutating func routine() -> [DeskItem] {
        if printer != nil { prints.addRoutineLook() }
        var items: [DeskItem] = [.turnDay]
        if owed.owesRecovery { items.append(.recover) }
        if !owed.facts.isEmpty || !tickets.unseen.isEmpty { items.append(.settle) }
        return items
    }

    /// Asks the printer for its state in its turn; nil where there is no printer, or too much waits.
    package mutating func askPrinter() -> WorkID? { add { .look(.asked($0)) } }

    /// Resumes the queue in its turn, and asks the printer afterwards.
    package mutating func resumeQueue() -> WorkID? { add { .resume($0) } }

    private mutating func add(_ work: (WorkID) -> PrintDesk.Work) -> WorkID? {
        guard printer != nil else { return nil }
        let id = prints.makeID()
        return prints.add(work(id)) ? id : nil
    }

    /// Takes no more work for the printer. Returns what was dropped, for those who wait for its end.
    package mutating func close() -> [WorkID] { prints.close() }

    /// Begins the next step at the printer, if one is due and none is under way.
    package mutating func nextStep(at moment: Moment) -> (
        step: PrintDesk.Step, events: [Event]
    )? {
        guard let (step, order) = prints.nextStep(at: moment.uptime) else {
            return nil
        }
        // Its turn is news for the visitor: what was before it may have taken long.
        return (step, order?.slips.map { .paper($0.ticket.id, .sending) } ?? [])
    }

    // MARK: Items

    /// Takes an item that needs no records; nil where it needs them.
    package mutating func takeAlone(_ item: DeskItem, at moment: Moment) -> DeskOutcome? {
        var outcome = DeskOutcome()
        switch item {
        case .effect(.printTest(let request)) where printer == nil:
            outcome.events = [.testPaper(request, .notPrinted)]
        case .effect(.printRequirements(let request, _, _, _, _)) where printer == nil:
            outcome.events = [.listPaper(request, .notPrinted)]
        case .effect(.callOfficer(let screen)):
            officerCalls += 1
            outcome.log(.notice, "officer.called", ["screen": screen])
        case .effect(.timedOut(let screen)):
            outcome.log(.info, "session.timedOut", ["screen": screen])
        case .effect(.pausedForChild): outcome.log(.notice, "session.pausedForChild")
        case .effect(.contentTaken): shown = rules
        case .printer(let report): return takeAlone(report, at: moment)
        default: return nil
        }
        return outcome
    }

    /// Takes an item in a transaction. What it throws goes to `failed`, on the desk as it was before.
    package mutating func take(
        _ item: DeskItem, in records: RecordsTransaction, at moment: Moment
    ) throws -> DeskOutcome {
        switch item {
        case .recover: return try recover(in: records, at: moment)
        case .index:
            try records.search.index(rules.catalogue)
            try records.survey.know(rules.questionnaire)
            let (today, outcome) = try today(moment.wall, in: records)
            return try releaseSent(in: records, at: moment) + outcome
                + DeskOutcome(try opening.given(by: rules, on: today, in: records))
        case .open:
            var outcome = try opening.read(in: records)
            try roll.open(in: records)
            outcome += try waiting(in: records, at: moment)
            let earlier = try records.tickets.issued(
                since: moment.wall.addingTimeInterval(-60), until: moment.wall)
            if !earlier.isEmpty {
                outcome.events.append(
                    .issuedBefore(
                        ages: earlier.map { .seconds(moment.wall.timeIntervalSince($0)) }))
            }
            if printer == nil { outcome.events.append(.printer(.none)) }
            return outcome
        case .turnDay:
            // A disk that failed at the start works again.
            let outcome = opening.isKnown ? DeskOutcome() : try opening.read(in: records)
            return outcome + (try turnDay(in: records, at: moment).outcome)
        case .settle:
            try owed.settle(in: records)
            try tickets.voidUnseen(
                tickets.unseen, in: records, at: moment.wall)
            return DeskOutcome()
        case .effect(let effect): return try perform(effect, in: records, at: moment)
        case .printer(let report): return try take(report, in: records, at: moment)
        }
    }

    /// Tells that an item could not be done, and owes what must be known later.
    package mutating func failed(_ item: DeskItem, _ error: RecordsError, at moment: Moment)
        -> DeskOutcome
    {
        var outcome = DeskOutcome()
        switch item {
        case .recover: return tellOnce("recovery.failed", error)
        case .index: outcome.log("search.failed", error)
        case .open:
            outcome.log("start.failed", error)
            if printer == nil { outcome.events.append(.printer(.none)) }
        case .turnDay: return tellOnce("day.failed", error)
        case .settle: return tellOnce("settle.failed", error)
        case .effect(let effect): return failed(effect, error, at: moment)
        case .printer(let report): return failed(report, error, at: moment)
        }
        return outcome
    }

    /// Ends what an earlier run left open, unless that is done (B10).
    mutating func recover(in records: RecordsTransaction, at moment: Moment) throws -> DeskOutcome {
        try owed.recover(voidsUnprinted: rules.voidsUnprinted, in: records, at: moment.wall)
    }

    /// Business date of this moment, where nothing is to be noted about the clock.
    package mutating func today(_ wall: Date, in records: RecordsTransaction) throws
        -> (date: CalendarDate, outcome: DeskOutcome)
    {
        try day.today(wall, rules.day, in: records)
    }

    /// Turns the day where it is over, and gives the business date: nobody is called, moved or given a
    /// number on a date that has ended (A3).
    package mutating func turnDay(in records: RecordsTransaction, at moment: Moment) throws
        -> (date: CalendarDate, outcome: DeskOutcome)
    {
        let outcome = try day.turn(moment.wall, rules.opening(opening.order), in: records)
        return (day.lastDate ?? rules.day.date(at: moment.wall), outcome)
    }

    /// Takes the clock's time as right, and turns the day to it (A2).
    package mutating func acceptClock(
        who: String, in records: RecordsTransaction, at moment: Moment
    ) throws -> (acceptance: ClockAcceptance, outcome: DeskOutcome) {
        let acceptance = try records.clock.accept(at: moment.wall, day: rules.day, who: who)
        let outcome = try turnDay(in: records, at: moment).outcome
        return (acceptance, outcome + (try waiting(in: records, at: moment)))
    }

    /// Puts on record that the machine's clock was set, and looks at it.
    package mutating func noteClockSet(
        from before: Date?, who: String, in records: RecordsTransaction, at moment: Moment
    ) throws -> DeskOutcome {
        try records.clock.noteSet(from: before, who: who, at: moment.wall)
        return try turnDay(in: records, at: moment).outcome
    }

    /// Records a new roll that staff tell of.
    package mutating func loadRoll(
        millimetres: Double, who: String, in records: RecordsTransaction, at moment: Moment
    ) throws -> DeskOutcome {
        try roll.load(millimetres: millimetres, who: who, in: records, at: moment.wall)
    }

    /// News of how many wait for each service.
    package mutating func waiting(in records: RecordsTransaction, at moment: Moment) throws
        -> DeskOutcome
    {
        let (today, outcome) = try today(moment.wall, in: records)
        return outcome + DeskOutcome(.waiting(try records.queue.counts(on: today)))
            + DeskOutcome(try opening.given(by: rules, on: today, in: records))
    }

    /// Logs the same error once: a full disk has no room for the same line every two seconds.
    mutating func tellOnce(_ event: String, _ error: RecordsError) -> DeskOutcome {
        var outcome = DeskOutcome()
        if told[event] == "\(error)" { return outcome }
        told[event] = "\(error)"
        outcome.log(event, error)
        return outcome
    }
}

extension Desk {
    /// Takes an item, on the calling thread, which waits for the disk.
    package mutating func run(_ item: DeskItem, on records: Records, at moment: Moment)
        -> DeskOutcome
    {
        if let outcome = takeAlone(item, at: moment) { return outcome }
        var next = self
        do throws(RecordsError) {
            let outcome =
                item.onlyReads
                ? try records.readNow { try next.take(item, in: $0, at: moment) }
                : try records.transactionNow { try next.take(item, in: $0, at: moment) }
            self = next
            return outcome
        } catch {
            var outcome = failed(item, error, at: moment)
            outcome.failure = error
            return outcome
        }
    }

    /// Changes the desk in one transaction, for staff, on the calling thread. Throws what `body`
    /// throws, as `RecordsError`, and the desk is then as it was before.
    package mutating func change<Value>(
        on records: Records, at moment: Moment,
        _ body: (inout Desk, RecordsTransaction) throws -> Value
    ) throws(RecordsError) -> Value {
        var next = self
        let value = try records.transactionNow { try body(&next, $0) }
        self = next
        return value
    }

    /// Takes an item on the records' own thread. Returns the desk as it is afterwards; whoever calls
    /// must not change the desk meanwhile.
    package func running(_ item: DeskItem, on records: Records, at moment: Moment) async -> (
        desk: Desk, outcome: DeskOutcome
    ) {
        var desk = self
        if let outcome = desk.takeAlone(item, at: moment) { return (desk, outcome) }
        let body = { @Sendable (transaction: RecordsTransaction) throws -> (Desk, DeskOutcome) in
            var next = self
            let outcome = try next.take(item, in: transaction, at: moment)
            return (next, outcome)
        }
        do throws(RecordsError) {
            return item.onlyReads
                ? try await records.read(body) : try await records.transaction(body)
        } catch {
            var outcome = desk.failed(item, error, at: moment)
            outcome.failure = error
            return (desk, outcome)
        }
    }
}
