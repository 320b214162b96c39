import Backend
import Foundation
import Office

/// Asks an idle printer by its own way: what CUPS knows of it is as old as its last job (B2, B11).
struct IdleProbe: Sendable {
    /// Within the two seconds between two questions.
    static let limit = Duration.milliseconds(1_500)

    enum Answer: Sendable {
        case receipt(StatusProbe.Answer)
        /// Nil: an IPP printer that did not answer.
        case ipp(PrinterCondition?)
    }

    /// One answer that does not come may be a connection that another job just left.
    private var unreachable = 0

    /// Nil: there is no way to ask such a printer. Only while no job runs.
    static func ask(device: String) async -> Answer? {
        if let receipt = await askReceiptPrinter(device: device) { return .receipt(receipt) }
        guard let device = IPPDevice(device, patience: .init(all: limit)) else { return nil }
        return .ipp(await ask(device))
    }

    /// Nil: no answer in time. libcups gives the begin of TLS ten seconds at least; nobody here
    /// waits for the rest of them.
    private static func ask(_ device: IPPDevice) async -> PrinterCondition? {
        let (answers, sink) = AsyncStream.makeStream(of: PrinterCondition?.self)
        Task { sink.yield((try? await device.ask()).map { PrinterCondition($0) }) }
        let limit = Task {
            try await Task.sleep(for: Self.limit)
            sink.yield(nil)
        }
        defer { limit.cancel() }
        for await answer in answers { return answer }
        return nil
    }

    /// Nil: the printer is none of `loket-pos`.
    static func askReceiptPrinter(device: String) async -> StatusProbe.Answer? {
        guard device.hasPrefix("pos:"), let uri = try? DeviceURI(device) else { return nil }
        let probe = StatusProbe(uri, limit: limit)
        // On a thread of its own: it waits for the printer.
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: probe.ask()) }
        }
    }

    /// What the answer means, after those before it.
    mutating func condition(_ answer: Answer?) -> PrinterCondition? {
        switch answer {
        case nil, .receipt(.cannotAnswer): return nil
        case .receipt(.state(let status)):
            unreachable = 0
            return PrinterCondition(status)
        case .ipp(let condition?):
            unreachable = 0
            return condition
        case .receipt(.silent), .receipt(.unreachable), .ipp(nil):
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
