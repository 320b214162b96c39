import Foundation
import Kernel
import Office
import Pos
import Slips

/// Asks an idle printer past CUPS, which knows of it only what its last job found (B2, B11).
struct IdleProbe: Sendable {
    /// Longest wait for one answer, within the two seconds between two questions.
    static let limit = Duration.milliseconds(1_500)
    /// Longest wait for a connection that only shows whether there is one.
    static let reachLimit = Duration.seconds(3)

    /// Reply of a printer, before it is judged by the replies before it.
    enum Reply: Sendable {
        case receipt(StatusProbe.Answer, Memory)
        /// An IPP printer's reply; nil: none in time.
        case ipp(IPPPrinter?, device: String)
    }

    /// Questions that a printer leaves open. Each would cost a second every time.
    struct Memory: Sendable, Hashable {
        fileprivate var device = ""
        fileprivate var known = StatusProbe.Known()
        fileprivate var uses = 0

        /// Looks after which all questions are asked anew, about a minute: an answer may only have
        /// been late.
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

    /// Time between two questions to a printer that goes deaf after each connection.
    static let restInterval = Duration.seconds(60)

    /// Questions in a row without an answer. A single one may have met a connection that another
    /// job just left.
    private var silences = 0
    private(set) var memory = Memory()
    /// Device that was asked last.
    private var device: String?
    /// Whether the printer has answered since it was last away.
    private var hasAnswered = false
    /// Whether it goes deaf after each connection, so that questions keep it deaf (B11).
    private(set) var goesDeaf = false
    private var lastAnswer: PrinterAnswer?
    /// Uptime of the last connection, a job's or a question's.
    private var connectedAt: Duration?

    /// Notes the end of a job, which leaves a connection as a question does.
    mutating func noteJob(at uptime: Duration) { connectedAt = uptime }

    /// Answer while a printer that goes deaf is left alone; nil: it may be asked.
    func rest(at uptime: Duration) -> PrinterAnswer? {
        guard goesDeaf, let lastAnswer, let connectedAt,
            uptime - connectedAt < Self.restInterval
        else { return nil }
        let note =
            " It goes deaf after each connection, so it is asked only every "
            + "\(Self.restInterval.components.seconds) s."
        return switch lastAnswer {
        case .says(let condition, let sentence): .says(condition, sentence + note)
        case .silent(let sentence): .silent(sentence + note)
        case .unasked, .away: lastAnswer
        }
    }

    /// Asks the printer behind a queue, unless a job runs or it has to be left alone. A thorough
    /// look asks in any case, a silent printer a second time, and tries the connection of a printer
    /// that can't answer.
    mutating func ask(
        _ queue: QueueStatus, isThorough: Bool = false, at uptime: Duration = .zero
    ) async -> PrinterAnswer {
        if queue.isPrinting { return .unasked("Not asked while a job runs.") }
        // Another printer may behave in another way.
        if device != queue.device { self = IdleProbe() }
        device = queue.device
        if !isThorough, let rest = rest(at: uptime) { return rest }
        let answer = await askNow(queue.device, isThorough: isThorough)
        lastAnswer = answer
        connectedAt = uptime
        return answer
    }

    private mutating func askNow(_ device: String, isThorough: Bool) async -> PrinterAnswer {
        var answer = answer(to: await Self.reply(of: device, memory: memory))
        guard isThorough else { return answer }
        if case .silent = answer {
            answer = self.answer(to: await Self.reply(of: device, memory: memory))
        }
        guard case .unasked = answer, let port = Self.port(of: device) else { return answer }
        if let obstacle = await Self.obstacle(port) { return .away(obstacle) }
        return answer
    }

    /// Judges a reply by those before it; nil: there is no way to ask such a printer.
    mutating func answer(to reply: Reply?) -> PrinterAnswer {
        switch reply {
        case nil: return .unasked("Can't be asked past CUPS.")
        case .receipt(.cannotAnswer, _): return .unasked("It can't say more than CUPS does.")
        case .receipt(.forbidden(let why), _): return .unasked(why)
        case .receipt(.state(let status), let memory):
            silences = 0
            hasAnswered = true
            self.memory = memory
            let condition = QueueTruth.condition(of: status)
            return .says(condition, condition == .ready ? "Ready." : condition.advice)
        case .ipp(let printer?, _):
            silences = 0
            let reasons = printer.status.reasons.joined(separator: ", ")
            return .says(
                QueueTruth.condition(of: printer),
                reasons.isEmpty ? "Ready." : "It says \(reasons).")
        case .receipt(.silent(let why), _):
            // It was there a moment ago, and still takes connections.
            if silences == 1, hasAnswered { goesDeaf = true }
            return noReply(why)
        case .receipt(.unreachable(let why), _):
            (hasAnswered, goesDeaf) = (false, false)
            return noReply(why)
        case .ipp(nil, let device): return noReply("The printer does not answer at \(device).")
        }
    }

    private mutating func noReply(_ why: String) -> PrinterAnswer {
        // Another printer may be put in its place.
        memory = Memory()
        silences += 1
        if silences == 2, goesDeaf { return .silent(why) }
        if silences > 1 {
            // Deaf for longer than its rest: it is away, and asked as often as others.
            (hasAnswered, goesDeaf) = (false, false)
            return .away(why)
        }
        return .silent(why)
    }

    /// Asks once. Nil: there is no way to ask such a printer. Only while no job runs.
    static func reply(of device: String, memory: Memory = Memory()) async -> Reply? {
        if let (answer, memory) = await askReceiptPrinter(memory.of(device)) {
            return .receipt(answer, memory)
        }
        guard let printer = IPPDevice(device, patience: .init(all: limit)) else { return nil }
        return .ipp(await ask(printer), device: device)
    }

    /// Nil: no answer in time. libcups gives the start of TLS ten seconds at least; the rest of
    /// them are not waited for here.
    private static func ask(_ device: IPPDevice) async -> IPPPrinter? {
        let (answers, sink) = AsyncStream.makeStream(of: IPPPrinter?.self)
        Task { sink.yield(try? await device.ask()) }
        let limit = Task {
            try await UptimeClock().sleep(for: Self.limit)
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

    /// Place of a printer that can only be connected to; nil: of any other kind.
    private static func port(of device: String) -> DeviceURI? {
        device.hasPrefix("pos:") ? try? DeviceURI(device) : SocketURI(device)?.asReceiptPrinter
    }

    /// Reason why no connection leads to the printer, one sentence; nil: one does.
    static func obstacle(_ uri: DeviceURI) async -> String? {
        let probe = StatusProbe(uri, limit: reachLimit)
        // On a thread of its own: it waits.
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: probe.obstacle()) }
        }
    }
}

extension SocketURI {
    /// The same raw port, as `loket-pos` would go to it.
    var asReceiptPrinter: DeviceURI? { try? DeviceURI("pos://\(authority)/?confirm=none") }
}
