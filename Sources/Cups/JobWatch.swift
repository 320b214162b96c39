import Office
import Slips

/// One job of ours at CUPS, from its creation to its end: what it is, what was heard of it, and the
/// rules that follow it (B3). A value without clock and connection.
struct JobWatch: Sendable {
    /// Something that was seen or heard of the job.
    enum Sight: Sendable {
        /// CUPS's answer about the job (nil: it does not know the id), about the queue where that
        /// was asked for, and events that were not heard yet.
        case job(JobStatus?, queue: QueueStatus?, news: [QueueEvent])
        /// CUPS could not be asked.
        case noAnswer(String)
        case events([QueueEvent])
        /// The task that waited was cancelled.
        case abandoned
        /// The printer's own memory of the job; nil: it does not know it.
        case proof(JobStatus.State?)
        /// The printer did not answer.
        case noProof(String)
        /// Job and queue while the back end of a cancelled job ends; nil: not known.
        case farewell(JobStatus?, queue: QueueStatus?)
        /// The job after its back end has ended; nil: not known.
        case lastWord(JobStatus?)
    }

    /// The next step of those who follow the job.
    enum Verdict: Sendable, Hashable {
        /// Listen for events, and look again after this time at the latest.
        case listen(Duration)
        /// Ask the printer itself, by the job's name.
        case prove
        /// Cancel the job and wait for its back end to end.
        case cancel
        /// Look at the job once more, now that its back end is gone.
        case hearLastWord
        case over(PrintEnd)
    }

    enum Phase: Sendable, Hashable {
        case followed, proving
        /// Given up at that moment, and the sentence why.
        case cancelled(Duration, String)
        case over(PrintEnd)
    }

    /// Name at CUPS, which no other attempt at a print has.
    let name: String
    /// CUPS's number of the job. After a crash of CUPS it may be another job's.
    let id: Int
    /// Device URI of the queue when the job was created.
    let device: String
    /// *Completed* is the printer's own word.
    let isProvable: Bool
    /// Moment of the job's creation.
    let begunAt: Duration
    /// Time that printing it takes, where the printer says nothing meanwhile.
    let duration: Duration
    let limits: CupsPrinter.Limits
    private(set) var progress: JobProgress
    var phase = Phase.followed
    private var seenAt: Duration
    var queueMessage = ""

    /// `answers`: the printer's profile says that it tells by itself when a job is done.
    init(
        name: String, id: Int, device: String, answers: Bool, duration: Duration = .zero,
        limits: CupsPrinter.Limits, at now: Duration
    ) {
        self.name = name
        self.id = id
        self.device = device
        isProvable = answers && Self.saysDone(device: device)
        begunAt = now
        seenAt = now
        self.duration = duration
        self.limits = limits
        progress = JobProgress(at: now, duration: duration)
    }

    /// The job once its document has left: its time begins now.
    func sent(at now: Duration) -> JobWatch {
        var job = self
        job.seenAt = now
        job.progress = JobProgress(at: now, duration: duration)
        return job
    }

    /// Returns whether the printer itself says when a job is done: it does by IPP. All other back
    /// ends of CUPS end once the bytes have left, whatever became of them (PRINTERS.md, "Completed
    /// is not printed").
    static func saysDone(device: String) -> Bool {
        ["ipp:", "ipps:", "ippusb:"].contains(where: device.hasPrefix)
            || device.hasPrefix("dnssd:") && device.contains("._ipp")
    }

    /// Our own back end prints no job twice (`BegunJobs`); all others do what CUPS tells them to.
    var isGuarded: Bool { device.hasPrefix("pos:") }

    /// The queue has to be asked for as well.
    func wantsQueue(with status: JobStatus) -> Bool {
        end(of: status) == nil || progress.isInTrouble
    }

    /// A condition that a person has to mend, or that it is mended, where it was not told yet.
    mutating func news() -> PrinterCondition? { progress.news() }

    /// The job and the next step after something was seen of it. Moments never go back.
    func seeing(_ sight: Sight, at now: Duration) -> (job: JobWatch, verdict: Verdict) {
        var job = self
        let verdict = job.see(sight, at: now)
        job.check(verdict, after: self)
        return (job, verdict)
    }

    private mutating func see(_ sight: Sight, at now: Duration) -> Verdict {
        seenAt = now
        switch (phase, sight) {
        case (.followed, .job(let status, let queue, let news)):
            return follow(status, queue, news, at: now)
        case (.followed, .noAnswer(let why)):
            // It may come back with the job; until then there is no progress.
            progress.trouble = why
            return judge(at: now)
        case (.followed, .events(let events)):
            hear(events)
            return judge(at: now)
        case (.followed, .abandoned): return giveUp(at: now)
        case (.proving, .proof(let state)): return over(proven(by: state))
        case (.proving, .noProof(let why)):
            return over(progress.hadTrouble ? .unknown(why) : .sent)
        case (.cancelled(let since, let why), .farewell(let status, let queue)):
            return leave(status, queue, since, why, at: now)
        case (.cancelled(_, let why), .lastWord(let status)): return conclude(status, why)
        case (.over(let end), _): return .over(end)
        default:
            assertionFailure("\(sight) in \(phase)")
            return phase == .proving ? .prove : .cancel
        }
    }

    private mutating func follow(
        _ status: JobStatus?, _ queue: QueueStatus?, _ news: [QueueEvent], at now: Duration
    ) -> Verdict {
        guard let status, status.name == name else {
            return over(.unknown("CUPS does not know job \(id) any more."))
        }
        // CUPS calls a job cancelled before its back end has said how far it came.
        if status.state == .canceled, PrintEnd.isPending(backend: status.message) {
            return giveUp(at: now)
        }
        let end = end(of: status)
        if end == nil || progress.isInTrouble { progress.saw(status, queue, at: now) }
        if !isGuarded { progress.sawStart(of: status) }
        hear(news)
        return end.map { claim($0) } ?? judge(at: now)
    }

    private mutating func hear(_ events: [QueueEvent]) {
        if isGuarded { return }
        for event in events where event.job == id {
            if let state = event.jobState { progress.wasTold(state) }
        }
    }

    /// Waits further, or gives the job up.
    private mutating func judge(at now: Duration) -> Verdict {
        let left = progress.limit(limits) - progress.idle(at: now)
        if progress.isBegunAgain || left <= .zero { return giveUp(at: now) }
        return .listen(min(limits.blind, left))
    }

    private mutating func giveUp(at now: Duration) -> Verdict {
        phase = .cancelled(now, "Job \(id) was given up: \(progress.reason(limits))")
        return .cancel
    }

    mutating func over(_ end: PrintEnd) -> Verdict {
        phase = .over(end)
        return .over(end)
    }

    /// Checks the phase against what was decided, in debug builds.
    private func check(_ verdict: Verdict, after before: JobWatch) {
        assert(id > 0 && !name.isEmpty, "a job of ours has a number and a name")
        assert(seenAt >= before.seenAt && seenAt >= begunAt, "moments go back")
        assert(!before.progress.isBegunAgain || progress.isBegunAgain, "a job unbegun")
        assert(!before.progress.hadTrouble || progress.hadTrouble, "trouble forgotten")
        if case .over(let end) = before.phase { assert(verdict == .over(end), "an end changed") }
        switch verdict {
        case .listen(let limit): assert(limit > .zero, "no time to listen")
        case .prove: assert(phase == .proving && isProvable, "nobody can prove it")
        case .over(let end): assert(phase == .over(end), "over, and not over")
        case .cancel, .hearLastWord: break
        }
    }
}
