import Foundation
import Kernel
import Synchronization

/// Plays tones one after the other, on a thread of its own: a device that blocks holds nobody up.
///
/// The thread sleeps while nothing is to be played, and closes the device after `idleLimit`. A call of
/// alsa-lib that does not return is given up together with its thread.
package final class SoundPlayer: Sendable {
    /// Maximum number of tones that wait; later ones are dropped.
    package static let maximumWaiting = 8
    /// Age from which a tone is not played any more: a late answer would belong to another key.
    package static let lifetime = Duration.seconds(3)
    /// Time without a tone after which the device is closed.
    package static let idleLimit = Duration.seconds(5)
    /// Longest time of opening a device and playing one tone, beyond the tone's length.
    package static let silenceLimit = Duration.seconds(3)
    /// Least time from a failure to the next try.
    package static let retryInterval = Duration.seconds(10)
    /// Maximum number of threads that are given up. With more there is no sound until the next start.
    package static let maximumLostThreads = 3

    private struct Job: Sendable {
        /// Nil: the device is opened only, to learn whether it is there.
        var tone: Tone?
        var since: Duration
        var isDone: (@Sendable (SoundError?) -> Void)?
    }

    private enum Admission {
        case refused, waits
        case begins(thread: Int)
    }

    private struct State {
        var waiting: [Job] = []
        /// Number of the thread that plays; older ones were given up.
        var thread = 0
        var isRunning = false
        var lostCount = 0
        /// Job under way and the uptime at which it began.
        var current: (job: Job, began: Duration)?
        var fault: SoundError?
        var retryAt = Duration.zero
        var isStopped = false
    }

    /// ALSA's name of the device; nil: there is no sound.
    package let device: String?
    /// Level from 0 to 100.
    package let level: Int
    private let calls: SoundCalls
    private let limits: Limits
    private let state = Mutex(State())
    private let waking: WakePipe?

    /// Limits that a test makes shorter.
    package struct Limits: Sendable {
        package var idle = SoundPlayer.idleLimit
        package var silence = SoundPlayer.silenceLimit
        package var retry = SoundPlayer.retryInterval

        package init() {}
    }

    package init(
        device: String?, level: Int = 50, calls: SoundCalls = .alsa, limits: Limits = Limits()
    ) {
        self.device = device
        self.level = level
        self.calls = calls
        self.limits = limits
        waking = device == nil ? nil : try? WakePipe()
    }

    /// Error of the device, as it is now; nil: it has played, or was not asked yet.
    package var fault: SoundError? { state.withLock { $0.fault } }

    /// Puts a tone behind those that wait, and returns at once. Returns false where it is not played:
    /// there is no device or no level, or too many wait.
    @discardableResult
    package func play(_ tone: Tone) -> Bool { add(tone, isDone: nil) }

    /// Plays a tone and waits for its end. Throws where it can't be heard.
    package func played(_ tone: Tone) async throws(SoundError) {
        let error: SoundError? = await withCheckedContinuation { continuation in
            let once = Once(continuation)
            let fits = add(tone, isForced: true) { once.resume($0) }
            if !fits { once.resume(SoundError(device: device ?? "null", .silent)) }
        }
        if let error { throw error }
    }

    /// Opens the device to learn whether it is there, where that is not known or has failed before.
    package func probe() {
        guard device != nil else { return }
        _ = add(nil, isDone: nil)
    }

    /// Gives up a call that does not return. Called from time to time by whoever looks after the
    /// terminal, since the thread itself can't.
    package func look(at uptime: Duration) {
        let given: Job? = state.withLock { state in
            guard let (job, began) = state.current, let device else { return nil }
            let limit = limits.silence + (job.tone?.length ?? .zero)
            guard uptime - began > limit else { return nil }
            state.thread += 1
            state.lostCount += 1
            (state.isRunning, state.current, state.waiting) = (false, nil, [])
            state.fault = SoundError(device: device, .silent)
            state.retryAt = uptime + limits.retry
            return job
        }
        given?.isDone?(fault)
    }

    /// Ends the thread, after the tone under way.
    package func stop() {
        state.withLock { state in
            state.isStopped = true
            state.waiting = []
        }
        waking?.wake()
    }

    private func add(
        _ tone: Tone?, isForced: Bool = false, isDone: (@Sendable (SoundError?) -> Void)?
    ) -> Bool {
        guard device != nil, let waking, tone == nil || level > 0 else { return false }
        let now = Uptime.now()
        look(at: now)
        let admission = state.withLock { state in
            let mayTry = isForced || state.fault == nil || now >= state.retryAt
            let hasThread = state.isRunning || state.lostCount < Self.maximumLostThreads
            guard !state.isStopped, state.waiting.count < Self.maximumWaiting, mayTry, hasThread
            else { return Admission.refused }
            state.waiting.append(Job(tone: tone, since: now, isDone: isDone))
            defer { state.isRunning = true }
            return state.isRunning ? .waits : .begins(thread: state.thread)
        }
        switch admission {
        case .refused: return false
        case .waits: waking.wake()
        case .begins(let number): run(number)
        }
        return true
    }

    /// Number of threads that were given up and have not come back.
    var lostThreads: Int { state.withLock { $0.lostCount } }

    /// Whether the thread has ended and closed the device.
    var hasEnded: Bool { state.withLock { !$0.isRunning } }

    // MARK: On the thread

    private func run(_ number: Int) {
        let thread = Thread { [self] in
            var output: (any SoundOutput)?
            while isCurrent(number) {
                while let job = next(number) { perform(job, number, &output) }
                var waiting = PollSet(waking?.descriptor)
                let isWoken = waiting.wait(
                    until: output == nil ? nil : Uptime.now() + limits.idle)
                // Another thread may have taken over meanwhile, whose sign this is.
                guard isCurrent(number) else { break }
                if isWoken { waking?.drain() } else { output = nil }
            }
            output = nil
            state.withLock { state in
                if state.thread == number {
                    state.isRunning = false
                } else {
                    state.lostCount -= 1
                }
            }
        }
        thread.name = "loket-sound"
        thread.stackSize = 512 << 10
        thread.start()
    }

    private func isCurrent(_ number: Int) -> Bool {
        state.withLock { $0.thread == number && !$0.isStopped }
    }

    private func next(_ number: Int) -> Job? {
        let now = Uptime.now()
        return state.withLock { state in
            guard state.thread == number else { return nil }
            while !state.waiting.isEmpty {
                let job = state.waiting.removeFirst()
                // Those who wait for the end have their tone, however late.
                if job.isDone == nil, now - job.since > Self.lifetime { continue }
                state.current = (job, now)
                return job
            }
            return nil
        }
    }

    private func perform(_ job: Job, _ number: Int, _ output: inout (any SoundOutput)?) {
        var error: SoundError?
        do throws(SoundError) {
            try play(job.tone, &output)
        } catch let first {
            // A device that was pulled and plugged in again needs to be opened anew.
            let wasOpen = output != nil
            output = nil
            error = first
            if wasOpen, isCurrent(number) {
                do throws(SoundError) {
                    try play(job.tone, &output)
                    error = nil
                } catch let second {
                    output = nil
                    error = second
                }
            }
        }
        let isOurs = state.withLock { state in
            guard state.thread == number else { return false }
            state.current = nil
            state.fault = error
            if error != nil { state.retryAt = Uptime.now() + limits.retry }
            return true
        }
        if isOurs { job.isDone?(error) }
    }

    private func play(_ tone: Tone?, _ output: inout (any SoundOutput)?) throws(SoundError) {
        let name = device ?? "null"
        let open = if let output { output } else { try calls.open(name) }
        output = open
        guard let tone else { return }
        let samples = Samples.of(tone, level: level)
        let begin = Uptime.now()
        let limit = begin + tone.length + limits.silence
        var rest = samples[...]
        while !rest.isEmpty {
            let count = try open.write(rest)
            rest = rest.dropFirst(count)
            if count > 0 { continue }
            guard Uptime.now() < limit else { throw SoundError(device: name, .silent) }
            try open.wait(.milliseconds(50))
        }
        try open.finish()
        // A device without a clock of its own would play all tones at once.
        let left = begin + tone.length - Uptime.now()
        if left > .zero { Uptime.pause(for: left) }
    }
}

/// Continuation that the thread or the one who gives it up resumes, whichever comes first.
private final class Once: Sendable {
    private let continuation: Mutex<CheckedContinuation<SoundError?, Never>?>

    init(_ continuation: CheckedContinuation<SoundError?, Never>) {
        self.continuation = Mutex(continuation)
    }

    func resume(_ error: SoundError?) {
        continuation.withLock { continuation in
            defer { continuation = nil }
            return continuation
        }?.resume(returning: error)
    }
}
