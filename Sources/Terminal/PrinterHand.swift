import Cups
import Desk
import Office
import Settings
import Slips

/// Does the print desk's steps against the printer.
struct PrinterHand: Sendable {
    let parts: TerminalParts

    /// Reason why there is no job.
    struct NoJob: Error, CustomStringConvertible {
        var description: String
    }

    /// Cancels what an earlier run left at CUPS. Nil where CUPS did not answer.
    func cancelLeftovers() async -> Int? { await parts.printer?.cancelLeftovers() }

    /// Asks the printer. Warnings about its queue come along: a technician may have mended it.
    func ask() async -> (PrinterCondition, warnings: [String]?) {
        guard let printer = parts.printer else { return (.none, nil) }
        let condition = await printer.condition()
        return (condition, condition == .cupsAbsent ? nil : await printer.warnings())
    }

    /// Lets the queue take jobs and print again. Gives how many slips were cancelled.
    func resume(_ settings: KioskSettings.PrinterSettings, of terminal: String) async
        -> Result<Int, any Error>
    {
        guard let queue = settings.queue else {
            return .failure(NoJob(description: PrinterCondition.none.advice))
        }
        do {
            return .success(
                try await PrinterSetup(server: settings.server)
                    .resume(queue, jobPrefix: JobName.prefix(of: terminal)))
        } catch { return .failure(error) }
    }

    /// Makes the job of these slips, and says how much paper it takes.
    func job(_ slips: [Slip], name: String) async -> (Result<PrintJob, NoJob>, millimetres: Double)
    {
        guard let room = parts.printRoom, parts.printer != nil else {
            return (.failure(NoJob(description: "no printer is configured")), 0)
        }
        let document: PaperDocument
        do { document = try await room.document(slips) } catch {
            return (.failure(NoJob(description: "\(error)")), 0)
        }
        let profile = room.profile
        let job = PrintJob(
            name: name, document: document.bytes, mimeType: profile.mimeType,
            duration: profile.duration(ofMillimetres: document.millimetres),
            media: document.media)
        return (.success(job), document.millimetres)
    }

    func print(
        _ job: PrintJob, willSend: @Sendable (Int) async throws -> Void,
        sees: @Sendable (PrinterCondition) async -> Void
    ) async -> PrintEnd {
        guard let printer = parts.printer else {
            return .notPrinted("no printer is configured")
        }
        return await printer.print(job, willSend: willSend, sees: sees)
    }
}
