import Cups
import Logging
import Office
import Settings
import Slips
package import Wire

/// The queues of CUPS, as far as the daemon has a hand in them; they are set up by `loket`, which
/// needs no daemon for it.
extension Terminal {
    /// All queues that CUPS has, and which one is ours.
    package func printers() async throws -> [Wire.PrinterLine] {
        let setup = PrinterSetup(server: bundle.settings.printer.server)
        let ours = bundle.settings.printer.queue
        if !isPrinting { await lookAtPrinter() }
        return try await setup.glance(isOurs: { $0 == ours }, ours: condition).map {
            Wire.PrinterLine(
                queue: $0.name, isOurs: $0.name == ours, condition: $0.condition.rawValue,
                device: $0.device)
        }
    }

    /// A queue and its printer; without a name our own. The printer itself is asked, and what it
    /// says of our own counts for the terminal as well. Throws `Wire.Unavailable` where CUPS does not
    /// answer.
    package func printerReport(_ name: String?) async throws -> Wire.QueueReport {
        let ours = bundle.settings.printer.queue
        guard let name = name ?? ours else {
            throw Wire.Failure(
                error: "No queue is named: give its name, or set printer.queue in kiosk.yaml.")
        }
        let setup = PrinterSetup(server: bundle.settings.printer.server)
        let isOurs = name == ours
        let answer = isOurs ? await printer?.ask() : nil
        do throws(PrinterSetupError) {
            let report = try await setup.status(name, answer: answer)
            if isOurs, printer != nil, !isPrinting { await note(report.condition) }
            return report.wire(isOurs: isOurs, isFromDaemon: true)
        } catch {
            if case .cups(.absent) = error {
                throw Wire.Unavailable(error: PrinterCondition.cupsAbsent.advice)
            }
            throw Wire.Failure(error: "\(error)")
        }
    }

    /// Lets our queue take jobs and print again, and looks at the printer at once. Slips that
    /// waited in it are cancelled (B3).
    package func resumePrinter() async throws -> Wire.QueueChange {
        guard let queue = bundle.settings.printer.queue else {
            throw Wire.Failure(error: PrinterCondition.none.advice)
        }
        let count = try await PrinterSetup(server: bundle.settings.printer.server).resume(queue)
        log.notice("printer.resumed", metadata: ["queue": "\(queue)", "cancelled": "\(count)"])
        if !isPrinting { await lookAtPrinter() }
        return Wire.QueueChange(
            queue: queue, change: "resumed",
            details: count == 0 ? [] : ["Slips that waited in it and were cancelled: \(count)."])
    }
}
