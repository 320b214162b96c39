import Foundation
import Office

/// A CUPS queue as a printer that tells the truth: every job is watched to its end (B3).
public actor CupsPrinter: Printer {
    public struct Limits: Sendable, Hashable {
        /// Without progress and without a known cause a job is given up after this (B3).
        public var standstill: Duration = .seconds(15)
        /// With a known cause - paper, cover - somebody may still come and mend it.
        public var knownCause: Duration = .seconds(60)
        /// Between two looks at a job.
        public var look: Duration = .milliseconds(100)

        public init() {}
    }

    private let cups: CupsConnection
    private let queue: String
    private let answers: Bool
    private let limits: Limits
    private let clock: any Clock<Duration>
    public nonisolated let summary: String

    /// `answers`: the queue's back end says *completed* only when the printer answered after the
    /// data. The clock is what the limits are counted on.
    public init(
        cups: CupsConnection, queue: String, answers: Bool, limits: Limits = Limits(),
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.cups = cups
        self.queue = queue
        self.answers = answers
        self.limits = limits
        self.clock = clock
        summary = "printer=cups queue=\(queue) server=\(cups.server)"
    }

    public func print(
        _ job: PrintJob, willSend: @Sendable (Int) async throws -> Void
    ) async -> PrintEnd {
        let id: Int
        do {
            id = try await cups.createJob(queue: queue, jobName: job.name)
        } catch {
            // The request may have arrived though the answer did not: an empty job is left at
            // most, and it is taken away.
            await cancelLeftovers(named: job.name)
            return .notPrinted("\(error)")
        }
        do { try await willSend(id) } catch {
            try? await cups.cancel(job: id, queue: queue)
            return .notPrinted("\(error)")
        }
        do {
            try await cups.sendDocument(
                job.document, mimeType: job.mimeType, job: id, queue: queue)
        } catch {
            try? await cups.cancel(job: id, queue: queue)
            if case .absent = error { return .notPrinted("\(error)") }
            if case .refused = error { return .notPrinted("\(error)") }
            return .unknown("\(error)")
        }
        return await watch(id)
    }

    /// Follows a job to its end, or gives it up.
    private func watch(_ id: Int) async -> PrintEnd {
        var waited = Duration.zero
        var silence = Duration.zero
        while true {
            do {
                guard let status = try await cups.job(id, queue: queue) else {
                    return .unknown("CUPS does not know job \(id) any more")
                }
                silence = .zero
                if let end = end(of: status) { return end }
            } catch {
                silence += limits.look
                if silence >= limits.standstill { return .unknown("\(error)") }
            }
            let isCauseKnown = await condition().isKnownCause
            if waited >= (isCauseKnown ? limits.knownCause : limits.standstill) {
                try? await cups.cancel(job: id, queue: queue)
                return .unknown(
                    "job \(id) made no progress in \(limits.standstill.components.seconds) s")
            }
            try? await clock.sleep(for: limits.look)
            waited += limits.look
        }
    }

    private func end(of status: JobStatus) -> PrintEnd? {
        switch status.state {
        case .completed:
            // The ipp back end says so of a document that its printer refused.
            if status.message.contains("Unable to add document") {
                return .notPrinted(status.message)
            }
            return answers ? .printed : .sent
        case .aborted, .canceled:
            return .unknown(status.message.isEmpty ? "CUPS ended the job" : status.message)
        case .pending, .held, .processing, .stopped: return nil
        }
    }

    private func cancelLeftovers(named name: String) async {
        guard let jobs = try? await cups.openJobs(queue: queue, namePrefix: name) else { return }
        for job in jobs where job.name == name {
            try? await cups.cancel(job: job.id, queue: queue)
        }
    }

    /// Ends what an earlier run left, so that no ghost slip comes out later (B3). Returns how
    /// many jobs there were.
    public func cancelLeftovers(namePrefix: String) async -> Int {
        guard let jobs = try? await cups.openJobs(queue: queue, namePrefix: namePrefix) else {
            return 0
        }
        for job in jobs { try? await cups.cancel(job: job.id, queue: queue) }
        return jobs.count
    }

    public func condition() async -> PrinterCondition {
        do {
            guard let status = try await cups.queue(queue) else { return .queueMissing }
            return PrinterCondition(status)
        } catch {
            return .cupsAbsent
        }
    }

    /// What is set on the queue in a way that loses or repeats slips; one sentence each.
    public func warnings() async -> [String] {
        guard let status = try? await cups.queue(queue) else { return [] }
        var warnings: [String] = []
        if let policy = status.errorPolicy, policy != "abort-job" {
            warnings.append(
                "Queue \(queue) has the error policy \(policy), which prints slips again by "
                    + "itself: run lpadmin -p \(queue) -o printer-error-policy=abort-job.")
        }
        if status.device.hasPrefix("socket:") {
            for option in ["waiteof=off", "snmp=off"] where !status.device.contains(option) {
                warnings.append(
                    "Queue \(queue) lacks \(option) in its device, which holds slips up for "
                        + "seconds: add it to \(status.device).")
            }
        }
        return warnings
    }
}

extension PrinterCondition {
    /// From what CUPS says of a queue (B2); the worst first.
    public init(_ status: QueueStatus) {
        func says(_ word: String) -> Bool { status.reasons.contains { $0.hasPrefix(word) } }
        if says("media-empty") || says("media-needed") {
            self = .paperOut
        } else if says("cover-open") || says("door-open") {
            self = .coverOpen
        } else if says("offline") || says("connecting-to-device") {
            self = .offline
        } else if status.isStopped {
            self = .stopped
        } else if !status.isAccepting {
            self = .notAccepting
        } else if says("media-low") {
            self = .paperLow
        } else {
            self = .ready
        }
    }

    /// Somebody may come and mend it while a job waits.
    var isKnownCause: Bool { self == .paperOut || self == .coverOpen }
}
