package import Errands
package import Office
package import Slips

/// Everything that is done at the printer, one piece after the other (B3, B11). A pure state
/// machine: it says which step comes next, and is told what came of it.
///
/// Its inbox is the only way to the printer, so nothing is asked beside a job, no job begins beside
/// a question, and a queue is not resumed under either.
package struct PrintDesk: Sendable {
    /// Orders that may wait; further ones are refused.
    package static let maximumOrders = 1_000
    /// Attempts at one ticket's slip, before a person has to look.
    package static let maximumAttempts = 4
    /// Time that a sensor has to see no near end before it is believed (B6).
    package static let sensorHold = Duration.seconds(10)

    /// Piece of work in the inbox.
    package enum Work: Sendable {
        case print(PrintOrder)
        case look(Look)
        /// The queue takes jobs and prints again, and the printer is asked afterwards (B3).
        case resume(WorkID)
        /// Slips of an earlier run are cancelled at CUPS: they would come out for nobody.
        case leftovers
    }

    /// Reason for a question to the printer.
    package enum Look: Sendable, Hashable {
        /// It is time again. What was lost is printed anew after it.
        case routine
        /// A print was lost.
        case failure
        /// Somebody waits for the answer.
        case asked(WorkID)
    }

    /// Step that is to be done now, outside the desk. Its result comes back as a `Report`.
    package enum Step: Sendable {
        /// Report: `leftovers`.
        case cancelLeftovers
        /// Report: `condition`.
        case ask
        /// Report: `willSend` before the first byte leaves, `sees` any number of times, `ended`.
        case print([Slip], jobName: String)
        /// Print that does not reach the printer. Report: `ended` with this end.
        case giveUp(PrintEnd)
        /// Report: `resumed`.
        case resume(WorkID)
        /// Question what the visitors of these tickets see. Report: `sights`.
        case askScreen([TicketID])
    }

    /// Result of a step, or news of it.
    package enum Report: Sendable {
        /// Number of jobs that were cancelled; nil where CUPS did not answer.
        case leftovers(Int?)
        /// Answer of the printer; warnings about its queue, where they could be asked for.
        case condition(PrinterCondition, warnings: [String]?)
        /// Number of the job at CUPS. Where taking this report fails, nothing may leave.
        case willSend(job: Int)
        /// Something that somebody has to mend before the job goes on, or that it goes on.
        case sees(PrinterCondition)
        case ended(PrintEnd, millimetres: Double)
        case resumed
        case sights([TicketID: UnprintedSight])
    }

    enum State: Sendable {
        case idle
        case cancelling(then: PrintOrder?)
        /// Leftovers were asked for, and this order is next.
        case ready(PrintOrder)
        case printing(PrintOrder)
        case asking(Look)
        case resuming(WorkID)
        /// The screen is to be asked next.
        case wantsScreen
        case watchingScreen
    }

    private(set) var state = State.idle
    private(set) var inbox: [Work] = []
    /// Whether the slips of an earlier run may still lie at CUPS: it was not asked yet, or was away
    /// since.
    private var owesLeftovers = true
    /// Orders of which surely nothing came out, for as long as their visitors may wait.
    package private(set) var unprinted: [PrintOrder] = []
    package private(set) var condition = PrinterCondition.none
    /// Warnings about the queue's own settings, a sentence each.
    package private(set) var warnings: [String] = []
    /// Uptime since which a sensor sees the roll's end no more.
    private var enoughSince: Duration?
    private var lastID = 0
    /// Whether the terminal ends and takes no more work.
    private var isClosed = false

    package init() {}

    /// Whether an order waits or prints.
    package var hasOrders: Bool {
        switch state {
        case .printing, .ready, .cancelling(then: _?): return true
        case .idle, .cancelling(then: nil), .asking, .resuming, .wantsScreen, .watchingScreen: break
        }
        return inbox.contains { if case .print = $0 { true } else { false } }
    }

    /// Whether a step is under way or work waits.
    package var isBusy: Bool {
        if case .idle = state { !inbox.isEmpty } else { true }
    }

    /// Order that is at the printer.
    package var printing: PrintOrder? {
        if case .printing(let order) = state { order } else { nil }
    }

    package mutating func makeID() -> WorkID {
        lastID += 1
        return WorkID(value: lastID)
    }

    // MARK: The inbox

    /// Puts work into the inbox. Returns false where too much waits already, or the terminal ends.
    package mutating func add(_ work: Work) -> Bool {
        defer { checkInvariants() }
        guard !isClosed, inbox.count < Self.maximumOrders else { return false }
        switch work {
        // What waits behind it can't be printed before.
        case .resume: inbox.insert(work, at: 0)
        case .print, .look, .leftovers: inbox.append(work)
        }
        return true
    }

    /// Puts the routine question into the inbox, unless there is something to do anyway: what prints
    /// tells of the printer by itself.
    package mutating func addRoutineLook() {
        defer { checkInvariants() }
        if !isBusy, !isClosed { inbox.append(.look(.routine)) }
    }

    /// Takes no more work and drops what waits; returns it, for those who wait for its end.
    package mutating func close() -> [WorkID] {
        isClosed = true
        defer { inbox = [] }
        return inbox.compactMap { work in
            switch work {
            case .print(let order): order.id
            case .look(.asked(let id)), .resume(let id): id
            case .look, .leftovers: nil
            }
        }
    }

    /// Begins the next piece of work; nil while a step is under way, and where there is none. The
    /// order is the one whose turn has come: its visitors are told.
    package mutating func nextStep(at uptime: Duration) -> (
        step: Step, begins: PrintOrder?
    )? {
        defer { checkInvariants() }
        switch state {
        case .ready(let order): return begin(order, at: uptime)
        case .wantsScreen:
            state = .watchingScreen
            return (.askScreen(unprinted.flatMap(\.slips).map(\.ticket.id)), nil)
        case .idle: break
        case .cancelling, .printing, .asking, .resuming, .watchingScreen: return nil
        }
        while !inbox.isEmpty {
            switch inbox.removeFirst() {
            case .print(let order):
                if owesLeftovers {
                    state = .cancelling(then: order)
                    return (.cancelLeftovers, nil)
                }
                return begin(order, at: uptime)
            case .look(let look):
                state = .asking(look)
                return (.ask, nil)
            case .resume(let id):
                state = .resuming(id)
                return (.resume(id), nil)
            case .leftovers:
                guard owesLeftovers else { continue }
                state = .cancelling(then: nil)
                return (.cancelLeftovers, nil)
            }
        }
        return nil
    }

    private mutating func begin(_ order: PrintOrder, at uptime: Duration)
        -> (step: Step, begins: PrintOrder?)
    {
        state = .printing(order)
        if order.isLate(at: uptime) {
            let seconds = PrintOrder.lifetime.components.seconds
            return (.giveUp(.notPrinted("it had waited for more than \(seconds) s")), order)
        }
        return (.print(order.allSlips, jobName: order.jobName), order)
    }

    // MARK: Results

    /// Ends the step that asked for leftovers.
    mutating func leftoversCancelled(_ count: Int?) {
        defer { checkInvariants() }
        guard case .cancelling(let order) = state else { return unexpected("leftovers") }
        if count != nil { owesLeftovers = false }
        state = order.map { .ready($0) } ?? .idle
    }

    /// Whether this condition is news, so that taking it writes something down.
    func isNews(_ new: PrinterCondition) -> Bool { new != condition }

    /// Takes a condition of the printer; returns whether it is news. A roll near its end comes and
    /// goes before the sensor, and staff are told of it once (B6).
    mutating func see(_ new: PrinterCondition, at uptime: Duration) -> Bool {
        guard condition == .paperLow, new == .ready else {
            enoughSince = nil
            defer { condition = new }
            return new != condition
        }
        let since = enoughSince ?? uptime
        enoughSince = since
        if uptime - since < Self.sensorHold { return false }
        condition = new
        return true
    }

    /// Ends a question; returns why it was asked.
    mutating func looked(_ new: PrinterCondition, warnings: [String]?) -> Look? {
        defer { checkInvariants() }
        guard case .asking(let look) = state else {
            unexpected("condition")
            return nil
        }
        state = .idle
        if let warnings { self.warnings = warnings }
        if new == .cupsAbsent {
            owesLeftovers = true
        } else if owesLeftovers {
            // CUPS was not there at the start, or was away since (B9).
            inbox.insert(.leftovers, at: 0)
        }
        // What was lost may be printed anew, while its visitors still stand there (B1, B11).
        if look == .routine, condition.canPrint, !unprinted.isEmpty, !isClosed {
            state = .wantsScreen
        }
        return look
    }

    /// Ends a print; returns its order. What was lost is a reason to look.
    mutating func ended(_ end: PrintEnd, at uptime: Duration) -> PrintOrder? {
        defer { checkInvariants() }
        guard case .printing(let order) = state else {
            unexpected("ended")
            return nil
        }
        state = .idle
        if case .notPrinted = end, order.isFirst, !order.isLate(at: uptime) {
            unprinted.append(order)
        }
        if end.isLost, !isClosed { inbox.insert(.look(.failure), at: 0) }
        return order
    }

    /// Ends the resuming of the queue. Whoever asked for it hears how the printer is afterwards.
    mutating func resumed() {
        defer { checkInvariants() }
        guard case .resuming(let id) = state else { return unexpected("resumed") }
        state = .idle
        inbox.insert(.look(.asked(id)), at: 0)
    }

    /// Orders to try anew, with the slips whose visitors see that they failed. Others that print
    /// stay; what nobody waits for any more is dropped (B1, B11).
    mutating func takeUnprinted(_ sights: [TicketID: UnprintedSight], at uptime: Duration)
        -> [PrintOrder]
    {
        defer { checkInvariants() }
        guard case .watchingScreen = state else {
            unexpected("sights")
            return []
        }
        state = .idle
        let orders = unprinted.filter { !$0.isLate(at: uptime) }
        func sees(_ sight: UnprintedSight, _ slip: TicketSlip) -> Bool {
            sights[slip.ticket.id] == sight
        }
        unprinted = orders.filter { $0.slips.contains { sees(.stillPrinting, $0) } }
        return orders.filter { !$0.slips.contains { sees(.stillPrinting, $0) } }.compactMap {
            let again = $0.slips.filter { $0.attempt < Self.maximumAttempts && sees(.failed, $0) }
            if again.isEmpty { return nil }
            var order = $0
            order.paper = .tickets(again)
            return order
        }
    }

    /// Ends the question to the screen, and keeps all orders for the next one.
    mutating func keepUnprinted() {
        defer { checkInvariants() }
        guard case .watchingScreen = state else { return unexpected("sights") }
        state = .idle
    }

    private func unexpected(_ report: String) {
        assertionFailure("\(report) was reported in state \(state)")
    }
}
