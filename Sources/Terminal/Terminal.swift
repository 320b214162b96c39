package import Desk
import Display
import Errands
package import Face
package import Foundation
import Kernel
package import Logging
import Office
package import Records
import Screens
package import Settings
package import Slips
package import Sound
package import Touch

/// The thin shell around the desk: takes effects and reports in their order, opens a transaction for
/// each, posts what the desk tells to the screen, and takes its steps to the printer.
package actor Terminal {
    package nonisolated let loop: KioskLoop
    package nonisolated let records: Records
    package nonisolated let startedAt: Date
    nonisolated let parts: TerminalParts
    nonisolated let inbox = Inbox()
    /// Newest settings, and what is wrong in their files.
    private(set) var settings: (bundle: SettingsBundle, problems: [SettingsProblem])
    /// Changed by the one who has the turn alone.
    package private(set) var desk: Desk
    private(set) var turns = DeskTurns()
    private var endWaiters = EndWaiters()
    /// Step at the printer that is under way, and the print in it.
    private var underWay: (step: Task<Void, Never>, print: Task<PrintEnd, Never>?)?
    /// Results of queues that were resumed, for those who asked for it.
    private var resumed: [WorkID: Result<Int, any Error>] = [:]
    /// How accepted calibrations came to the disk, by their numbers.
    var calibrationEnds: [Int: CalibrationEnd] = [:]

    /// Without a printer numbers are on the screen only.
    package init(
        bundle: SettingsBundle, problems: [SettingsProblem], records: Records,
        printer: (any Printer)?, printRoom: PrintRoom?, startProblems: [String] = [],
        calibrations: CalibrationStore? = nil, pads: PadRegister = PadRegister(),
        sound: SoundPlayer = SoundPlayer(device: nil),
        clock: any KioskClock = SystemClock(), log: Logger,
        heartbeat: (interval: Duration, body: @Sendable () -> Void)? = nil
    ) {
        settings = (bundle, problems)
        self.records = records
        let bulletin = Bulletin()
        let log = Logger(label: log.label) { _ in BulletinLog(log.handler, bulletin) }
        parts = TerminalParts(
            printer: printer, printRoom: printRoom, startProblems: startProblems,
            calibrations: calibrations, pads: pads, sound: sound, clock: clock, log: log,
            bulletin: bulletin)
        desk = Desk(rules: bundle.deskRules, printer: parts.deskPrinter)
        startedAt = clock.now().wall
        let effects = inbox.effects
        loop = KioskLoop(
            clock: clock, heartbeat: heartbeat,
            onEffects: { effects.add($0) },
            onDisplayError: { error in
                log.error("display.failed", metadata: ["error": "\(error)"])
            })
    }

    package var bundle: SettingsBundle { settings.bundle }
    nonisolated var clock: any KioskClock { parts.clock }
    /// Log whose lines are news of the bulletin as well.
    package nonisolated var log: Logger { parts.log }
    package nonisolated var faults: StandingFaults { parts.faults }
    /// News for those who watch the terminal.
    package nonisolated var bulletin: Bulletin { parts.bulletin }

    /// Recovers what an earlier run left, then does what is asked until the task is cancelled.
    package func run() async {
        for item in DeskItem.start { await take(item) }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.performEffects() }
            group.addTask { await self.followNews() }
            group.addTask { await self.followPads() }
            group.addTask { await self.followTimer() }
            group.addTask { await self.followHealth() }
            group.addTask { await self.followWaits() }
        }
        await finish()
    }

    private func performEffects() async {
        for await effect in inbox.effects.effects {
            if Task.isCancelled { return }
            inbox.effects.taken()
            if case .callOfficer = effect { parts.sound.play(.officer) }
            await take(.effect(effect))
            loop.effectFinished()
        }
    }

    private func followNews() async {
        for await item in inbox.news {
            let (event, level, fields) = item.logLine
            log.log(level: level, "\(event)", metadata: fields)
            await follow(item)
        }
    }

    private func followTimer() async {
        while !Task.isCancelled {
            await turn()
            try? await UptimeClock().sleep(for: Desk.turn)
        }
    }

    // MARK: The desk

    /// Takes an item in its turn, and tells what came of it once the disk has it.
    @discardableResult
    package func take(_ item: DeskItem) async -> DeskOutcome {
        await takeTurn()
        let (desk, records, now) = (desk, records, clock.now())
        // Not in this task, which may have been cancelled: nothing would be written then.
        let (next, outcome) = await Task { await desk.running(item, on: records, at: now) }.value
        self.desk = next
        tell(outcome)
        giveTurn()
        return outcome
    }

    /// Changes the desk in one transaction, for staff. Throws what `body` throws, as `RecordsError`.
    func transact<Value: Sendable>(
        expecting: (Value) -> WorkID? = { _ in nil },
        _ body:
            @Sendable @escaping (inout Desk, RecordsTransaction, Moment) throws -> (
                Value, DeskOutcome
            )
    ) async throws(RecordsError) -> Value {
        await takeTurn()
        defer { giveTurn() }
        let (desk, records, now) = (desk, records, clock.now())
        let result = await Task { () async -> Result<(Desk, Value, DeskOutcome), RecordsError> in
            do throws(RecordsError) {
                return .success(
                    try await records.transaction { transaction in
                        var next = desk
                        let (value, outcome) = try body(&next, transaction, now)
                        return (next, value, outcome)
                    })
            } catch { return .failure(error) }
        }.value
        let (next, value, outcome) = try result.get()
        self.desk = next
        if let id = expecting(value) { endWaiters.expect(id) }
        tell(outcome)
        return value
    }

    /// Asks the desk and the records in its turn; nothing is written.
    func look<Value: Sendable>(
        _ body:
            @Sendable @escaping (inout Desk, RecordsTransaction) throws -> (
                Value, DeskOutcome
            )
    ) async throws(RecordsError) -> Value {
        await takeTurn()
        defer { giveTurn() }
        let desk = desk
        let (next, value, outcome) = try await records.read { transaction in
            var next = desk
            let (value, outcome) = try body(&next, transaction)
            return (next, value, outcome)
        }
        self.desk = next
        tell(outcome)
        return value
    }

    /// Changes the desk without the records.
    func change<Value>(_ body: (inout Desk) -> Value) async -> Value {
        await takeTurn()
        defer { giveTurn() }
        return body(&desk)
    }

    /// Routine turn of the desk: the day, what is owed, and a look at an idle printer.
    package func turn() async {
        for item in await change({ $0.routine() }) { await take(item) }
        await retryDisk()
        if parts.waitRoom.isDue(at: Uptime.now()) { inbox.waitSink.yield() }
        inbox.turnSink.yield()
    }

    private func takeTurn() async {
        if !turns.takeFree() { await withCheckedContinuation { turns.wait($0) } }
        turns.began = Uptime.now()
    }

    private func giveTurn() {
        turns.began = nil
        advance()
        turns.give()
    }

    private func tell(_ outcome: DeskOutcome) {
        if outcome.failure != nil { noteDisk() }
        for event in outcome.events {
            loop.post(.event(event))
            if case .waiting = event { inbox.waitSink.yield() }
        }
        bulletin.publish(outcome, at: clock.now().wall)
        for line in outcome.lines { log.log(line) }
        for (id, end) in outcome.ends { endWaiters.end(id, end) }
    }

    // MARK: Work for the printer

    /// Begins the desk's next step at the printer, where none is under way.
    private func advance() {
        guard let (step, events) = desk.nextStep(at: clock.now()) else { return }
        tell(DeskOutcome(events))
        underWay = (Task { await self.perform(step) }, nil)
    }

    private func perform(_ step: PrintDesk.Step) async {
        let hand = PrinterHand(parts: parts)
        switch step {
        case .cancelLeftovers: await take(.printer(.leftovers(await hand.cancelLeftovers())))
        case .ask:
            let (condition, warnings) = await hand.ask()
            await take(.printer(.condition(condition, warnings: warnings)))
        case .giveUp(let end): await take(.printer(.ended(end, millimetres: 0)))
        case .resume(let id):
            resumed[id] = await hand.resume(
                bundle.settings.printer, of: records.terminal)
            await take(.printer(.resumed))
        case .askScreen(let ids): await take(.printer(.sights(await sights(ids))))
        case .print(let slips, let name):
            let (job, millimetres) = await hand.job(slips, name: name)
            let end: PrintEnd
            switch job {
            case .failure(let why): end = .notPrinted("\(why)")
            case .success(let job): end = await print(job, by: hand)
            }
            await take(.printer(.ended(end, millimetres: millimetres)))
        }
    }

    private func print(_ job: PrintJob, by hand: PrinterHand) async -> PrintEnd {
        // A task of its own, so that giving it up does not keep its end from the disk.
        let print = Task {
            await hand.print(
                job,
                willSend: { job in
                    let outcome = await self.take(.printer(.willSend(job: job)))
                    if let failure = outcome.failure { throw failure }
                },
                sees: { await self.take(.printer(.sees($0))) })
        }
        underWay?.print = print
        return await print.value
    }

    /// Sights that the visitors of these tickets have of them.
    private func sights(_ ids: [TicketID]) async -> [TicketID: UnprintedSight] {
        // All at once: the first one that is printed anew changes the screen.
        await loop.query { core in
            Dictionary(ids.map { ($0, core.session.sight(ofUnprinted: $0)) }) {
                $1
            }
        }
    }

    /// Waits for the end of work that was announced to `endWaiters`.
    func end(of id: WorkID) async -> WorkEnd {
        await withCheckedContinuation { endWaiters.wait(id, $0) }
    }

    /// Puts an order of staff into the printer's inbox and waits for its end.
    func printed(
        _ body: @Sendable @escaping (inout Desk, RecordsTransaction, Moment) throws -> Desk.Ordered
    ) async throws(RecordsError) -> PrintEnd {
        let id = try await transact(expecting: { $0 }, { try body(&$0, $1, $2) })
        guard case .printed(let end) = await end(of: id) else { return .unknown("no end") }
        return end
    }

    /// Asks the printer in its turn and waits for the answer.
    package func lookAtPrinter() async {
        guard let id = await expected({ $0.askPrinter() }) else { return }
        _ = await end(of: id)
    }

    /// Lets the queue take jobs and print again, asks the printer, and waits for both. Returns how
    /// many slips were cancelled; nil without a printer.
    func resumeQueue() async throws -> Int? {
        guard let id = await expected({ $0.resumeQueue() }) else { return nil }
        _ = await end(of: id)
        return try resumed.removeValue(forKey: id)?.get()
    }

    private func expected(_ body: (inout Desk) -> WorkID?) async -> WorkID? {
        await takeTurn()
        defer { giveTurn() }
        let id = body(&desk)
        if let id { endWaiters.expect(id) }
        return id
    }

    // MARK: The end

    /// Time for a slip that is on its way when the terminal is told to end; then it is given up.
    /// Within the guardian's patience, with what giving up takes.
    static let endLimit = Duration.seconds(8)

    private func finish() async {
        parts.sound.stop()
        for id in await change({ $0.close() }) {
            endWaiters.end(id, .printed(.notPrinted("the terminal ends")))
        }
        let limit = Task {
            try await UptimeClock().sleep(for: Self.endLimit)
            underWay?.print?.cancel()
        }
        defer { limit.cancel() }
        while desk.prints.isBusy, let step = underWay?.step { await step.value }
    }

    /// Waits until nobody uses the screen and nothing is on its way to the printer: then the daemon
    /// may start over without anybody losing anything.
    package func untilFree() async {
        while !Task.isCancelled {
            if !desk.prints.hasOrders, await loop.query({ $0.isFree }) { return }
            for await _ in inbox.turns { break }
        }
    }

    // MARK: Settings

    /// New settings count for staff at once, and for visitors from the next fresh screen on.
    func take(_ bundle: SettingsBundle, _ problems: [SettingsProblem] = []) async {
        await change {
            settings = (bundle, problems)
            $0.rules = bundle.deskRules
        }
        await take(.index)
        inbox.waitSink.yield()
        loop.post(
            .content(
                bundle.content, bundle.rules, bundle.settings.hours,
                dayStartMinute: bundle.settings.dayStartMinute))
    }
}
