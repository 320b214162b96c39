import Errands
import Face
import Foundation
import Logging
import Office
import Records
import Screens
import Settings
package import Slips
import Wire

/// A try at one ticket's slip.
struct TicketSlip: Sendable {
    var ticket: Ticket
    var slip: Slip
    /// What the screen said beside the number: without its slip it is void (B1).
    var voidsUnprinted: Bool
    var attempt: Int

    /// By the settings that its visitor has before him.
    init(
        _ ticket: Ticket, peopleAhead: Int, ticked: Set<Int>, attempt: Int,
        by bundle: SettingsBundle
    ) {
        self.ticket = ticket
        self.attempt = attempt
        slip = bundle.slipWriter.ticket(
            ticket, peopleAhead: peopleAhead, waitMinutes: nil, ticked: ticked,
            copy: ticket.reprints)
        voidsUnprinted = bundle.settings.printer.unprinted == .void
    }

    var key: PrintAttempt.Key { PrintAttempt.Key(ticketID: ticket.id, number: attempt) }
}

/// Writes how a print ended.
typealias OwedEnd = @Sendable (Records) async throws(RecordsError) -> Void

/// Something to print, in its turn. What it is has a row in the database already.
struct PrintOrder: Sendable {
    enum What: Sendable {
        /// In one job: the slips of one visit on sheets of paper, else one. Never none.
        case tickets([TicketSlip])
        case list(RequestID, Slip, row: Int64)
        /// A test slip; with a request where it was asked for on the screen.
        case test(RequestID?)
        case report(Slip, row: Int64)
    }

    /// Nobody waits any more for what could not be printed for so long: a printer that comes back
    /// must not pour out the slips of an hour (B3).
    static let lifetime = Duration.seconds(120)

    var what: What
    /// Uptime at which it was asked for.
    var since: Duration
    /// For whoever waits for its end.
    var ended: (@Sendable (PrintEnd) -> Void)?

    /// Those of tickets.
    var slips: [TicketSlip] {
        if case .tickets(let slips) = what { slips } else { [] }
    }
}

extension Terminal {
    func order(_ what: PrintOrder.What, ended: (@Sendable (PrintEnd) -> Void)? = nil) {
        let order = PrintOrder(what: what, since: clock.now().uptime, ended: ended)
        if enqueue(order) { return }
        ended?(.notPrinted("too much waits for the printer already"))
    }

    @discardableResult
    func enqueue(_ order: PrintOrder) -> Bool {
        guard case .enqueued = printSink.yield(order) else { return false }
        ordersWaiting += 1
        return true
    }

    /// Orders it and waits for its end; there is never more than one job of ours at the printer.
    func printed(_ what: PrintOrder.What) async -> PrintEnd {
        await withCheckedContinuation { continuation in
            order(what) { continuation.resume(returning: $0) }
        }
    }

    /// The terminal ends: who waits for a slip hears of it.
    func dropPrints(_ prints: AsyncStream<PrintOrder>) {
        printSink.finish()
        // Not a child of the task that was cancelled, which would read nothing more.
        Task {
            for await order in prints { order.ended?(.notPrinted("the terminal ends")) }
        }
    }

    func print(_ order: PrintOrder) async {
        isPrinting = true
        defer { isPrinting = false }
        // Nothing prints before the printer has answered, and it is not asked beside a job (B11).
        while let looking { await looking.value }
        isAtPrinter = true
        defer { isAtPrinter = false }
        await cancelLeftovers()
        let isLate = clock.now().uptime - order.since > PrintOrder.lifetime
        switch order.what {
        case .tickets(let slips):
            let end = await print(slips, isLate: isLate)
            let isFirst = slips.allSatisfy { $0.ticket.reprints == 0 }
            if case .notPrinted = end, !isLate, isFirst { unprinted.append(order) }
            order.ended?(end)
        case .list(let request, let slip, let row):
            let end = await print(slip, row: row, name: "list", isLate: isLate)
            loop.post(.event(.listPaper(request, end.state)))
        case .report(let slip, let row):
            order.ended?(await print(slip, row: row, name: "report", isLate: isLate))
        case .test(let request):
            let end = await printTestSlip()
            if let request { loop.post(.event(.testPaper(request, end.state))) }
            order.ended?(end)
        }
    }

