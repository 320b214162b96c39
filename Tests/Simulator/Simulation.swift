import Desk
package import Drawing
import Errands
import Face
import Foundation
import Office
import Records
package import Screens
package import Settings
import TestSupport
import Touch

/// Office with one kiosk, its visitors and all that may go wrong, on simulated time. The real desk,
/// records and session run in it; the seed decides everything else.
package final class Simulation {
    /// Step at which an invariant was broken.
    package struct Fault: Sendable, CustomStringConvertible {
        package var seed: UInt64
        package var day: Int
        package var step: Int
        /// Finding, with the behaviour's code before it.
        package var finding: String
        package var sentence: String
        package var trace: [String]

        package var description: String {
            """
            seed \(seed), day \(day), step \(step): \(finding)
            \(sentence)
            \(trace.joined(separator: "\n"))
            """
        }
    }

    /// Sums of a run.
    package struct Counts: Sendable, Equatable {
        package var days = 0
        package var steps = 0
        package var visits = 0
        package var tickets = 0
        package var prints = 0
        package var kills = 0
        package var cuts = 0
        package var failedCalls = 0
        package var items = 0

        package init() {}

        package static func += (sum: inout Counts, more: Counts) {
            sum.days += more.days
            sum.steps += more.steps
            sum.visits += more.visits
            sum.tickets += more.tickets
            sum.prints += more.prints
            sum.kills += more.kills
            sum.cuts += more.cuts
            sum.failedCalls += more.failedCalls
            sum.items += more.items
        }
    }

    package let seed: UInt64
    package internal(set) var plan: OfficePlan
    let disk: SimulatedDisk
    let shaper: TextShaper
    var random: SeededRandom
    var clock = SimulatedClock(begin: Date(timeIntervalSince1970: 1_795_392_000 - 3_600))
    var agenda = Agenda()
    var trace = Trace()
    package var truth = Truth()
    var printer: SimulatedPrinter
    var visitor: Visitor?
    var daemon: Daemon?
    package var inspector: Inspector?
    /// Presses at counters, each with an identity of its own.
    var presses = 0
    /// Officers with a keypad, by the place of their counter.
    var officers: [Int: PadOfficer] = [:]
    /// Bindings of the keypads, as they were kept last.
    var bindings: [PadBinding] = []
    /// Counter whose keypad is waited for.
    var listening: Counter.ID?
    /// Draws of the officers with keypads, beside all others.
    var padRandom: SeededRandom
    package internal(set) var hallCounts = HallCounts()
    /// Lines of what happened, for the log of a day.
    var happenings: [String] = []
    /// Fault that a test puts into the world: keys reach the desk as if they were pressed just then.
    var hidesAge = false
    /// Chance that the disk takes seconds for a piece of work, as one in so many.
    var slowWork = 1_500
    var life = 0
    var startsByBoot = true
    var failedStarts = 0
    /// Day after which nothing is switched off, so that its end can be looked at.
    private var lastDay = 0
    package internal(set) var counts = Counts()
    package private(set) var fault: Fault?
    /// Incarnations of the records by their lives, for the checks.
    package internal(set) var incarnation: Int64 = 0

    /// `folder` is a real and empty folder. `shaper` may be shared by simulations of one thread.
    package init(seed: UInt64, bundle: SettingsBundle, folder: String, shaper: TextShaper) {
        self.seed = seed
        self.shaper = shaper
        random = SeededRandom(seed: seed)
        padRandom = SeededRandom(seed: seed &+ 0x9AD)
        plan = OfficePlan(bundle, &random)
        printer = SimulatedPrinter(
            answers: plan.answers, goesOn: plan.goesOn, seesNearEnd: plan.seesNearEnd)
        printer.paper = Double.random(in: 3_000...SimulatedPrinter.rollLength, using: &random)
        disk = SimulatedDisk(folder: folder, random: SeededRandom(seed: random.next()))
        truth.carriesOver = plan.bundle.settings.hours.isForcedOpen
        truth.rangedServices = Set(
            plan.bundle.catalogue.services.filter { $0.numberRange != nil }.map(\.id))
    }

    /// Lets SQLite draw from a seed as well. It holds for the whole process.
    package static func seedSQLite(_ seed: UInt64) {
        DiskVFS.seedRandomness(SeededRandom(seed: seed))
    }

    deinit {
        inspector?.close()
        daemon?.records.close()
        disk.remove()
    }

    /// Runs business days until all are done, an invariant is broken, or `isOver` says so.
    package func run(days: Int, until isOver: () -> Bool = { false }) {
        lastDay = days
        if counts.days == 0, counts.steps == 0 {
            agenda.add(.start, at: .zero)
            do { try installPads() } catch { report("D6 \(error)") }
            planDay()
        }
        while fault == nil, counts.days < days, !isOver(), let (time, step) = agenda.next() {
            clock.advance(to: time)
            counts.steps += 1
            trace.add(.step(step), at: clock.elapsed)
            take(step)
        }
        counts.failedCalls = disk.failureCount
        counts.tickets = truth.order.count
    }

    /// Session that runs; nil where the daemon does not.
    package var session: Session? { daemon?.core.session }

    /// Calls of SQLite that reached the disk.
    package var diskCalls: Int { disk.callCount }

    /// Hash of the journal as it is now; nil where the daemon does not run.
    package func journalHash() -> String? {
        guard let records = daemon?.records else { return nil }
        return try? records.readNow { try $0.journal.hash() }
    }

    /// Ends the run at a broken invariant. `finding` begins with its code.
    func report(_ finding: String) {
        guard fault == nil else { return }
        let code = String(finding.prefix { $0 != " " })
        fault = Fault(
            seed: seed, day: counts.days + 1, step: counts.steps, finding: finding,
            sentence: Invariant(rawValue: code)?.sentence
                ?? "A terminal goes on after every fault.",
            trace: trace.lines)
    }

    /// Adds words to the trace, which are made only if somebody reads them.
    func say(_ text: @escaping @autoclosure () -> String) {
        trace.add(.said(text), at: clock.elapsed)
    }

    func oneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }

    func soon(_ range: ClosedRange<Double>) -> Duration {
        clock.elapsed + .milliseconds(Int64(Double.random(in: range, using: &random) * 1_000))
    }

    private func take(_ step: Step) {
        switch step {
        case .start: start()
        case .turn(let life) where life == daemon?.life: turn()
        case .loop(let life) where life == daemon?.life && daemon?.loopAt == clock.elapsed:
            handle([])
        case .told(let life) where life == daemon?.life: tell()
        case .printer(let move, let life) where life == daemon?.life: atPrinter(move)
        case .pads(let life) where life == daemon?.life: tickPads()
        case .waits(let life) where life == daemon?.life: refreshWaits()
        case .turn, .loop, .told, .printer, .pads, .waits: break
        case .ghost(let job):
            printer.printGhost(job)
            takePaper()
        case .arrival: arrive()
        case .visitor: visit()
        case .finger(let contact, let phase, let point, let life):
            if life == self.life { finger(contact, phase, point) }
        case .officer(let number): officer(number)
        case .hand(let number): hand(number)
        case .key(let number, let stroke, let typing): key(number, stroke, typing: typing)
        case .plug(let number, let port): plugPad(number, port)
        case .world(let event): happen(event)
        case .evening: evening()
        }
    }

    // MARK: Days

    /// Plans a day from seven in the morning on.
    func planDay() {
        let morning = clock.elapsed
        agenda.add(.arrival, at: morning + .seconds(3_600))
        for number in 0..<OfficePlan.counterCount {
            officers[number]?.rest()
            agenda.add(
                officers[number] == nil ? .officer(number) : .hand(number),
                at: morning + .seconds(3_700 + 40 * number))
        }
        agenda.add(.evening, at: morning + .seconds(Int64(9 * 3_600)))
        let rates: [(WorldEvent, Double)] = [
            (.kill, 0.7), (.powerCut, 0.7), (.cleanRestart, 0.3), (.clockJump, 0.25),
            (.reload, 0.3), (.paperOut, 0.5), (.coverOpen, 0.8), (.offline, 0.6),
            (.cupsAway, 0.5), (.queueStopped, 0.3), (.silent, 0.3), (.diskFull, 0.3),
            (.diskFails, 0.8), (.staffReport, 0.5), (.staffTest, 0.5), (.staffResume, 0.3),
            (.staffRoll, 0.2), (.cleaning, 0.4), (.loadPaper, 0.3),
            (.padPulled, officers.isEmpty ? 0 : 0.6),
        ].map { event, rate in (event, plan.rates[event] ?? rate) }
        for (event, rate) in rates + [(.officeOrder, plan.orders)] {
            // People's orders are no trouble.
            var left = event == .officeOrder ? rate : rate * plan.trouble
            while left > 0 {
                if Double.random(in: 0..<1, using: &random) < left {
                    let second = Int64.random(in: 3_600...29_000, using: &random)
                    agenda.add(.world(event), at: morning + .seconds(second))
                }
                left -= 1
            }
        }
    }

    /// Ends a day: all is checked, and the night passes in a jump.
    private func evening() {
        visitor = nil
        checkAll()
        if fault == nil { checkReports() }
        counts.days += 1
        let night = 14 * 3_600
        if oneIn(3), daemon?.untold == nil, counts.days < lastDay {
            // Switched off for the night, in order or not.
            oneIn(2) ? losePower(back: night) : restart(back: night)
        }
        // Saturdays and Sundays are no business days, unless the office is always open.
        var hours = 15
        let weekday = (counts.days - 1) % 5
        if !plan.bundle.settings.hours.isForcedOpen, weekday == 4 { hours += 48 }
        agenda.add(.world(.morning), at: clock.elapsed + .seconds(Int64(hours * 3_600)))
    }
}
