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
        let cups = CupsConnection(server: bundle.settings.printer.server)
        var lines: [Wire.PrinterLine] = []
        for name in try await cups.queueNames() {
            let status = try await cups.queue(name)
            lines.append(
                Wire.PrinterLine(
                    queue: name, isOurs: name == bundle.settings.printer.queue,
                    condition: status.map { PrinterCondition($0).rawValue } ?? "queueMissing",
                    device: status?.device ?? ""))
        }
        return lines
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
