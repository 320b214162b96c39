import Office
import SlipSamples
import Testing

@testable import Cups
@testable import Slips

@Suite("How long a job may stand still", .timeLimit(.minutes(10)))
struct JobProgressTests {
    private func job(
        _ state: JobStatus.State = .processing, impressions: Int = 0
    ) -> JobStatus {
        JobStatus(id: 1, name: "t", state: state, message: "", impressions: impressions)
    }

    private func queue(
        _ reasons: [String] = [], isStopped: Bool = false, isPrinting: Bool = true,
        isAccepting: Bool = true, message: String = ""
    ) -> QueueStatus {
        QueueStatus(
            name: "q", isStopped: isStopped, isAccepting: isAccepting, isPrinting: isPrinting,
            reasons: reasons, message: message, device: "", errorPolicy: nil)
    }

    private let limits = CupsPrinter.Limits()

    @Test("B3 a job without progress and without a known cause has 15 s")
    func standstill() {
        var progress = JobProgress(at: .zero)
        progress.saw(job(), queue(), at: .seconds(1))
        progress.saw(job(), queue(), at: .seconds(15.9))
        #expect(progress.idle(at: .seconds(15.9)) < progress.limit(limits))
        #expect(progress.idle(at: .seconds(16)) >= progress.limit(limits))
        #expect(progress.limit(limits) == .seconds(15))
    }

    /// Whether a job was begun again, by what is read of it one after the other.
    private func isBegunAgain(
        _ sights: [(state: JobStatus.State, startedAt: Int?, message: String)]
    ) -> Bool {
        var progress = JobProgress(at: .zero)
        for sight in sights {
            var status = job(sight.state)
            status.wasStarted = sight.startedAt != nil
            status.startedAt = sight.startedAt
            progress.saw(status, queue(message: sight.message), at: .seconds(1))
            progress.sawStart(of: status)
        }
        return progress.isBegunAgain
    }

    @Test("B3 a job that was started and waits, or started at another time, is begun again")
    func begunAgain() {
        #expect(!isBegunAgain([(.pending, nil, ""), (.processing, 5, ""), (.completed, 5, "")]))
        #expect(!isBegunAgain([(.held, nil, ""), (.pending, nil, ""), (.processing, 7, "")]))
        #expect(isBegunAgain([(.processing, 5, ""), (.pending, 5, "")]))
        #expect(isBegunAgain([(.processing, 5, ""), (.processing, 6, "")]))
        #expect(isBegunAgain([(.processing, 5, ""), (.completed, 6, "")]))
        // A busy printer has taken nothing yet.
        let busy = "The printer is in use."
        #expect(
            !isBegunAgain([(.processing, 5, busy), (.pending, 5, ""), (.processing, 16, "")]))
    }

    @Test("B3 what CUPS tells of a job may be older than what was read of it")
    func told() {
        var progress = JobProgress(at: .zero)
        progress.sawStart(of: job())
        for state: JobStatus.State in [.held, .pending, .processing, .completed] {
            progress.wasTold(state)
        }
        #expect(!progress.isBegunAgain)
        progress.wasTold(.pending)
        #expect(progress.isBegunAgain)
    }

    @Test("B3 a page that a slow printer needs longer for is not given up meanwhile")
    func slowPage() throws {
        let profile = try Sample.profile("pdf-a4")
        let page = profile.duration(ofMillimetres: 297)
        var progress = JobProgress(at: .zero, duration: page)
        progress.saw(job(), queue(), at: .zero)
        #expect(progress.idle(at: .seconds(45)) < progress.limit(limits))
        #expect(progress.idle(at: .seconds(60)) >= progress.limit(limits))
        // Nothing has left for one that can't be reached.
        progress.saw(
            job(), queue(message: "The printer may not exist or is unavailable at this time."),
            at: .seconds(1))
        #expect(progress.limit(limits) == limits.unreachable)
    }

    @Test("B2 what somebody has to mend is told once, and that it was mended; nothing else is")
    func news() {
        var progress = JobProgress(at: .zero)
        var told: [PrinterCondition] = []
        for reasons in [
            ["connecting-to-device"], [], ["media-low-warning"], ["media-empty-error"],
            ["media-empty-report"], ["media-empty-error", "cover-open"], ["cover-open"],
            ["media-low-report"], [], ["offline-error"], ["other-error"], ["offline-error"], [],
        ] {
            progress.saw(job(), queue(reasons), at: .zero)
            if let news = progress.news() { told.append(news) }
        }
        #expect(told == [.paperOut, .coverOpen, .paperLow, .error, .ready])
    }

    @Test("B3 whatever moves starts the 15 s anew")
    func progressCounts() {
        var progress = JobProgress(at: .zero)
        progress.saw(job(.pending), queue(), at: .seconds(1))
        progress.saw(job(.processing), queue(), at: .seconds(10))
        progress.saw(job(.processing, impressions: 1), queue(), at: .seconds(20))
        #expect(progress.idle(at: .seconds(30)) == .seconds(10))
    }

    @Test(
        "B3 with paper out or cover open somebody may still come",
        arguments: [
            "media-empty-error", "media-needed-warning", "cover-open-report", "door-open",
        ])
    func knownCause(reason: String) {
        var progress = JobProgress(at: .zero)
        progress.saw(job(), queue([reason]), at: .zero)
        #expect(progress.limit(limits) == .seconds(60))
        progress.trouble = "CUPS does not answer"
        #expect(progress.limit(limits) == .seconds(15))
    }

    @Test("B1 a printer that can't be reached is given up after 3 s: nothing has left")
    func unreachable() {
        var progress = JobProgress(at: .zero)
        let first = "The printer may not exist or is unavailable at this time."
        progress.saw(job(), queue(message: "Connecting to printer."), at: .seconds(1))
        progress.saw(job(), queue(message: first), at: .seconds(2))
        progress.saw(job(), queue(message: "Connecting to printer."), at: .seconds(3))
        #expect(progress.limit(limits) == .seconds(3))
        #expect(progress.idle(at: .seconds(4)) == .seconds(3))
        progress.saw(job(), queue(message: "Connected to printer."), at: .seconds(4))
        #expect(progress.limit(limits) == .seconds(15))
        #expect(progress.idle(at: .seconds(4)) == .zero)
    }
}
