import Display
import Errands
package import Face
package import Foundation
package import Logging
package import Office
package import Records
import Screens
package import Settings
package import Slips
package import Touch

/// The machine behind the screen: does what sessions want done, and tells them what happened.
/// Effects are taken in their order; printing has an order of its own, so that a slow printer
/// holds no database up.
package actor Terminal {
    package nonisolated let loop: KioskLoop
    package nonisolated let records: Records
    package nonisolated let startedAt: Date
    let log: Logger
    let clock: any KioskClock
    var bundle: SettingsBundle
    /// What is on the screen; behind `bundle` for as long as somebody stands there (J1).
    var shownBundle: SettingsBundle
    var problems: [SettingsProblem]
    /// What was wrong at the start and stays so until the next one, a sentence each.
    let startProblems: [String]
    var printer: (any Printer)?
    var printRoom: PrintRoom?
    /// Nil: an accepted calibration counts until the end of the daemon.
    let calibrations: CalibrationStore?
    /// What became of the last one that was accepted, by its number.
    var calibrationEnds: [Int: CalibrationEnd] = [:]
    var condition = PrinterCondition.none
    var printerWarnings: [String] = []
    var isPrinting = false
    /// Nobody else asks the printer now (B11).
    var isAtPrinter = false
    /// Orders that have not ended, the one that prints among them.
    var ordersWaiting = 0
    /// Tickets of which surely nothing came out, for as long as their visitors may wait.
    var unprinted: [PrintOrder] = []
    /// Tickets that were not shown, since their visits were over; of the slips under way at most.
    var unseen: Set<TicketID> = []
    /// Ends of prints that could not be written down, for as long as the disk has no room.
    var owedEnds: [OwedEnd] = []
    /// The question that the printer has not answered yet; nothing prints beside it.
    var looking: Task<Void, Never>?
    /// What an earlier run left on record has no end yet: the disk was full, or another had it. Until
    /// then nothing new is put on record, which the recovery would take for the earlier run's.
    var owesRecovery = true
    private var recovering: Task<Void, Never>?
    /// The newest trouble of each kind that is met every two seconds, to be told once.
    private var told: [String: String] = [:]
    /// What an earlier run left at CUPS was not asked for yet, or CUPS was away since.
    var owesLeftovers = true
    /// The paper was out, and the printer has not said since that it has some.
    var paperWasOut = false
    /// Uptime since which a sensor sees the roll's end no more.
    var enoughSince: Duration?
    /// The roll that is in was told of as low by the count.
    var isLowTold = false
    var lastSurveyAt: Duration?
    var lastBusinessDate: CalendarDate?
    /// The clock stands before the newest ticket.
    var clockFault: ClockFault?
    package internal(set) var officerCalls = 0

    private let news: AsyncStream<HardwareNews>
    private let newsSink: AsyncStream<HardwareNews>.Continuation
    private let effects: AsyncStream<Effect>
    private let effectSink: AsyncStream<Effect>.Continuation
    private let prints: AsyncStream<PrintOrder>
    let printSink: AsyncStream<PrintOrder>.Continuation

    /// Without a printer numbers are on the screen only.
    package init(
        bundle: SettingsBundle, problems: [SettingsProblem], records: Records,
        printer: (any Printer)?, printRoom: PrintRoom?, startProblems: [String] = [],
        calibrations: CalibrationStore? = nil, clock: any KioskClock = SystemClock(), log: Logger,
        heartbeat: (interval: Duration, body: @Sendable () -> Void)? = nil
    ) {
        self.bundle = bundle
        shownBundle = bundle
        self.problems = problems
        self.startProblems = startProblems
        self.records = records
        self.printer = printer
        self.printRoom = printRoom
        self.calibrations = calibrations
        self.clock = clock
        self.log = log
        startedAt = clock.now().wall
        (news, newsSink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1_000))
        (effects, effectSink) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(10_000))
        (prints, printSink) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1_000))
        let sink = effectSink
        loop = KioskLoop(
            clock: clock, heartbeat: heartbeat,
            onEffects: { effects in
                for effect in effects { sink.yield(effect) }
            },
            onDisplayError: { error in
                log.error("display.failed", metadata: ["error": "\(error)"])
            })
    }

    /// Recovers what an earlier run left, then does what is asked until the task is cancelled.
    package func run() async {
        await recover()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.performEffects() }
            group.addTask { await self.printSlips() }
            group.addTask { await self.followNews() }
            group.addTask { await self.watchPrinter() }
        }
    }

    /// Start is recovery; there is no other path (B10, A3).
    private func recover() async {
        _ = await isRecovered()
        do { paperWasOut = try await records.isPaperOut() } catch {
            log.error("paper.unread", metadata: ["error": "\(error)"])
        }
        do { try await records.index(bundle.catalogue) } catch {
            log.error("search.failed", metadata: ["error": "\(error)"])
        }
        await cancelLeftovers()
        await turnDay(clock.now().wall)
        await refreshWaiting()
    }

    /// Whether what an earlier run left has its end, after another try where it has not.
    func isRecovered() async -> Bool {
        if owesRecovery, recovering == nil {
            recovering = Task {
                await self.recoverRecords()
                self.recovering = nil
            }
        }
        await recovering?.value
        return !owesRecovery
    }

    private func recoverRecords() async {
        do {
            let voids = bundle.settings.printer.unprinted == .void
            let open = try await records.recover(voidsUnprinted: voids, at: clock.now().wall)
            owesRecovery = false
            if !open.isEmpty {
                log.warning("recovery.prints", metadata: ["count": "\(open.count)"])
            }
        } catch {
            tellOnce("recovery.failed", "\(error)")
        }
    }

    /// A full disk has no room for the same line every two seconds either.
    func tellOnce(_ event: String, _ error: String) {
        if told[event] == error { return }
        told[event] = error
        log.error("\(event)", metadata: ["error": "\(error)"])
    }

    private func performEffects() async {
        for await effect in effects {
            if Task.isCancelled { return }
            await perform(effect)
            loop.effectFinished()
        }
    }

    private func printSlips() async {
        for await order in prints {
            if Task.isCancelled {
                order.ended?(.notPrinted("the terminal ends"))
                break
            }
            await printToItsEnd(order)
            ordersWaiting -= 1
        }
        dropPrints(prints)
    }

    /// A slip that is on its way when the terminal is told to end comes out; after this it is given
    /// up. Within the guardian's patience, with what giving up takes.
    static let endLimit = Duration.seconds(8)

    private func printToItsEnd(_ order: PrintOrder) async {
        let printing = Task { await print(order) }
        await withTaskCancellationHandler {
            await printing.value
        } onCancel: {
            Task {
                try? await Task.sleep(for: Self.endLimit)
                printing.cancel()
            }
        }
    }

    /// What the loop says of its devices; on its thread, so it is only noted here.
    package nonisolated func note(_ news: HardwareNews) {
        newsSink.yield(news)
    }

    private func followNews() async {
        for await item in news {
            let (event, level, fields) = item.logLine
            log.log(level: level, "\(event)", metadata: fields)
            await follow(item)
        }
    }

    /// What came of new settings.
    package enum Reload: Sendable, Equatable {
        case refused
        /// They count from the next fresh screen on.
        case taken
        /// Glass, devices, printer or page are to be others, which are looked at when the daemon
        /// starts; nothing has changed yet.
        case needsStart
    }

    /// New settings from the same files (SIGHUP). What is broken changes nothing (J1).
    package func reload(today: CalendarDate) async -> Reload {
        let loaded = bundle.reloaded(today: today)
        guard let value = loaded.value, loaded.errors.isEmpty || value.settings == bundle.settings
        else {
            for problem in loaded.errors {
                log.error("settings.refused", metadata: ["problem": "\(problem)"])
            }
            return .refused
        }
        let startKeys = value.settings.startKeys(changedFrom: bundle.settings)
        if !startKeys.isEmpty || isProfileNew(value) {
            let keys = startKeys.isEmpty ? "printer.profile" : startKeys.joined(separator: " ")
            log.notice("settings.startOver", metadata: ["keys": "\(keys)"])
            return .needsStart
        }
        await take(value, loaded.problems)
        log.info("settings.reloaded", metadata: ["problems": "\(loaded.problems.count)"])
        return .taken
    }

    /// For staff at once, and for visitors from the next fresh screen on.
    func take(_ bundle: SettingsBundle, _ problems: [SettingsProblem] = []) async {
        self.bundle = bundle
        self.problems = problems
        try? await records.index(bundle.catalogue)
        loop.post(.content(bundle.content, bundle.rules, bundle.settings.hours))
    }

    /// The printer's profile is of the same name and says something else.
    private func isProfileNew(_ bundle: SettingsBundle) -> Bool {
        guard bundle.settings.printer.queue != nil else { return false }
        let loaded = PrinterProfile.load(
            name: bundle.settings.printer.profile, folder: bundle.printersFolder)
        // Without a room the one of the start was broken.
        return loaded.value.map { $0 != printRoom?.profile } ?? false
    }

    /// Waits until nobody uses the screen and nothing is on its way to the printer: then the daemon
    /// may start over without anybody losing anything.
    package func untilFree() async {
        while !Task.isCancelled {
            if ordersWaiting == 0, await loop.query({ $0.isFree }) { return }
            try? await Task.sleep(for: .seconds(1))
        }
    }

    // MARK: Day and queue

    /// The business date that counts at this moment: behind the newest record it is that
    /// record's, whatever the clock says, and the fault is named once (A2).
    func today(_ wall: Date) async -> CalendarDate {
        guard let known = try? await records.clock(at: wall, day: bundle.day) else {
            return bundle.day.date(at: wall)
        }
        if (known.fault == nil) != (clockFault == nil) {
            if let fault = known.fault {
                log.error("clock.behind", metadata: ["problem": "\(fault)"])
            } else {
                log.notice("clock.right")
            }
        }
        clockFault = known.fault
        return known.date
    }

    /// What still waits from earlier days expires and is counted (A3).
    func turnDay(_ wall: Date) async {
        let today = await today(wall)
        if today == lastBusinessDate { return }
        // A clock that was set back must not make today's tickets expire later on.
        if let last = lastBusinessDate, today < last { return }
        lastBusinessDate = today
        do {
            let expired = try await records.expire(before: today)
            if expired > 0 {
                log.info("day.expired", metadata: ["count": "\(expired)"])
            }
        } catch {
            log.error("day.failed", metadata: ["error": "\(error)"])
        }
    }

    func refreshWaiting() async {
        let today = await today(clock.now().wall)
        if let counts = try? await records.waitingCounts(on: today) {
            loop.post(.event(.waiting(counts)))
        }
    }
}
