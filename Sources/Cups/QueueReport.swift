package import Office
import Slips
package import Wire

/// A queue and its printer, for a technician.
package struct QueueReport: Sendable, Hashable {
    package var status: QueueStatus
    package var isDefault: Bool
    package var condition: PrinterCondition
    /// The printer's own answer, one sentence.
    package var printerSays: String
    package var mistakes: [QueueMistake]
    /// Steps to take, one sentence each; none where nothing is wrong.
    package var advice: [String]

    /// A slip would come out. An unknown condition stops no print.
    package var isReady: Bool { condition.canPrint }

    init(_ status: QueueStatus, isDefault: Bool, answer: PrinterAnswer) {
        self.status = status
        self.isDefault = isDefault
        condition = QueueTruth.condition(
            of: status, printer: answer, reasonAge: status.reasonAge)
        printerSays = answer.sentence
        mistakes = status.mistakes
        advice = []
        if !condition.canPrint || condition == .paperLow { advice.append(condition.advice) }
        if condition == .stopped, case .says(let said, _) = answer, !said.canPrint {
            advice.append(said.advice)
        }
        if condition == .stopped, case .away = answer {
            advice.append(PrinterCondition.offline.advice)
        }
        advice += mistakes.map(\.description)
    }

    /// The report as daemon and command line exchange it.
    package func wire(isOurs: Bool, isFromDaemon: Bool) -> Wire.QueueReport {
        Wire.QueueReport(
            queue: status.name, isOurs: isOurs, isDefault: isDefault, isReady: isReady,
            condition: condition.rawValue,
            state: status.isStopped ? "stopped" : status.isPrinting ? "printing" : "idle",
            isAccepting: status.isAccepting, reasons: status.reasons, message: status.message,
            device: status.device, errorPolicy: status.errorPolicy, printerSays: printerSays,
            advice: advice, isFromDaemon: isFromDaemon)
    }
}
