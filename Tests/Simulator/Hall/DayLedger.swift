import Foundation
package import Office
package import Wire

/// Count of a day that the simulator makes by itself: it reads the journal from its first row, beside
/// what it knows of the tickets. It shares no code with the report that it is compared with (A3).
package struct DayLedger: Sendable {
    /// Counts of tickets, as the report has them.
    package struct Line: Sendable, Equatable {
        package var given = 0
        package var served = 0
        package var notServed = 0
        package var noShow = 0
        package var withdrawn = 0
        package var waiting = 0
        package var expired = 0
        /// Seconds from the number to the first call, and from the last call to the end.
        fileprivate var waits: [Double] = []
        fileprivate var services: [Double] = []

        package var averageWait: Int? { Self.mean(waits) }
        package var longestWait: Int? { waits.max().map { Int($0.rounded()) } }
        package var averageService: Int? { Self.mean(services) }

        private static func mean(_ seconds: [Double]) -> Int? {
            seconds.isEmpty ? nil : Int((seconds.reduce(0, +) / Double(seconds.count)).rounded())
        }

        fileprivate mutating func count(_ ticket: Entry) {
            given += 1
            switch ticket.state {
            case "done": served += 1
            case "notServed": notServed += 1
            case "noShow": noShow += 1
            case "returned", "void": withdrawn += 1
            case "expired": expired += 1
            default: waiting += 1
            }
            if let first = ticket.firstCall { waits.append(first - ticket.issuedAt) }
            if ticket.state == "done", let last = ticket.lastCall, let end = ticket.end {
                services.append(end - last)
            }
        }

        /// Difference to the report's counts, in words; nil: none. Times are left out where a clock was
        /// wrong.
        fileprivate func difference(_ told: Wire.DayReport.Counts, withTimes: Bool) -> String? {
            let counts = [
                ("given", given, told.given), ("served", served, told.served),
                ("not served", notServed, told.notServed), ("no show", noShow, told.noShow),
                ("withdrawn", withdrawn, told.withdrawn), ("waiting", waiting, told.waiting),
                ("expired", expired, told.expired),
            ]
            for (name, own, theirs) in counts where own != theirs {
                return "\(theirs) \(name) instead of \(own)"
            }
            guard withTimes else { return nil }
            let times = [
                ("average wait", averageWait, told.averageWaitSeconds),
                ("longest wait", longestWait, told.longestWaitSeconds),
                ("average service", averageService, told.averageServiceSeconds),
            ]
            for (name, own, theirs) in times where own != theirs {
                return "\(name) \(theirs ?? -1) s instead of \(own ?? -1) s"
            }
            return nil
        }
    }

    fileprivate struct Entry: Sendable {
        var service: String
        var date: CalendarDate
        var issuedAt: Double
        var state = "waiting"
        var firstCall: Double?
        var lastCall: Double?
        var end: Double?
    }

    private struct Cell: Hashable {
        var service: String
        var hour: Int
    }

    package let date: CalendarDate
    package private(set) var all = Line()
    private var cells: [Cell: Line] = [:]

    /// Reads the journal of all lives, the first one first.
    init(_ date: CalendarDate, lives: [Int64], _ truth: Truth, _ records: Inspector) throws {
        self.date = date
        var tickets: [TicketID: Entry] = [:]
        for life in lives {
            let rows = try records.rows(
                """
                SELECT at, what, subject, detail FROM journal
                WHERE incarnation = ?1 AND subject LIKE 'ticket %' ORDER BY sequence
                """, [.integer(life)])
            for row in rows {
                guard let at = row[0].real, let what = row[1].text, let subject = row[2].text,
                    let named = TicketReference(String(subject.dropFirst(7))),
                    let incarnation = named.incarnation
                else { continue }
                let id = TicketID(
                    terminal: named.terminal, incarnation: incarnation, sequence: named.sequence)
                if what == "ticket.issued", let ticket = truth.tickets[id]?.ticket {
                    tickets[id] = Entry(
                        service: ticket.serviceID, date: ticket.businessDate,
                        issuedAt: ticket.issuedAt.timeIntervalSince1970)
                }
                if var entry = tickets[id] {
                    Self.note(what, row[3].text, at: at, &entry)
                    tickets[id] = entry
                }
            }
        }
        for entry in tickets.values where entry.date == date {
            let hour = Int(
                ((entry.issuedAt + 8 * 3_600) / 3_600).rounded(.down)
                    .truncatingRemainder(dividingBy: 24))
            all.count(entry)
            cells[Cell(service: entry.service, hour: hour), default: Line()].count(entry)
        }
        // In an order of its own, or the last digit of a mean may differ.
        all.waits.sort()
        all.services.sort()
    }

    private static func note(
        _ what: String, _ detail: String?, at time: Double, _ entry: inout Entry
    ) {
        switch what {
        case "ticket.transferred": entry.service = detail ?? entry.service
        case "ticket.moved":
            if let date = (detail?.split(separator: " ").last).flatMap({ CalendarDate(String($0)) })
            {
                entry.date = date
            }
        case "ticket.called":
            entry.state = "called"
            entry.firstCall = entry.firstCall ?? time
            entry.lastCall = time
            entry.end = nil
        case "ticket.serving": entry.state = "serving"
        case "ticket.waiting", "ticket.held", "ticket.done", "ticket.noShow", "ticket.notServed",
            "ticket.returned", "ticket.void", "ticket.expired":
            if ["called", "serving"].contains(entry.state) { entry.end = time }
            entry.state = String(what.dropFirst(7))
        default: break
        }
    }

    /// Difference to a report, in words; nil: none.
    package func difference(to report: Wire.DayReport, withTimes: Bool) -> String? {
        if let found = all.difference(report.all, withTimes: withTimes) { return found }
        let told = Dictionary(
            report.cells.map { (Cell(service: $0.service, hour: $0.hour), $0.counts) },
            uniquingKeysWith: { $1 })
        for cell in Set(told.keys).union(cells.keys).sorted(by: {
            ($0.service, $0.hour) < ($1.service, $1.hour)
        }) {
            let place = "\(cell.service) at \(cell.hour)"
            guard let theirs = told[cell], let own = cells[cell] else {
                return "\(place) is there for one alone"
            }
            if let found = own.difference(theirs, withTimes: withTimes) {
                return "\(place): \(found)"
            }
        }
        let sums = [
            ("services", report.services.map(\.counts.given)),
            ("hours", report.hours.map(\.counts.given)),
        ]
        for (name, counts) in sums where counts.reduce(0, +) != all.given {
            return "\(name) have \(counts.reduce(0, +)) tickets in all, not \(all.given)"
        }
        return nil
    }
}
