import Foundation
package import Office
package import Slips

/// A CUPS queue as a printer that tells the truth: every job is watched to its end (B3).
package actor CupsPrinter: Printer {
    package struct Limits: Sendable, Hashable {
        /// Without progress and without a known cause a job is given up after this (B3).
        package var standstill: Duration = .seconds(15)
        /// With a known cause - paper, cover - somebody may still come and mend it.
        package var knownCause: Duration = .seconds(60)
        /// A printer that can't be reached is given up sooner: nothing has left, so it costs no
        /// second copy.
        package var unreachable: Duration = .seconds(3)
        /// For a cancelled job's back end to end.
        package var farewell: Duration = .seconds(6)
        /// Between two questions whether anything has happened to a job.
        package var look: Duration = .milliseconds(50)
        /// Between two looks at the job itself though CUPS tells of no event: a lost event must
        /// not cost a slip's end.
        package var blind: Duration = .seconds(1)

        package init() {}
    }

    private let cups: CupsConnection
    private let queue: String
    private let answers: Bool
    /// Of the names of this terminal's jobs; another one's may share the queue.
    private let jobPrefix: String
    private let limits: Limits
    private let clock: any Clock<Duration>
    /// Since this printer was made.
    private let uptime: @Sendable () -> Duration
    private var probe = IdleProbe()
    /// The question to the printer that is under way.
    private var asking: Task<PrinterAnswer, Never>?
    /// A job of ours is under way, and the printer is not asked beside it (B11).
    private var isAtWork = false
    private var resumedAt: Duration?
    /// *Completed* of the job under way is the printer's own word.
    private var isProven = false
    /// Of the queue, as it was when the job under way was made.
    private var device = ""
    /// The events that CUPS keeps for us, and the first one that was not seen.
    private var events: (subscription: Int, next: Int)?
    private var subscribedAt = Duration.zero
    package nonisolated let summary: String

    /// `answers`: the printer says by itself when a job is done, where it is asked by IPP. The clock
    /// is what the limits are counted on.
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
        uptime = stopwatch(clock)
        summary = "printer=cups queue=\(queue) server=\(cups.server)"
    }

    package func print(
        _ job: PrintJob, willSend: @Sendable (Int) async throws -> Void,
        sees: @Sendable (PrinterCondition) async -> Void
    ) async -> PrintEnd {
        isAtWork = true
        defer { isAtWork = false }
        while let asking { _ = await asking.value }
        let media: String?
        // A job for a queue that stands still would only come out when nobody waits for it.
        do {
            let status = try await cups.queue(queue)
            if let refusal = refusal(status) { return .notPrinted(refusal.advice) }
            device = status?.device ?? ""
            isProven = answers && Self.saysDone(device: device)
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
        if !guardsItself { await subscribe() }
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
        return await watch(id, job, sees)
    }

    /// By IPP the printer itself says when a job is done. All other back ends of CUPS end once the
    /// bytes have left, whatever became of them (PRINTERS.md, "Completed is
    /// not printed").
    static func saysDone(device: String) -> Bool {
        ["ipp:", "ipps:", "ippusb:"].contains(where: device.hasPrefix)
            || device.hasPrefix("dnssd:") && device.contains("._ipp")
    }

    /// Why no job should be made at all. What stands in the reasons may be old and stops nobody.
    private func refusal(_ status: QueueStatus?) -> PrinterCondition? {
        guard let status else { return .queueMissing }
        if status.isStopped { return .stopped }
        return status.isAccepting ? nil : .notAccepting
    }

    /// Follows a job to its end, or gives it up.
    private func watch(
        _ id: Int, _ job: PrintJob, _ sees: @Sendable (PrinterCondition) async -> Void
    ) async -> PrintEnd {
        var progress = JobProgress(at: uptime(), duration: job.duration)
        while true {
            do {
                guard let status = try await cups.job(id, queue: queue), status.name == job.name
                else {
                    // After a crash of CUPS the id may be somebody else's.
                    return .unknown("CUPS does not know job \(id) any more.")
                }
                if status.state == .canceled, PrintEnd.isPending(backend: status.message) {
                    // CUPS calls a job cancelled before its back end has said how far it came.
                    return await giveUp(id, job, progress)
                }
                let end = end(of: status)
                if end == nil || progress.isInTrouble {
                    let printer = try await cups.queue(queue)
                    progress.saw(status, printer, at: uptime())
                    if let news = progress.news() { await sees(news) }
                }
                if !guardsItself { progress.sawStart(of: status) }
                if let end {
                    // Told, and not read yet.
                    if !guardsItself { hear(await news() ?? [], of: id, &progress) }
                    return await proven(end, job, progress)
                }
            } catch {
                // It may come back with the job; until then there is no progress.
                progress.trouble = "\(error)"
            }
            if progress.isBegunAgain || progress.idle(at: uptime()) >= progress.limit(limits) {
                return await giveUp(id, job, progress)
            }
            if progress.trouble != nil { events = nil }
            do {
                let news = try await awaitNews(progress)
                hear(news, of: id, &progress)
            } catch {
                // In a task that was cancelled nothing would wait any more.
                let progress = progress
                return await Task { await giveUp(id, job, progress) }.value
            }
        }
    }

    private func hear(_ news: [QueueEvent], of id: Int, _ progress: inout JobProgress) {
        if guardsItself { return }
        for event in news where event.job == id {
            if let state = event.jobState { progress.wasTold(state) }
        }
    }

    /// Our own back end prints no job twice (`BegunJobs`); all others do what CUPS tells them to.
    private var guardsItself: Bool { device.hasPrefix("pos:") }

    /// CUPS's `ipp` back end takes a job that its printer has forgotten for one that is done, and may
    /// miss that the printer gave it up (backend/ipp.c of CUPS 2.4): so the printer is asked once more.
    private func proven(_ end: PrintEnd, _ job: PrintJob, _ progress: JobProgress) async -> PrintEnd
    {
        guard end == .printed, isProven else {
            // Whatever CUPS says of it in the end, some of it may have come out before.
            if case .unknown = end { return end }
            return progress.isBegunAgain ? .unknown(progress.reason(limits)) : end
        }
        if progress.isBegunAgain { return .unknown(progress.reason(limits)) }
        guard let printer = IPPDevice(device, patience: .init(all: IdleProbe.limit)) else {
            // Found by its name alone, and not to be asked past CUPS.
            return progress.hadTrouble ? .sent : .printed
        }
        var why = "The printer does not know any more what became of the job."
        for _ in 0..<Self.questions {
            do {
                switch try await printer.end(ofJob: job.name) {
                case .completed: return .printed
                case .canceled, .aborted, .stopped:
                    return .unknown("The printer itself gave the job up.")
                case .pending, .held, .processing, nil: break
                }
                break
            } catch {
                // One answer may be lost.
                why = "\(error)"
            }
        }
        return progress.hadTrouble ? .unknown(why) : .sent
    }

    private static let questions = 3

    /// Until CUPS tells of an event, or it is time to look anyway. Throws where the task ends.
    private func awaitNews(_ progress: JobProgress) async throws -> [QueueEvent] {
        let now = uptime()
        let end = now + min(limits.blind, progress.limit(limits) - progress.idle(at: now))
        repeat {
            try await clock.sleep(for: limits.look)
            if progress.trouble != nil { return [] }
            if let news = await news() { return news }
        } while uptime() < end
        return []
    }

    /// Before a job begins, so that nothing is missed of it, with half of the lease left at least.
    private func subscribe() async {
        let now = uptime()
        if events != nil, now - subscribedAt < .seconds(Int(Self.lease) / 2) { return }
        subscribedAt = now
        events = (try? await cups.subscribe(queue: queue, leaseSeconds: Self.lease)).map { ($0, 1) }
    }

    /// What happened since this was asked last; nil: nothing. None where CUPS does not tell, and it is
    /// time to look.
    private func news() async -> [QueueEvent]? {
        do {
            guard let (subscription, next) = events else {
                subscribedAt = uptime()
                events = (try await cups.subscribe(queue: queue, leaseSeconds: Self.lease), 1)
                return []
            }
            guard
                let news = try await cups.events(of: subscription, queue: queue, from: next)
            else {
                events = nil
                return []
            }
            guard let last = news.last else { return nil }
            events = (subscription, last.sequence + 1)
            return news
        } catch {
            events = nil
            return []
        }
    }

    /// Of a subscription, in seconds; it is made anew where it has ended. CUPS keeps 100 of them.
    private static let lease: Int32 = 600

    /// Cancels the job. What never got as far as a connection to the printer is surely not
    /// printed; of everything else nobody can know.
    private func giveUp(_ id: Int, _ job: PrintJob, _ progress: JobProgress) async -> PrintEnd {
        try? await cups.cancel(job: id, queue: queue)
        let why = "Job \(id) was given up: \(progress.reason(limits))"
        // Until its back end is gone a job may still get through.
        let begin = uptime()
        var isGone = false
        var lastWord = ""
        while !isGone, uptime() - begin < limits.farewell {
            // One that CUPS never began has no back end; what prints is somebody else's.
            if progress.trouble == nil, let job = try? await cups.job(id, queue: queue),
                job.isOver, !job.wasStarted
            {
                return .notPrinted(why)
            }
            guard let status = try? await cups.queue(queue) else { return .unknown(why) }
            isGone = !status.isPrinting
            lastWord = status.message
            if !isGone { try? await clock.sleep(for: limits.look) }
        }
        guard isGone, let last = try? await cups.job(id, queue: queue) else {
            return .unknown(why)
        }
        if last.isOver, let told = PrintEnd(backend: last.message) { return told }
        if last.state == .completed {
            return await proven(end(of: last) ?? .unknown(why), job, progress)
        }
        // Seen without a connection a moment before it was cancelled; the back ends try again only
        // after seconds.
        let nothingLeft =
            !last.wasStarted
            || progress.isUnreachable && progress.trouble == nil && !progress.isBegunAgain
                && !JobProgress.hasConnected(lastWord)
        return last.isOver && nothingLeft ? .notPrinted(why) : .unknown(why)
    }

    private func end(of status: JobStatus) -> PrintEnd? {
        if status.isOver, let told = PrintEnd(backend: status.message) { return told }
        switch status.state {
        case .completed:
            // The ipp back end says so of a document that its printer refused, or broke off while
            // it printed already.
            if status.message.contains("Unable to add document") {
                return .unknown(status.message)
            }
            return isProven ? .printed : .sent
        case .aborted, .canceled:
            let why = status.message.isEmpty ? "CUPS ended the job." : status.message
            let nothingLeft = !status.wasStarted || JobProgress.neverConnected(status.message)
            return nothingLeft ? .notPrinted(why) : .unknown(why)
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
    /// many jobs there were; nil where CUPS could not be asked.
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
            let answer = await probe.ask(status, isThorough: isThorough)
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

    /// Between two tries: a back end that fails at once stops its queue at once.
    static let resumeInterval = Duration.seconds(30)

    /// Settings of the queue that lose or repeat slips, one sentence each; nil: CUPS could not be asked.
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
