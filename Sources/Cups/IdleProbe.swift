import Foundation
import Office
import Pos

/// Asks an idle printer by its own way: what CUPS knows of it is as old as its last job (B2, B11).
struct IdleProbe: Sendable {
    /// Within the two seconds between two questions.
    static let limit = Duration.milliseconds(1_500)

    enum Answer: Sendable {
        case receipt(StatusProbe.Answer, Memory)
        /// Nil: an IPP printer that did not answer.
        case ipp(PrinterCondition?)
    }

    /// What a printer left open: asked again every time it would cost a second every time.
    struct Memory: Sendable, Hashable {
        fileprivate var device = ""
        fileprivate var known = StatusProbe.Known()
        fileprivate var uses = 0

        /// All is asked anew after a minute: an answer may only have been late.
        static let maximumUses = 30

        fileprivate func of(_ device: String) -> Memory {
            var memory = self
            if device != memory.device || uses >= Self.maximumUses {
                memory = Memory(device: device)
            }
            memory.uses += 1
            return memory
        }
    }

    /// One answer that does not come may be a connection that another job just left.
    private var unreachable = 0
    private(set) var memory = Memory()

    /// Nil: there is no way to ask such a printer. Only while no job runs.
    static func ask(device: String, memory: Memory = Memory()) async -> Answer? {
        if let (answer, memory) = await askReceiptPrinter(memory.of(device)) {
            return .receipt(answer, memory)
        }
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
        await askReceiptPrinter(Memory(device: device))?.answer
    }

    private static func askReceiptPrinter(_ memory: Memory) async
        -> (answer: StatusProbe.Answer, memory: Memory)?
    {
        guard memory.device.hasPrefix("pos:"), let uri = try? DeviceURI(memory.device) else {
            return nil
        }
        let probe = StatusProbe(uri, limit: limit)
        // On a thread of its own: it waits for the printer.
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var memory = memory
                let answer = probe.ask(&memory.known)
                continuation.resume(returning: (answer, memory))
            }
        }
    }

    /// What the answer means, after those before it.
    mutating func condition(_ answer: Answer?) -> PrinterCondition? {
        switch answer {
        case nil, .receipt(.cannotAnswer, _), .receipt(.forbidden, _): return nil
        case .receipt(.state(let status), let memory):
            unreachable = 0
            self.memory = memory
            return PrinterCondition(status)
        case .ipp(let condition?):
            unreachable = 0
            return condition
        case .receipt(.silent, _), .receipt(.unreachable, _), .ipp(nil):
            // Another printer may be put in its place.
            memory = Memory()
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
