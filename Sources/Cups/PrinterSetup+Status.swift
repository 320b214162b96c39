import Foundation
package import Office
import Pos
import Slips

/// A queue as a technician wants to know it.
package struct QueueReport: Sendable, Hashable {
    package var status: QueueStatus
    package var isDefault: Bool
    /// From the printer itself where it answers, else from CUPS.
    package var condition: PrinterCondition
    /// What the printer said when it was asked past CUPS, one sentence.
    package var printerSays: String
    package var mistakes: [QueueMistake]
    /// What to do, one sentence each; none where nothing is wrong.
    package var advice: [String]

    /// A slip would come out. What is not known stops nobody.
    package var isReady: Bool { condition.canPrint }
}

extension PrinterSetup {
    /// Asks CUPS, and the printer itself where no job runs and there is a way to.
    package func status(_ name: String) async throws(PrinterSetupError) -> QueueReport {
        let status = try await existing(name)
        let isDefault =
            try await ask { (cups) throws(CupsError) in try await cups.defaultQueue() } == name
        let (said, sentence) = await askPrinter(status)
        var condition = PrinterCondition(status)
        // CUPS keeps an idle queue's last reasons for ever; the printer's own word is newer.
        if let said, condition != .stopped, condition != .notAccepting { condition = said }
        var advice: [String] = []
        if !condition.canPrint || condition == .paperLow { advice.append(condition.advice) }
        if condition == .stopped, let said, !said.canPrint { advice.append(said.advice) }
        advice += status.mistakes.map(\.description)
        return QueueReport(
            status: status, isDefault: isDefault, condition: condition, printerSays: sentence,
            mistakes: status.mistakes, advice: advice)
    }

    /// Nil: it could not be asked, and the sentence says why.
    private func askPrinter(_ status: QueueStatus) async -> (PrinterCondition?, String) {
        if status.isPrinting { return (nil, "Not asked while a job runs.") }
        switch status.device.prefix(while: { $0 != ":" }) {
        case "pos": return await askReceiptPrinter(status.device)
        case "socket":
            guard let device = SocketURI(status.device)?.asReceiptPrinter else { break }
            if let obstacle = await Self.obstacle(device) { return (.offline, obstacle) }
            return (nil, "It takes connections; by a raw port it can't say more.")
        case "ipp", "ipps":
            guard let device = IPPDevice(status.device) else { break }
            do {
                let printer = try await device.ask()
                let condition = PrinterCondition(printer)
                let reasons = printer.status.reasons.joined(separator: ", ")
                return (condition, reasons.isEmpty ? "Ready." : "It says \(reasons).")
            } catch { return (.offline, "The printer does not answer at \(status.device).") }
        default: break
        }
        return (nil, "Can't be asked past CUPS.")
    }

    private func askReceiptPrinter(_ device: String) async -> (PrinterCondition?, String) {
        switch await IdleProbe.askReceiptPrinter(device: device) {
        case .state(let status):
            let condition = PrinterCondition(status)
            return (condition, condition == .ready ? "Ready." : condition.advice)
        case .silent(let why), .unreachable(let why): return (.offline, why)
        case .forbidden(let why): return (nil, why)
        case .cannotAnswer:
            guard let uri = try? DeviceURI(device) else { break }
            if let obstacle = await Self.obstacle(uri) { return (.offline, obstacle) }
            return (nil, "There is a way to it; it can't say more.")
        case nil: break
        }
        return (nil, "Its device URI can't be read by loket-pos.")
    }

    /// Nil: there is a way to the printer. On a thread of its own: it waits.
    static func obstacle(_ uri: DeviceURI) async -> String? {
        let probe = StatusProbe(uri, limit: reachLimit)
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: probe.obstacle()) }
        }
    }

    static let reachLimit = Duration.seconds(3)
}

extension SocketURI {
    /// The same raw port, as loket-pos would go to it.
    var asReceiptPrinter: DeviceURI? { try? DeviceURI("pos://\(authority)/?confirm=none") }
}
