package import Display
import Drawing
package import Errands
import Foundation
import Geometry
import Kernel
import Office
package import Screens
import Synchronization
import Touch

/// The one thread that does everything from input to pixels. It waits only in `poll`, never for
/// disk, socket or actor. Other threads send it messages through a bounded mailbox.
package final class KioskLoop: Sendable {
    /// Maximum number of inputs in the mailbox. Further contacts are dropped, other inputs never.
    package static let maximumInputs = 4_096
    /// Number of touch latencies that are kept.
    package static let rememberedLatencies = 2_048
    /// Maximum time for which `stopped` waits for the end of the thread.
    package static let endLimit = Duration.seconds(2)

    /// Longest wait of the loop for anything to happen.
    static let longestWait = Duration.seconds(60)
    /// Longest wait of a loop that nobody can wake.
    static let unwokenTurn = Duration.milliseconds(10)

    package typealias Query = @Sendable (KioskCore) -> Void

    private struct Waiter {
        var holds: @Sendable (Session, _ isIdle: Bool) -> Bool
        /// Uptime after which the waiter is resumed with false.
        var limit: Duration
        var continuation: CheckedContinuation<Bool, Never>
    }

    private enum Life { case new, running, stopping, ended }

    private struct State {
        var mailbox: [KioskInput] = []
        var queries: [Query] = []
        var life = Life.new
        var pendingEffects = 0
        var waiters: [Waiter] = []
        /// Continuations of `stopped`, by their number.
        var endWaiters: [Int: CheckedContinuation<Void, Never>] = [:]
        var endWaiterCount = 0
        var latencies: [Duration] = []
        var drops = LoopDrops()
        /// Whether contacts were dropped since the mailbox was emptied: an up may be among them.
        var hasLostContacts = false
    }

    private let state = Mutex(State())
    /// Wakes the loop from its wait; nil where the machine had no descriptor left for it.
    private let waking: WakePipe?
    private let clock: any KioskClock
    private let heartbeat: (interval: Duration, body: @Sendable () -> Void)?
    private let onEffects: @Sendable ([Effect]) -> EffectsTaken
    private let onDisplayError: @Sendable (DisplayError) -> Void

    /// Makes a loop. `onEffects` and `onDisplayError` are called on the loop's thread and must
    /// return at once; `onEffects` says which effects it could not take. `heartbeat` is called there
    /// at its interval, 1 s or more (T47).
    package init(
        clock: any KioskClock = SystemClock(),
        heartbeat: (interval: Duration, body: @Sendable () -> Void)? = nil,
        onEffects: @escaping @Sendable ([Effect]) -> EffectsTaken,
        onDisplayError: @escaping @Sendable (DisplayError) -> Void
    ) {
        self.clock = clock
        self.heartbeat = heartbeat
        self.onEffects = onEffects
        self.onDisplayError = onDisplayError
        waking = try? WakePipe()
    }

    /// Starts the thread, once. `hardware` is called on it, so that all it makes stays there;
    /// `onFirstFrame` when the first picture is on the display; `report` as in `FacePlan.core`.
    package func start(
        _ plan: FacePlan, report: @escaping @Sendable (HardwareNews) -> Void = { _ in },
        onFirstFrame: @escaping @Sendable () -> Void = {},
        on hardware: @escaping @Sendable () -> Hardware
    ) {
        state.withLock { if $0.life == .new { $0.life = .running } }
        let thread = Thread { [self] in
            let core = plan.core(on: hardware(), at: clock.now(), report: report)
            present(core)
            onFirstFrame()
            run(core)
            end()
        }
        thread.name = "loket-loop"
        thread.stackSize = 4 << 20
        thread.start()
    }

    /// Tells the thread to end, and returns at once.
    package func stop() {
        state.withLock { state in
            switch state.life {
            // There is no thread that could end.
            case .new: state.life = .ended
            case .running: state.life = .stopping
            case .stopping, .ended: break
            }
        }
        resumeWaiters { _ in false }
        wake()
    }

    /// Tells the thread to end and waits for its end, at most `endLimit`.
    package func stopped() async {
        stop()
        let number = state.withLock { state in
            state.endWaiterCount += 1
            return state.endWaiterCount
        }
        let limit = Task {
            try await UptimeClock().sleep(for: Self.endLimit)
            state.withLock { $0.endWaiters.removeValue(forKey: number) }?.resume()
        }
        await withCheckedContinuation { continuation in
            let hasEnded = state.withLock { state in
                if state.life == .ended { return true }
                state.endWaiters[number] = continuation
                return false
            }
            if hasEnded { continuation.resume() }
        }
        limit.cancel()
    }

    /// Puts an input into the mailbox and returns at once.
    package func post(_ input: KioskInput) {
        state.withLock { state in
            if case .contact = input, state.mailbox.count >= Self.maximumInputs {
                state.drops.inputs += 1
                state.hasLostContacts = true
            } else {
                state.mailbox.append(input)
            }
        }
        wake()
    }

    /// Number of inputs and effects that were dropped since the start because a queue was full.
    package var drops: LoopDrops { state.withLock { $0.drops } }

    /// Reports that one effect was performed; `waitUntilIdle` counts them.
    package func effectFinished() {
        state.withLock { $0.pendingEffects -= 1 }
        wake()
    }

    /// Runs `body` on the loop's thread between two frames, and returns its result. Never returns
    /// where the loop has not been started.
    package func query<Value: Sendable>(
        _ body: @Sendable @escaping (KioskCore) -> Value
    ) async -> Value {
        await withCheckedContinuation { continuation in
            state.withLock { $0.queries.append { continuation.resume(returning: body($0)) } }
            wake()
        }
    }

    /// Copy of the picture that was drawn last.
    package func picture() async -> Picture { await query { Picture(pixels: $0.snapshot()) } }

    /// Waits until all inputs were handled and drawn and all effects were performed. Returns false
    /// after `timeout`.
    package func waitUntilIdle(timeout: Duration) async -> Bool {
        await wait(timeout) { _, isIdle in isIdle }
    }

    /// Waits until the session meets a condition, which is checked after every turn of the loop.
    /// Returns false after `timeout`.
    package func wait(
        timeout: Duration, until holds: @escaping @Sendable (Session) -> Bool
    ) async -> Bool {
        await wait(timeout) { session, _ in holds(session) }
    }

    private func wait(
        _ timeout: Duration, _ holds: @escaping @Sendable (Session, Bool) -> Bool
    ) async -> Bool {
        // Use the machine's time, since the clock of a test may stand still.
        let limit = SystemClock.uptime() + timeout
        return await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.life == .stopping || state.life == .ended { return true }
                state.waiters.append(
                    Waiter(holds: holds, limit: limit, continuation: continuation))
                return false
            }
            if isOver { continuation.resume(returning: false) }
            wake()
        }
    }

    /// Times from a touch event to its pixels on the display, for the newest touches, sorted.
    package func touchLatencies() -> [Duration] { state.withLock { $0.latencies.sorted() } }

    private func wake() { waking?.wake() }

    // MARK: On the loop's thread

    private func run(_ core: KioskCore) {
        var nextBeat = Duration.zero
        while true {
            let (inputs, queries, isStopping) = take()
            if isStopping {
                core.close()
                // Answer queries that came while the loop ended.
                for query in queries { query(core) }
                return
            }
            let moment = clock.now()
            let effects = core.handle(inputs, at: moment)
            if !effects.isEmpty { handOn(effects) }
            present(core)
            remember(core.takeTouchUptimes())
            for query in queries { query(core) }
            answerWaiters(core)
            beat(&nextBeat)
            wait(for: core, nextBeat)
        }
    }

    /// Hands effects on. Those that are not taken are answered at once: nobody waits for them.
    private func handOn(_ effects: [Effect]) {
        state.withLock { $0.pendingEffects += effects.count }
        let taken = onEffects(effects)
        if taken.droppedCount == 0 { return }
        state.withLock { state in
            state.pendingEffects -= taken.droppedCount
            state.drops.effects += taken.droppedCount
        }
        for event in taken.answers { post(.event(event)) }
    }

    private func end() {
        let waiting = state.withLock { state in
            state.life = .ended
            defer { state.endWaiters = [:] }
            return Array(state.endWaiters.values)
        }
        for continuation in waiting { continuation.resume() }
    }

    private func present(_ core: KioskCore) {
        do throws(DisplayError) { try core.present() } catch { onDisplayError(error) }
    }

    private func take() -> ([KioskInput], [Query], Bool) {
        state.withLock { state in
            defer {
                state.mailbox.removeAll(keepingCapacity: true)
                state.queries = []
                state.hasLostContacts = false
            }
            if state.hasLostContacts { state.mailbox.append(.touchLost) }
            return (state.mailbox, state.queries, state.life == .stopping)
        }
    }

    private func wait(for core: KioskCore, _ nextBeat: Duration) {
        var deadline = core.deadline
        if heartbeat != nil { deadline = min(deadline, nextBeat) }
        var left = deadline - clock.now().uptime
        if let limit = state.withLock({ $0.waiters.map(\.limit).min() }) {
            left = min(left, limit - SystemClock.uptime())
        }
        // No deadline is further away than a minute, and a wrong one does no lasting harm.
        let longest = waking == nil ? Self.unwokenTurn : Self.longestWait
        var descriptors = PollSet(waking?.descriptor)
        for descriptor in core.descriptors { descriptors.add(descriptor) }
        // The time between two inputs is for what the next one will ask for.
        while core.foresees, clock.now().uptime < deadline, !descriptors.wait(until: .zero) {
            core.foresee()
        }
        left = min(left, deadline - clock.now().uptime)
        descriptors.wait(until: Uptime.now() + min(longest, max(.zero, left)))
        if descriptors[0].isEmpty { return }
        waking?.drain()
    }

    /// Calls the heartbeat if it is due. Nothing else tells the watchdog that the loop runs (T22,
    /// C9).
    private func beat(_ next: inout Duration) {
        guard let heartbeat else { return }
        let now = clock.now().uptime
        if now < next { return }
        heartbeat.body()
        next = now + heartbeat.interval
    }

    private func remember(_ touches: [Duration]) {
        if touches.isEmpty { return }
        let now = clock.now().uptime
        state.withLock { state in
            state.latencies += touches.map { now - $0 }
            if state.latencies.count > Self.rememberedLatencies {
                state.latencies.removeFirst(state.latencies.count - Self.rememberedLatencies)
            }
        }
    }

    private func answerWaiters(_ core: KioskCore) {
        let (session, isBusy) = (core.session, core.session.isBusy)
        let isIdle = state.withLock {
            !isBusy && $0.pendingEffects == 0 && $0.mailbox.isEmpty && $0.queries.isEmpty
        }
        let now = SystemClock.uptime()
        resumeWaiters { waiter in
            if waiter.holds(session, isIdle) { return true }
            return waiter.limit <= now ? false : nil
        }
    }

    /// Resumes the waiters for which there is an answer.
    private func resumeWaiters(_ answer: (Waiter) -> Bool?) {
        let waiting = state.withLock { state in
            defer { state.waiters = [] }
            return state.waiters
        }
        if waiting.isEmpty { return }
        var left: [Waiter] = []
        for waiter in waiting {
            if let answer = answer(waiter) {
                waiter.continuation.resume(returning: answer)
            } else {
                left.append(waiter)
            }
        }
        // A waiter that is added after the end of the loop would wait forever.
        let isOver = state.withLock { state in
            if state.life == .stopping || state.life == .ended { return true }
            state.waiters += left
            return false
        }
        if isOver { for waiter in left { waiter.continuation.resume(returning: false) } }
    }
}
