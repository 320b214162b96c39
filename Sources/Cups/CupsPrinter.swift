import Foundation
package import Office
package import Slips

/// A CUPS queue as a printer that tells the truth: every job is watched to its end (B3).
package actor CupsPrinter: Printer {
    package struct Limits: Sendable, Hashable {
        /// Longest standstill of a job without a known cause (B3).
        package var standstill: Duration = .seconds(15)
        /// Longest standstill with a known cause, such as paper or cover: a person may come and
        /// mend it.
        package var knownCause: Duration = .seconds(60)
        /// Longest wait for a printer that can't be reached. It is shorter, since nothing has left
        /// and another try makes no second copy.
        package var unreachable: Duration = .seconds(3)
        /// Longest wait for the back end of a cancelled job to end.
        package var farewell: Duration = .seconds(6)
        /// Time between two questions for events.
        package var look: Duration = .milliseconds(50)
        /// Longest time between two looks at the job itself. A lost event must not cost a slip's
        /// end.
        package var blind: Duration = .seconds(1)

        package init() {}
    }

    let cups: CupsConnection
    let queue: String
    /// The printer tells by itself when a job is done, where it is asked by IPP.
    private let answers: Bool
    /// Start of the names of this terminal's jobs. Another terminal may share the queue.
    private let jobPrefix: String
    let limits: Limits
    let clock: any Clock<Duration>
    let feed: EventFeed
    private var probe = IdleProbe()
    /// The question to the printer that is under way.
    private var asking: Task<PrinterAnswer, Never>?
    /// A job of ours is under way, and the printer is not asked beside it (B11).
    private var isAtWork = false
    private var resumedAt: Duration?
    package nonisolated let summary: String

    /// Creates the printer. `answers`: it says by itself when a job is done, where it is asked by
    /// IPP. `clock` counts the limits.
    package init(
        cups: CupsConnection, queue: String, answers: Bool, jobPrefix: String = "loket-",
        limits: Limits = Limits(),
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.cups = cups
        self.queue = queue
        self.answers = answers
        self.jobPrefix = jobPrefix
        self.limits = limits
        self.clock = clock
        let uptime = stopwatch(clock)
        feed = EventFeed(cups: cups, queue: queue, uptime: uptime)
        summary = "printer=cups queue=\(queue) server=\(cups.server)"
    }

    /// Time since this printer was made.
    nonisolated var uptime: @Sendable () -> Duration { feed.uptime }

    package func print(
        _ job: PrintJob, willSend: @Sendable (Int) async throws -> Void,
        sees: @Sendable (PrinterCondition) async -> Void
    ) async -> PrintEnd {
        isAtWork = true
        defer {
            isAtWork = false
            probe.noteJob(at: uptime())
        }
        while let asking { _ = await asking.value }
        let media: String?
        let device: String
        // A job for a queue that stands still would only come out when nobody waits for it.
        do {
            let status = try await cups.queue(queue)
            if let refusal = refusal(status) { return .notPrinted(refusal.advice) }
            device = status?.device ?? ""
            // Without a driver in between the printer itself would have to know this very size.
            media = status?.isRaw == false ? job.media : nil
        } catch {
            return .notPrinted("\(error)")
        }
        let id: Int
        do {
            id = try await cups.createJob(queue: queue, jobName: job.name, media: media)
        } catch {
            // The request may have arrived though the answer did not: an empty job is left at
            // most, and it is taken away.
            await cancelLeftovers(named: job.name)
            return .notPrinted("\(error)")
        }
        let watch = JobWatch(
            name: job.name, id: id, device: device, answers: answers, duration: job.duration,
            limits: limits, at: uptime())
        if !watch.isGuarded { await feed.begin() }
        do { try await willSend(id) } catch {
            try? await cups.cancel(job: id, queue: queue)
            return .notPrinted("\(error)")
        }
        do {
            try await cups.sendDocument(
                job.document, mimeType: job.mimeType, job: id, queue: queue)
        } catch {
            try? await cups.cancel(job: id, queue: queue)
            switch error {
            case .absent, .refused, .busy: return .notPrinted("\(error)")
            case .timedOut, .lost: return .unknown("\(error)")
            }
        }
        return await follow(watch.sent(at: uptime()), sees)
    }

    /// Condition that speaks against a job; nil: none. The reasons may be old and stop no job.
    private func refusal(_ status: QueueStatus?) -> PrinterCondition? {
        guard let status else { return .queueMissing }
        if status.isStopped { return .stopped }
        return status.isAccepting ? nil : .notAccepting
    }

    private func cancelLeftovers(named name: String) async {
        guard let jobs = try? await cups.openJobs(queue: queue, namePrefix: name) else { return }
        for job in jobs where job.name == name {
            try? await cups.cancel(job: job.id, queue: queue)
        }
    }

    /// Cancels the jobs that an earlier run left, so that no ghost slip comes out later (B3).
    /// Returns their number; nil: CUPS could not be asked.
    package func cancelLeftovers() async -> Int? {
        let jobs: [JobStatus]
        do { jobs = try await cups.openJobs(queue: queue, namePrefix: jobPrefix) } catch {
            // Without a queue there are no jobs of it.
            if case .refused(_, CupsError.notFound, _) = error { return 0 }
            return nil
        }
        for job in jobs { try? await cups.cancel(job: job.id, queue: queue) }
        return jobs.count
    }

    package func condition() async -> PrinterCondition {
        do {
            guard let status = try await cups.queue(queue) else { return .queueMissing }
            let answer = await ask(status, isThorough: false)
            let condition = QueueTruth.condition(
                of: status, printer: answer, reasonAge: status.reasonAge)
            if condition == .stopped, await resumed(status, answer) { return .unknown }
            return condition
        } catch {
            return QueueTruth.condition(of: error)
        }
    }

    package func ask() async -> PrinterAnswer {
        do {
            guard let status = try await cups.queue(queue) else {
                return .unasked("CUPS has no queue \(queue).")
            }
            return await ask(status, isThorough: true)
        } catch {
            return .unasked("\(error)")
        }
    }

    /// Asks the printer itself, one question at a time and none beside a job of ours.
    private func ask(_ status: QueueStatus, isThorough: Bool) async -> PrinterAnswer {
        while let asking { _ = await asking.value }
        if isAtWork { return .unasked("Not asked while a job runs.") }
        let task = Task {
            var probe = self.probe
            let answer = await probe.ask(status, isThorough: isThorough, at: uptime())
            self.probe = probe
            // Here, not by those who wait: a caller in a loop would find a task that is over.
            self.asking = nil
            return answer
        }
        asking = task
        return await task.value
    }

    /// Lets a queue go on that stopped itself, once its reason is gone (B3). One that a person
    /// stopped stays so.
    private func resumed(_ status: QueueStatus, _ answer: PrinterAnswer) async -> Bool {
        // The last words of a back end, or those of scheduler/jobs.c of CUPS 2.4 where it had none;
        // a person's cupsdisable says "Paused" or a reason instead.
        guard
            ["loket-pos: ", "Printer stopped due to backend errors"].contains(
                where: status.message.hasPrefix),
            answer.mayPrint,
            resumedAt.map({ uptime() - $0 >= Self.resumeInterval }) ?? true
        else { return false }
        resumedAt = uptime()
        // What waits there would come out now, for nobody.
        _ = await cancelLeftovers()
        do {
            try await cups.resume(queue: queue)
            return true
        } catch { return false }
    }

    /// Least time between two tries. A back end that fails at once stops its queue at once.
    static let resumeInterval = Duration.seconds(30)

    /// Settings of the queue that lose or repeat slips, one sentence each; nil: CUPS could not be
    /// asked.
    package func warnings() async -> [String]? {
        guard let status = try? await cups.queue(queue) else { return nil }
        return status.mistakes.map(\.description)
    }
}

extension PrinterAnswer {
    /// Nothing in the answer speaks against a print.
    fileprivate var mayPrint: Bool {
        switch self {
        case .says(let condition, _): condition.canPrint
        case .unasked, .silent: true
        case .away: false
        }
    }
}
