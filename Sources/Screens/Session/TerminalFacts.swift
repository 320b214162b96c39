package import Errands
package import Office

/// Facts about the terminal that do not belong to a visit.
package struct TerminalFacts: Hashable, Sendable {
    package var opening = Opening.open(lastTicketAt: nil)
    /// Services that give no tickets while the office does.
    package var closedServices: [Service.ID: Opening] = [:]
    /// Tickets that wait for each service; nil: not known yet, since the database was not read.
    package var waiting: [Service.ID: Int]?
    /// Queue for each service and class as somebody finds it now.
    package private(set) var outlook: [Newcomer: QueueOutlook] = [:]
    /// Uptime at which the outlook was heard.
    private var outlookAt = Duration.zero
    package var printer = PrinterCondition.none
    package var fault: Fault?
    /// Uptimes at which tickets were issued in the last minute, for the limit of C3.
    package var issueTimes: [Duration] = []
    /// Uptimes of the last ticket to each service (C3).
    package var lastIssued: [Service.ID: Duration] = [:]
    /// Whether a keyboard that types letters is plugged in.
    package var hasKeyboard = false

    package init() {}

    /// Notes what an event tells of the terminal.
    mutating func hear(_ event: Event, at now: Moment) {
        switch event {
        case .opening(let opening): self.opening = opening
        case .closedServices(let closed): closedServices = closed
        case .waiting(let counts): waiting = counts
        case .outlook(let outlook): (self.outlook, outlookAt) = (outlook, now.uptime)
        case .printer(let condition): printer = condition
        case .fault(let fault): self.fault = fault
        case .keyboard(let isThere): hasKeyboard = isThere
        case .issued(_, let tickets):
            for ticket in tickets { lastIssued[ticket.serviceID] = now.uptime }
            issueTimes += Array(repeating: now.uptime, count: tickets.count)
        case .issuedBefore(let ages): issueTimes += ages.map { now.uptime - $0 }
        default: break
        }
    }

    /// Takes over the limits that counted under other settings (C3).
    mutating func keepLimits(of other: TerminalFacts) {
        (issueTimes, lastIssued) = (other.issueTimes, other.lastIssued)
    }

    /// Forgets tickets that no limit counts any more (C3), and old estimates of the wait (E2).
    mutating func expire(by rules: SessionRules, at now: Moment) {
        issueTimes.removeAll { now.uptime - $0 >= .seconds(60) }
        // Told each minute; what nobody tells any more is not known any more.
        if now.uptime - outlookAt > .seconds(WaitBook.lifetime) { outlook = [:] }
        lastIssued = lastIssued.filter { now.uptime - $0.value < rules.sameServiceGuard }
    }

    /// Whether no tickets are issued now: outside hours, or without a printer where the settings
    /// require one.
    func isClosed(by rules: SessionRules) -> Bool {
        !opening.isOpen || (rules.closesWithoutPrinter && !printer.canPrint)
    }

    /// State of a service: that of the office, unless the service alone is closed.
    func opening(of service: Service.ID) -> Opening {
        opening.isOpen ? closedServices[service] ?? opening : opening
    }

    /// Whether no tickets of a service are issued now.
    func isClosed(_ service: Service.ID, by rules: SessionRules) -> Bool {
        isClosed(by: rules) || !opening(of: service).isOpen
    }

    /// Whether the on-screen keyboard is hidden because a keyboard is plugged in (T44).
    func hidesKeyboard(by rules: SessionRules) -> Bool {
        rules.hidesScreenKeyboard && hasKeyboard
    }

    /// Printer's condition that somebody has to mend before the slip goes on (B2, B4); nil: none.
    package var printingFault: PrinterCondition? {
        [.paperOut, .coverOpen, .error].contains(printer) ? printer : nil
    }
}
