import Cups
import Desk
import Display
import Face
import Foundation
import Geometry
import Logging
import Office
import Records
import Screens
import Settings
import Slips
import Touch
package import Wire

/// Queues of CUPS, as far as the daemon has a hand in them. They are set up by `loket`, which needs
/// no daemon for it.
extension Control {
    /// All queues that CUPS has, and which one is ours.
    package func printers() async throws -> [Wire.PrinterLine] {
        let printer = await terminal.bundle.settings.printer
        // What prints tells of the printer by itself.
        if await !terminal.desk.prints.hasOrders { await terminal.lookAtPrinter() }
        let condition = await terminal.desk.prints.condition
        return try await PrinterSetup(server: printer.server).glance(
            isOurs: { $0 == printer.queue }, ours: condition
        ).map {
            Wire.PrinterLine(
                queue: $0.name, isOurs: $0.name == printer.queue,
                condition: $0.condition.rawValue, device: $0.device)
        }
    }

    /// A queue and its printer; without a name our own. The printer itself is asked, unless it
    /// prints, and its answer counts for the terminal as well. Throws `noService` where CUPS does not
    /// answer.
    package func printerReport(_ name: String?) async throws -> Wire.QueueReport {
        let settings = await terminal.bundle.settings.printer
        guard let name = name ?? settings.queue else {
            throw Refusal.conflict(
                "No queue is named: give its name, or set printer.queue in kiosk.yaml.")
        }
        let printer = terminal.parts.printer
        let isOurs = name == settings.queue
        let answer = isOurs ? await printer?.ask() : nil
        do throws(PrinterSetupError) {
            let report = try await PrinterSetup(server: settings.server)
                .status(name, answer: answer)
            if isOurs, printer != nil, await terminal.desk.prints.printing == nil {
                await terminal.take(.printer(.sees(report.condition)))
            }
            return report.wire(isOurs: isOurs, isFromDaemon: true)
        } catch {
            if case .cups(.absent) = error {
                throw Refusal(.noService, PrinterCondition.cupsAbsent.advice)
            }
            throw error
        }
    }

    /// Lets our queue take jobs and print again, and looks at the printer at once. Slips that
    /// waited in it are cancelled (B3).
    package func resumePrinter(by caller: Caller) async throws -> Wire.QueueChange {
        guard let queue = await terminal.bundle.settings.printer.queue,
            let count = try await terminal.resumeQueue()
        else { throw Refusal.conflict(PrinterCondition.none.advice) }
        terminal.log.notice(
            "printer.resumed",
            metadata: ["queue": "\(queue)", "cancelled": "\(count)", "who": "\(caller)"])
        return Wire.QueueChange(
            queue: queue, change: "resumed",
            details: count == 0 ? [] : ["Slips that waited in it and were cancelled: \(count)."])
    }
}
