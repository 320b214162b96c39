package import Errands
package import Office
package import Records
package import Slips

/// Orders to print. Each has its row before it waits, so that no wish is forgotten (B3).
extension Desk {
    /// Order's number, for those who wait for its end, and what is told at once.
    package typealias Ordered = (id: WorkID, outcome: DeskOutcome)

    /// Prints a list, report or test slip. Throws where there is no room to write it down.
    package mutating func print(
        _ kind: DocumentKind, _ slip: Slip, for request: RequestID? = nil,
        in records: RecordsTransaction, at moment: Moment
    ) throws -> Ordered {
        let recovered = try recover(in: records, at: moment)
        let document = try records.documents.spool(kind, at: moment.wall)
        let paper = PrintOrder.Document(kind: kind, slip: slip, id: document, request: request)
        let ordered = try order(.document(paper), in: records, at: moment)
        return (ordered.id, recovered + ordered.outcome)
    }

    /// Prints a test slip (B5).
    package mutating func printTest(
        _ request: RequestID?, in records: RecordsTransaction, at moment: Moment
    ) throws -> Ordered {
        let slip = rules.slipWriter.test(at: moment.wall, printer: printer?.summary ?? "")
        return try print(.test, slip, for: request, in: records, at: moment)
    }

    /// Prints a further copy of a ticket, marked and on record (B7). Throws `refused`.
    package mutating func copy(
        _ id: TicketID, limit: Int, who: String, in records: RecordsTransaction, at moment: Moment
    ) throws -> Ordered {
        let recovered = try recover(in: records, at: moment)
        let slip = try tickets.copy(
            id, limit: limit, who: who, by: shown, in: records, at: moment)
        let ordered = try order(.tickets([slip]), in: records, at: moment)
        return (ordered.id, recovered + ordered.outcome)
    }

    /// Puts an order into the inbox of the printer. One too many ends at once.
    mutating func order(
        _ paper: PrintOrder.Paper, in records: RecordsTransaction, at moment: Moment
    ) throws -> Ordered {
        let order = PrintOrder(id: prints.makeID(), paper: paper, since: moment.uptime)
        if prints.add(.print(order)) { return (order.id, DeskOutcome()) }
        let end = PrintEnd.notPrinted("too much waits for the printer already")
        try record(order, end, millimetres: 0, in: records, at: moment)
        var outcome = DeskOutcome()
        outcome.events = order.events(end.state)
        outcome.ends[order.id] = .printed(end)
        return (order.id, outcome)
    }

    /// Writes down how an order ended.
    mutating func record(
        _ order: PrintOrder, _ end: PrintEnd, millimetres: Double,
        in records: RecordsTransaction, at moment: Moment
    ) throws {
        try owed.write(
            Self.fact(order, end, millimetres: millimetres, at: moment), in: records)
        try tickets.voidUnseen(order.slips.map(\.ticket.id), in: records, at: moment.wall)
    }

    static func fact(
        _ order: PrintOrder, _ end: PrintEnd, millimetres: Double, at moment: Moment
    ) -> OwedWork.Fact {
        switch order.paper {
        case .tickets(let slips):
            .slips(
                slips.map(\.key), end, voidsUnprinted: slips[0].voidsUnprinted,
                millimetres: millimetres, at: moment.wall)
        case .document(let document):
            .document(document.id, end, millimetres: millimetres, at: moment.wall)
        }
    }
}
