import Glibc
import TestSupport
import Testing

@testable import Kernel

@Suite("Waiting", .timeLimit(.minutes(1)))
struct WaitingTests {
    @Test("The uptime is that of the kernel's events and never goes back")
    func uptime() throws {
        let before = Uptime.now()
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let kernel = Duration.seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
        #expect(before <= kernel && kernel <= Uptime.now())
    }

    @Test("A wait ends at its time, not before it")
    func end() {
        let due = Uptime.now() + .microseconds(1_500)
        let none = PollSet()
        #expect(!none.isReady(until: due))
        #expect(Uptime.now() >= due)
        let pause = Uptime.now() + .microseconds(500)
        Uptime.pause(for: .microseconds(500))
        #expect(Uptime.now() >= pause)
    }

    @Test("A time that is over only looks; one that no Int32 holds does no harm")
    func extremes() throws {
        let pipe = try Pipe()
        let set = PollSet(pipe.reader.number)
        #expect(!set.isReady(until: .zero))
        #expect(!set.isReady(until: .seconds(-1_000_000_000_000)))
        try pipe.writer.write([1])
        #expect(set.isReady(until: .seconds(1_000_000_000_000)))
        #expect(set.isReady())
    }

    @Test("Each place says what happened to its descriptor, and nil has one")
    func places() throws {
        let quiet = try Pipe()
        let full = try Pipe()
        try full.writer.write([1])
        var set = PollSet()
        let none = set.add(nil)
        let first = set.add(quiet.reader.number)
        let second = set.add(full.reader.number)
        let third = set.add(quiet.writer.number, [.readable, .writable])
        #expect(set.isReady(until: .zero))
        set.wait(until: .zero)
        #expect(set[none] == [] && set[first] == [] && set[second] == .readable)
        #expect(set[third] == .writable)
    }

    @Test("An end that is gone is told without being asked for")
    func broken() throws {
        let writer: Descriptor
        do {
            let pipe = try Pipe()
            writer = Descriptor(owning: dup(pipe.writer.number))
            let set = PollSet(writer.number, [])
            #expect(!set.isReady(until: .zero))
        }
        var set = PollSet(writer.number, [])
        set.wait(until: .zero)
        #expect(set[0].contains(.broken))
    }

    @Test("A signal ends no wait")
    func signals() async {
        await #expect(processExitsWith: .exitCode(0)) {
            signal(SIGALRM) { _ in }
            var often = itimerval(
                it_interval: timeval(tv_sec: 0, tv_usec: 2_000),
                it_value: timeval(tv_sec: 0, tv_usec: 2_000))
            setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &often, nil)
            let due = Uptime.now() + .milliseconds(30)
            var none = PollSet()
            exit(!none.wait(until: due) && Uptime.now() >= due ? 0 : 1)
        }
    }

    @Test("A wake is not lost, however many there are, and drain takes back all")
    func wake() throws {
        let pipe = try WakePipe()
        let set = PollSet(pipe.descriptor)
        #expect(!set.isReady(until: .zero))
        // More than a pipe holds.
        for _ in 0..<70_000 { pipe.wake() }
        #expect(set.isReady(until: .zero))
        pipe.drain()
        #expect(!set.isReady(until: .zero))
        pipe.wake()
        #expect(set.isReady(until: .zero))
    }

    @Test("The uptime clock sleeps to its deadline, and no longer than its task")
    func sleep() async throws {
        let clock = UptimeClock()
        let due = clock.now.advanced(by: .milliseconds(5))
        try await clock.sleep(until: due)
        #expect(clock.now >= due)
        #expect(clock.now.duration(to: due) <= .zero)
        let sleeper = Task { try await clock.sleep(for: .seconds(3_600)) }
        sleeper.cancel()
        await #expect(throws: CancellationError.self) { try await sleeper.value }
    }
}

extension PollSet {
    /// Waits in a copy, since an expectation takes nothing that changes.
    fileprivate func isReady(until end: Duration? = nil) -> Bool {
        var copy = self
        return copy.wait(until: end)
    }
}