    /// Prints tickets' slips in one job, which has the first one's name; what becomes of it is in the
    /// database before anybody reads it.
    private func print(_ slips: [TicketSlip], isLate: Bool) async -> PrintEnd {
        let keys = slips.map(\.key)
        let records = records
        let clock = clock
        // Its turn is news for who waits: what was before it may have taken long.
        for key in keys { loop.post(.event(.paper(key.ticketID, .sending))) }
        let (end, millimetres) = await send(
            slips.map(\.slip), name: keys[0].jobName, isLate: isLate
        ) { job in
            try await records.markSending(keys, job: job, at: clock.now().wall)
        }
        let voids = slips[0].voidsUnprinted
        let moment = clock.now().wall
        await writeDown { records throws(RecordsError) in
            try await records.finishPrint(
                keys, as: end.state, detail: end.detail, voidsUnprinted: voids,
                millimetres: millimetres, at: moment)
        }
        await voidUnseen(keys.map(\.ticketID))
        for key in keys { loop.post(.event(.paper(key.ticketID, end.state))) }
        await ended(end)
        return end
    }

    /// Prints what is no ticket.
    private func print(_ slip: Slip, row: Int64, name: String, isLate: Bool = false) async
        -> PrintEnd
    {
        let records = records
        let clock = clock
        let (end, millimetres) = await send(
            [slip], name: "loket-\(records.terminal)-\(name)-\(row)", isLate: isLate
        ) { job in
            try await records.markSending(document: row, job: job, at: clock.now().wall)
        }
        let moment = clock.now().wall
        await writeDown { records throws(RecordsError) in
            try await records.finish(
                document: row, as: end.state, detail: end.detail, millimetres: millimetres,
                at: moment)
        }
        await ended(end)
        return end
    }

    /// Without its end on record a number would not be called: what the disk has no room for is
    /// written once it has, in the order in which it happened.
    func writeDown(_ end: @escaping OwedEnd) async {
        if !owedEnds.isEmpty {
            owedEnds.append(end)
            return
        }
        let records = records
        // Not in this task, which may have been cancelled: nothing would be written then.
        let result = await Task { () async -> RecordsError? in
            do throws(RecordsError) { try await end(records) } catch { return error }
            return nil
        }.value
        guard let error = result else { return }
        log.error("paper.record.failed", metadata: ["error": "\(error)"])
        if case .refused = error { return }
        owedEnds.append(end)
    }

    func settleEnds() async {
        while let end = owedEnds.first {
            do { try await end(records) } catch {
                // What is refused has an end already.
                guard case .refused = error else { return }
            }
            owedEnds.removeFirst()
        }
        // What became of their slips, or of their own void, may have been owed.
        await voidUnseen(Array(unseen))
    }

    /// Numbers that were not shown, since their visits were over, and may not be on paper either.
    func voidUnseen(_ ids: [TicketID]) async {
        for id in ids where unseen.contains(id) {
            do {
                try await records.voidUnseen(id, at: clock.now().wall)
                if try await records.ticket(id)?.paper.isEnd ?? true { unseen.remove(id) }
            } catch { tellOnce("ticket.unseen.failed", "\(error)") }
        }
    }

    private func ended(_ end: PrintEnd) async {
        isAtPrinter = false
        await tellLowRoll()
        switch end {
        case .printed, .sent: log.info("paper.\(end.state.rawValue)")
        case .notPrinted(let why), .unknown(let why):
            log.error("paper.\(end.state.rawValue)", metadata: ["why": "\(why)"])
            await lookAtPrinter()
        }
    }

