package import Display
import Drawing
import Foundation
import Geometry
import Office
package import Screens
import Touch

/// The one thread that owns everything from a finger to a pixel. It waits in `poll` and for
/// nothing else: no disk, no socket, no actor. Others talk to it through a bounded mailbox.
package final class KioskLoop: @unchecked Sendable {
    // `mailbox`, `queries`, `isStopping`, `waiters` and `latencies` are touched under `lock` only.
    // The core is made and used on the loop's thread only, and `beat` is touched there.

    /// Inputs that may wait; a flood past that loses contacts, never answers.
    package static let maximumInputs = 4_096
    /// Touches whose time to the glass is remembered.
    package static let rememberedLatencies = 2_048

    package typealias Query = @Sendable (KioskCore) -> Void

    private struct Waiter {
        var holds: @Sendable (Session, _ isIdle: Bool) -> Bool
        var continuation: CheckedContinuation<Bool, Never>
    }

    private let lock = NSLock()
    private var mailbox: [KioskInput] = []
    private var queries: [Query] = []
    private var isStopping = false
    private var pendingEffects = 0
    private var waiters: [UUID: Waiter] = [:]
    private var latencies: [Duration] = []
    private var droppedInputs = 0
    /// Ends of a pipe: a byte in it wakes the loop out of `poll`.
    private let wakeRead: Int32
    private let wakeWrite: Int32
    private let clock: any KioskClock
    private let onEffects: @Sendable ([Effect]) -> Void
    private let onDisplayError: @Sendable (DisplayError) -> Void
    private let stopped = DispatchSemaphore(value: 0)
    /// What the loop does now and then to show that it turns; used on its thread only.
    private var beat: (interval: Duration, body: @Sendable () -> Void, next: Duration)?

    /// `onEffects` and `onDisplayError` are called on the loop's thread and must return at once.
    /// `heartbeat` is called by the loop at this interval, 1 s or more (T47).
    package init(
        clock: any KioskClock = SystemClock(),
        heartbeat: (interval: Duration, body: @Sendable () -> Void)? = nil,
        onEffects: @escaping @Sendable ([Effect]) -> Void,
        onDisplayError: @escaping @Sendable (DisplayError) -> Void
    ) {
        self.clock = clock
        beat = heartbeat.map { ($0.interval, $0.body, .zero) }
        self.onEffects = onEffects
        self.onDisplayError = onDisplayError
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        (wakeRead, wakeWrite) = (ends[0], ends[1])
    }

    deinit {
        Glibc.close(wakeRead)
        Glibc.close(wakeWrite)
    }

    /// Starts the thread. `makeCore` is called on it, so that all it makes stays there;
    /// `onFirstFrame` when the first picture is on the display.
    package func start(
        onFirstFrame: @escaping @Sendable () -> Void = {},
        makeCore: @escaping @Sendable () -> KioskCore
    ) {
        let thread = Thread { [self] in
            let core = makeCore()
            present(core)
            onFirstFrame()
            run(core)
            stopped.signal()
        }
        thread.name = "loket-loop"
        thread.stackSize = 4 << 20
        thread.start()
    }

    /// Ends the thread and waits for its end, at most two seconds.
    package func stop() {
        lock.withLock { isStopping = true }
        wake()
        _ = stopped.wait(timeout: .now() + .seconds(2))
        let left = lock.withLock {
            let all = waiters
            waiters = [:]
            return all
        }
        for waiter in left.values { waiter.continuation.resume(returning: false) }
    }

    /// Puts an input into the mailbox; returns at once.
    package func post(_ input: KioskInput) {
        lock.lock()
        if case .contact = input, mailbox.count >= Self.maximumInputs {
            droppedInputs += 1
        } else {
            mailbox.append(input)
        }
        lock.unlock()
        wake()
    }

    /// An effect is done with; `waitUntilIdle` counts them.
    package func effectFinished() {
        lock.withLock { pendingEffects -= 1 }
        wake()
    }

    /// Runs on the loop's thread between two frames, and gives back what it made.
    package func query<Value: Sendable>(
        _ body: @Sendable @escaping (KioskCore) -> Value
    ) async -> Value {
        await withCheckedContinuation { continuation in
            lock.withLock { queries.append { continuation.resume(returning: body($0)) } }
            wake()
        }
    }

    /// A copy of the screen, as it was drawn last.
    package func picture() async -> Picture { await query { Picture(pixels: $0.snapshot()) } }

    /// Waits until everything that came was handled, drawn and done with; false after the limit.
    package func waitUntilIdle(timeout: Duration) async -> Bool {
        await wait(timeout) { _, isIdle in isIdle }
    }

    /// Waits until the session is so; it is looked at after every turn of the loop. False after
    /// the limit.
    package func wait(
        timeout: Duration, until holds: @escaping @Sendable (Session) -> Bool
    ) async -> Bool {
        await wait(timeout) { session, _ in holds(session) }
    }

    private func wait(
        _ timeout: Duration, _ holds: @escaping @Sendable (Session, Bool) -> Bool
    ) async -> Bool {
        let id = UUID()
        let limit = Task {
            try await Task.sleep(for: timeout)
            lock.withLock { waiters.removeValue(forKey: id) }?.continuation
                .resume(returning: false)
        }
        defer { limit.cancel() }
        return await withCheckedContinuation { continuation in
            lock.withLock { waiters[id] = Waiter(holds: holds, continuation: continuation) }
            wake()
        }
    }

    /// Time from a touch event to its pixels on the display, of the newest touches, sorted.
    package func touchLatencies() -> [Duration] { lock.withLock { latencies.sorted() } }

    private func wake() {
        // A full pipe wakes as well as a fuller one.
        var one: UInt8 = 1
        _ = write(wakeWrite, &one, 1)
    }

    // MARK: On the loop's thread

    private func run(_ core: KioskCore) {
        while true {
            let (inputs, queries, isStopping) = take()
            if isStopping {
                core.close()
                return
            }
            let moment = clock.now()
            let effects = core.handle(inputs, at: moment)
            if !effects.isEmpty {
                lock.withLock { pendingEffects += effects.count }
                onEffects(effects)
            }
            present(core)
            remember(core.takeTouchUptimes())
            for query in queries { query(core) }
            resumeWaiters(core)
            beatIfDue()
            wait(for: core)
        }
    }

    private func present(_ core: KioskCore) {
        do throws(DisplayError) { try core.present() } catch { onDisplayError(error) }
    }

    private func take() -> ([KioskInput], [Query], Bool) {
        lock.withLock {
            defer {
                mailbox.removeAll(keepingCapacity: true)
                queries = []
            }
            return (mailbox, queries, isStopping)
        }
    }

    private func wait(for core: KioskCore) {
        var deadline = core.deadline
        if let beat { deadline = min(deadline, beat.next) }
        let left = deadline - clock.now().uptime
        // A minute at most: the deadline is never further away, and a wrong one heals.
        let milliseconds = min(60_000, max(0, Int((left / .milliseconds(1)).rounded(.up))))
        var descriptors = ([wakeRead] + core.descriptors).map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        poll(&descriptors, nfds_t(descriptors.count), Int32(milliseconds))
        guard descriptors[0].revents != 0 else { return }
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(wakeRead, &bytes, bytes.count) == bytes.count {}
    }

    /// Tells the watchdog that the loop turns, from nowhere else (T22, C9).
    private func beatIfDue() {
        guard var beat else { return }
        let now = clock.now().uptime
        if now < beat.next { return }
        beat.body()
        beat.next = now + beat.interval
        self.beat = beat
    }

    private func remember(_ touches: [Duration]) {
        if touches.isEmpty { return }
        let now = clock.now().uptime
        lock.withLock {
            latencies += touches.map { now - $0 }
            if latencies.count > Self.rememberedLatencies {
                latencies.removeFirst(latencies.count - Self.rememberedLatencies)
            }
        }
    }

    private func resumeWaiters(_ core: KioskCore) {
        let isBusy = core.session.isBusy
        let (waiting, isIdle) = lock.withLock {
            (waiters, !isBusy && pendingEffects == 0 && mailbox.isEmpty && queries.isEmpty)
        }
        for (id, waiter) in waiting where waiter.holds(core.session, isIdle) {
            // Its limit may have come first.
            lock.withLock { waiters.removeValue(forKey: id) }?.continuation.resume(returning: true)
        }
    }
}

/// A picture of the screen.
package struct Picture: @unchecked Sendable {
    // The pixels were copied for whoever asked, and nobody else has them.
    let pixels: PixelBuffer

    package func png() throws -> [UInt8] { try pixels.png() }
}
