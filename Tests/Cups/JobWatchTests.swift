import Office
import Slips
import Testing

@testable import Cups

/// The rules for one job, by what is seen of it, without CUPS and without waiting.
@Suite("One job, step by step", .timeLimit(.minutes(5)))
struct JobWatchTests {
    private typealias Sight = JobWatch.Sight

    private func watch(_ device: String = "socket://p", answers: Bool = false) -> JobWatch {
        JobWatch(
            name: "loket-1", id: 7, device: device, answers: answers,
            limits: CupsPrinter.Limits(), at: .zero)
    }

    private func job(
        _ state: JobStatus.State, _ message: String = "", wasStarted: Bool = true
    ) -> JobStatus {
        JobStatus(id: 7, name: "loket-1", state: state, message: message, wasStarted: wasStarted)
    }

    private func queue(
        _ reasons: [String] = [], isPrinting: Bool = true, message: String = ""
    ) -> QueueStatus {
        QueueStatus(
            name: "q", isStopped: false, isAccepting: true, isPrinting: isPrinting,
            reasons: reasons, message: message, device: "", errorPolicy: nil)
    }

    private func seen(_ state: JobStatus.State, _ message: String = "") -> Sight {
        .job(job(state, message), queue: queue(), news: [])
    }

    /// The verdict after the last of these sights, a second apart.
    private func verdict(_ start: JobWatch, _ sights: Sight...) -> JobWatch.Verdict {
        var job = start
        var verdict = JobWatch.Verdict.listen(.zero)
        for (second, sight) in sights.enumerated() {
            (job, verdict) = job.seeing(sight, at: .seconds(second))
        }
        return verdict
    }

