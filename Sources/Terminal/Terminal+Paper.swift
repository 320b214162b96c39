import Foundation
import Logging
import Office
import Paper
import Records
import Screens

/// Something to print, in its turn.
enum PrintOrder: Sendable {
    case ticket(Ticket, peopleAhead: Int, ticked: Set<Int>, attempt: Int, copy: Int)
    case list(RequestID, Slip)
}

extension Terminal {
    func print(_ order: PrintOrder) async {
        isPrinting = true
        defer { isPrinting = false }
        switch order {
        case .ticket(let ticket, let ahead, let ticked, let attempt, let copy):
            await print(ticket, ahead, ticked, attempt: attempt, copy: copy)
        case .list(let request, let slip):
            let end = await print(slip, name: "loket-\(records.terminal)-list")
            loop.post(.event(.listPaper(request, end.state)))
        }
    }

    /// Prints a ticket's slip; what becomes of it is in the database before anybody reads it.
    private func print(
        _ ticket: Ticket, _ ahead: Int, _ ticked: Set<Int>, attempt: Int, copy: Int
    ) async {
        let slip = bundle.slipWriter.ticket(
            ticket, peopleAhead: ahead, waitMinutes: nil, ticked: ticked, copy: copy)
        let name = PrintAttempt.jobName(ticket.id, attempt: attempt)
        let records = records
        let clock = clock
        let end = await print(slip, name: name) { job in
            try await records.markSending(
                ticket.id, attempt: attempt, job: job, at: clock.now().wall)
        }
        do {
            try await records.finishPrint(
                ticket.id, attempt: attempt, as: end.state, detail: end.detail,
                voidsUnprinted: bundle.settings.printer.unprinted == .void,
                at: clock.now().wall)
        } catch {
            log.error("paper.record.failed", metadata: ["error": "\(error)"])
        }
        loop.post(.event(.paper(ticket.id, end.state)))
        switch end {
        case .printed, .sent: log.info("paper.\(end.state.rawValue)")
        case .notPrinted(let why), .unknown(let why):
            log.error("paper.\(end.state.rawValue)", metadata: ["why": "\(why)"])
            await lookAtPrinter()
        }
    }

    private func print(
        _ slip: Slip, name: String,
        willSend: @Sendable (Int) async throws -> Void = { _ in }
    ) async -> PrintEnd {
        guard let printer, let printRoom else { return .notPrinted("no printer is configured") }
        let document: [UInt8]
        do { document = try await printRoom.document(slip) } catch {
            return .notPrinted("\(error)")
        }
        let job = PrintJob(name: name, document: document, mimeType: printRoom.mimeType)
        return await printer.print(job, willSend: willSend)
    }

    func printRequirements(
        _ request: RequestID, _ id: Service.ID, _ variant: Variant.ID?, _ ticked: Set<Int>,
        _ language: Language
    ) {
        guard let service = bundle.catalogue.service(id), printer != nil else {
            loop.post(.event(.listPaper(request, .notPrinted)))
            return
        }
        let chosen = variant.flatMap(service.variant) ?? service.variants.first
        let slip = bundle.slipWriter.requirements(
            of: service, variant: chosen, ticked: ticked, language: language,
            at: clock.now().wall)
        order(.list(request, slip))
    }

    func printAgain(_ id: TicketID, who: String, limit: Int) async {
        do {
            let attempt = try await records.beginReprint(
                id, limit: limit, who: who, at: clock.now().wall)
            guard let ticket = try await records.ticket(id) else { return }
            order(
                .ticket(
                    ticket, peopleAhead: try await records.peopleAhead(of: ticket), ticked: [],
                    attempt: attempt.number, copy: ticket.reprints))
        } catch {
            log.error("paper.reprint.failed", metadata: ["error": "\(error)"])
        }
    }

    /// A test slip, waited for to its end; for the technician.
    public func printTest() async -> PrintEnd {
        guard let printer else {
            return .notPrinted(PrinterCondition.none.advice)
        }
        isPrinting = true
        defer { isPrinting = false }
        let slip = bundle.slipWriter.test(at: clock.now().wall, printer: printer.summary)
        return await print(slip, name: "loket-\(records.terminal)-test")
    }
}
