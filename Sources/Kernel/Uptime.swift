import Glibc

/// Time since the machine started (`CLOCK_MONOTONIC`). No change of the wall clock moves it, and
/// events of input devices bear it too (T34).
package enum Uptime {
    package static func now() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    /// Holds the calling thread for this long. Not for threads of the concurrency pool:
    /// `UptimeClock` waits without a thread.
    package static func pause(for duration: Duration) {
        var none = PollSet()
        none.wait(until: now() + duration)
    }
}

/// Uptime as a `Clock`, and the only place in Sources that sleeps on real time. Whatever waits
/// takes `any Clock<Duration>`, so that a test or the simulator gives it another one.
package struct UptimeClock: Clock {
    package struct Instant: InstantProtocol {
        /// Time since the machine started.
        package var uptime: Duration

        package init(uptime: Duration) {
            self.uptime = uptime
        }

        package func advanced(by duration: Duration) -> Instant {
            Instant(uptime: uptime + duration)
        }

        package func duration(to other: Instant) -> Duration { other.uptime - uptime }

        package static func < (left: Instant, right: Instant) -> Bool {
            left.uptime < right.uptime
        }
    }

    package init() {}

    package var now: Instant { Instant(uptime: Uptime.now()) }

    package var minimumResolution: Duration { .nanoseconds(1) }

    /// Waits without holding a thread. Throws `CancellationError` as soon as the task is
    /// cancelled.
    package func sleep(until deadline: Instant, tolerance: Duration? = nil) async throws {
        try await Task.sleep(
            for: max(Duration.zero, now.duration(to: deadline)), tolerance: tolerance,
            clock: .continuous)
    }

    /// Waits until the task is cancelled.
    package static func sleepUntilCancelled() async {
        for await _ in AsyncStream<Never>.makeStream().stream {}
    }
}