    @Test("B3 a job that runs is listened to; one that is over has its end")
    func ends() {
        #expect(verdict(watch(), seen(.processing)) == .listen(.seconds(1)))
        #expect(verdict(watch(), seen(.processing), seen(.completed)) == .over(.sent))
        let told = "loket-pos: printed (answer to GS r)"
        #expect(verdict(watch("pos://p/"), seen(.completed, told)) == .over(.printed))
        #expect(
            verdict(watch(), .job(job(.aborted, "No.", wasStarted: false), queue: nil, news: []))
                == .over(.notPrinted("No.")))
        #expect(verdict(watch(), seen(.aborted, "No.")) == .over(.unknown("No.")))
    }

    @Test("B3 a job that CUPS does not know, or knows by another name, is unknown")
    func otherJob() {
        let unknown = PrintEnd.unknown("CUPS does not know job 7 any more.")
        #expect(verdict(watch(), .job(nil, queue: nil, news: [])) == .over(unknown))
        var other = job(.completed)
        other.name = "loket-2"
        #expect(verdict(watch(), .job(other, queue: nil, news: [])) == .over(unknown))
    }

    @Test("B *completed* by IPP is printed once the printer itself says so, and only then")
    func proof() {
        func end(_ sight: Sight) -> JobWatch.Verdict {
            verdict(watch("ipp://p/", answers: true), seen(.completed), sight)
        }
        #expect(verdict(watch("ipp://p/", answers: true), seen(.completed)) == .prove)
        #expect(verdict(watch("ipp://p/", answers: false), seen(.completed)) == .over(.sent))
        #expect(end(.proof(.completed)) == .over(.printed))
        #expect(end(.proof(.aborted)) == .over(.unknown("The printer itself gave the job up.")))
        #expect(end(.proof(nil)) == .over(.sent))
        #expect(end(.noProof("silence")) == .over(.sent))
        // With something to mend on the way the silence is worse.
        #expect(
            verdict(
                watch("ipp://p/", answers: true),
                .job(job(.processing), queue: queue(["media-empty"]), news: []),
                seen(.completed), .noProof("silence")) == .over(.unknown("silence")))
    }

    @Test("B3 without progress a job is cancelled after 15 s, whatever CUPS tells meanwhile")
    func standstill() {
        var (job, verdict) = watch().seeing(seen(.processing), at: .zero)
        (job, verdict) = job.seeing(.events([]), at: .seconds(14.5))
        #expect(verdict == .listen(.seconds(0.5)))
        (job, verdict) = job.seeing(seen(.processing), at: .seconds(15))
        #expect(verdict == .cancel)
        (job, verdict) = job.seeing(
            .farewell(self.job(.canceled), queue: queue()), at: .seconds(16))
        #expect(verdict == .listen(.milliseconds(50)))
        (job, verdict) = job.seeing(
            .farewell(self.job(.canceled), queue: queue(isPrinting: false)), at: .seconds(17))
        #expect(verdict == .hearLastWord)
        (job, verdict) = job.seeing(.lastWord(self.job(.canceled)), at: .seconds(17))
        guard case .over(.unknown(let why)) = verdict else {
            Issue.record("\(verdict)")
            return
        }
        #expect(why.hasPrefix("Job 7 was given up: it made no progress in 15 s"))
        // An end stays what it is.
        #expect(job.seeing(seen(.completed), at: .seconds(20)).verdict == verdict)
    }

    @Test("B3 a back end that does not end is waited for 6 s, and then nobody knows")
    func farewell() {
        var (job, verdict) = watch().seeing(.abandoned, at: .zero)
        #expect(verdict == .cancel)
        (job, verdict) = job.seeing(.farewell(nil, queue: queue()), at: .seconds(5.9))
        #expect(verdict == .listen(.milliseconds(50)))
        (job, verdict) = job.seeing(.farewell(nil, queue: queue()), at: .seconds(6))
        guard case .over(.unknown) = verdict else {
            Issue.record("\(verdict)")
            return
        }
    }

    @Test("B3 a cancelled job that never had a connection, or was never begun, is not printed")
    func nothingLeft() {
        let connecting = queue(message: "Connecting to printer.")
        func last(_ status: JobStatus, _ message: String) -> JobWatch.Verdict {
            var (job, verdict) = watch().seeing(
                .job(self.job(.processing), queue: connecting, news: []), at: .zero)
            (job, verdict) = job.seeing(.events([]), at: .seconds(3))
            #expect(verdict == .cancel)
            (job, verdict) = job.seeing(
                .farewell(status, queue: queue(isPrinting: false, message: message)),
                at: .seconds(3))
            guard verdict == .hearLastWord else { return verdict }
            return job.seeing(.lastWord(status), at: .seconds(3)).verdict
        }
        func isNotPrinted(_ verdict: JobWatch.Verdict) -> Bool {
            if case .over(.notPrinted) = verdict { true } else { false }
        }
        #expect(isNotPrinted(last(job(.canceled), "Connecting to printer.")))
        #expect(isNotPrinted(last(job(.canceled, wasStarted: false), "")))
        #expect(!isNotPrinted(last(job(.canceled), "Connected to printer.")))
    }

    @Test("B3 a job that CUPS begins again is cancelled, and never called printed")
    func begunAgain() {
        func event(_ state: JobStatus.State, _ job: Int = 7) -> QueueEvent {
            QueueEvent(sequence: 1, name: "job-state-changed", job: job, jobState: state)
        }
        let again = [event(.processing), event(.pending)]
        #expect(verdict(watch("ipp://p/", answers: true), .events(again)) == .cancel)
        let end = verdict(
            watch("ipp://p/", answers: true), .job(job(.completed), queue: nil, news: again))
        guard case .over(.unknown) = end else {
            Issue.record("\(end)")
            return
        }
        // Another job's events say nothing of this one.
        let others = again.map { event($0.jobState ?? .pending, 8) }
        #expect(verdict(watch(), .events(others)) == .listen(.seconds(1)))
        // Our own back end prints nothing twice.
        #expect(verdict(watch("pos://p/"), .events(again)) == .listen(.seconds(1)))
    }

    @Test("B9 while CUPS does not answer there is no progress, and a sentence")
    func noAnswer() {
        var (job, verdict) = watch().seeing(.noAnswer("CUPS is away."), at: .seconds(1))
        #expect(verdict == .listen(.seconds(1)))
        (job, verdict) = job.seeing(.noAnswer("CUPS is away."), at: .seconds(15))
        #expect(verdict == .cancel)
        (job, verdict) = job.seeing(.farewell(nil, queue: nil), at: .seconds(15))
        #expect(verdict == .over(.unknown("Job 7 was given up: CUPS is away.")))
    }
}