    private func send(
        _ slips: [Slip], name: String, isLate: Bool,
        willSend: @Sendable (Int) async throws -> Void
    ) async -> (PrintEnd, millimetres: Double) {
        if isLate {
            let seconds = PrintOrder.lifetime.components.seconds
            return (.notPrinted("it had waited for more than \(seconds) s"), 0)
        }
        guard let printer, let printRoom else {
            return (.notPrinted("no printer is configured"), 0)
        }
        let document: PaperDocument
        do { document = try await printRoom.document(slips) } catch {
            return (.notPrinted("\(error)"), 0)
        }
        let profile = printRoom.profile
        let job = PrintJob(
            name: name, document: document.bytes, mimeType: profile.mimeType,
            duration: profile.duration(ofMillimetres: document.millimetres),
            media: document.media)
        let end = await printer.print(job, willSend: willSend) { await self.note($0) }
        return (end, document.millimetres)
    }

    func printRequirements(
        _ request: RequestID, _ id: Service.ID, _ variant: Variant.ID?, _ ticked: Set<Int>,
        _ language: Language
    ) async {
        let moment = clock.now().wall
        guard let service = shownBundle.catalogue.service(id), printer != nil,
            await isRecovered(), let row = try? await records.spool(.list, at: moment)
        else {
            loop.post(.event(.listPaper(request, .notPrinted)))
            return
        }
        let chosen = variant.flatMap(service.variant) ?? service.variants.first
        let slip = shownBundle.slipWriter.requirements(
            of: service, variant: chosen, ticked: ticked, language: language, at: moment)
        order(.list(request, slip, row: row))
    }

    /// The slip of a ticket for this service as a picture, PNG, as a printer of this profile would
    /// lay it out; without a name as the terminal's own.
    package func previewSlip(service: String?, profile name: String?) async throws -> [UInt8] {
        let name = name ?? bundle.settings.printer.profile
        let loaded = PrinterProfile.load(name: name, folder: bundle.printersFolder)
        guard let profile = loaded.value else {
            throw Wire.Failure(error: loaded.problems.first?.description ?? "no profile \(name)")
        }
        guard let service = service ?? bundle.catalogue.services.first?.id,
            let shown = bundle.catalogue.service(service)
        else {
            throw Wire.Failure(
                error: "There is no service '\(service ?? "")': see loket service list.")
        }
        let moment = clock.now().wall
        let ticket = Ticket(
            id: TicketID(terminal: records.terminal, sequence: 0),
            number: TicketNumber(prefix: shown.prefix, value: 8),
            businessDate: await today(moment), serviceID: shown.id,
            variantID: shown.variants.first?.id, language: .indonesian, issuedAt: moment,
            code: "7F3KQ9TZ", surveyToken: "CZ6N4K2HXT")
        let slip = bundle.slipWriter.ticket(
            ticket, peopleAhead: 7, waitMinutes: nil, ticked: [], copy: 0)
        return try await PrintRoom(profile: profile, folder: NSTemporaryDirectory()).preview(slip)
    }

    /// For whoever wants something printed before there is room to write it down.
    static let unrecovered =
        "The database can't be written: see loket status, and make room on the disk."

    /// A test slip, waited for to its end; for the technician.
    package func printTest() async -> PrintEnd { await printed(.test(nil)) }

    private func printTestSlip() async -> PrintEnd {
        guard let printer else { return .notPrinted(PrinterCondition.none.advice) }
        guard await isRecovered() else { return .notPrinted(Self.unrecovered) }
        let moment = clock.now().wall
        let row: Int64
        do { row = try await records.spool(.test, at: moment) } catch {
            return .notPrinted("\(error)")
        }
        let slip = bundle.slipWriter.test(at: moment, printer: printer.summary)
        return await print(slip, row: row, name: "test")
    }
}
