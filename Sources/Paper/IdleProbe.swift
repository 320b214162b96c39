import Backend
import Foundation
import Office

/// Asks an idle receipt printer by its own way: what CUPS knows of it is as old as its last job
/// (B2, B11).
struct IdleProbe: Sendable {
    /// Within the two seconds between two questions.
    static let limit = Duration.milliseconds(1_500)

    /// One answer that does not come may be a connection that another job just left.
    private var unreachable = 0

    /// Nil: the printer is none of `loket-pos`, or can't answer. Only while no job runs.
    static func ask(device: String) async -> StatusProbe.Answer? {
        guard device.hasPrefix("pos:"), let uri = try? DeviceURI(device) else { return nil }
        let probe = StatusProbe(uri, limit: limit)
        // On a thread of its own: it waits for the printer.
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: probe.ask()) }
        }
    }

    /// What the answer means, after those before it.
    mutating func condition(_ answer: StatusProbe.Answer?) -> PrinterCondition? {
        switch answer {
        case nil, .cannotAnswer: return nil
        case .state(let status):
            unreachable = 0
            return PrinterCondition(status)
        case .silent, .unreachable:
            unreachable += 1
            return unreachable > 1 ? .offline : .unknown
        }
    }
}

extension PrinterCondition {
    init(_ status: PrinterStatus) {
        self =
            if status.isPaperOut {
                .paperOut
            } else if status.isCoverOpen {
                .coverOpen
            } else if status.hasCutterError || status.hasError {
                .error
            } else if status.isOffline {
                .offline
            } else {
                status.isPaperLow ? .paperLow : .ready
            }
    }
}
