import Desk
import Display
import Errands
import Face
import Foundation
import Geometry
import Office
import Records
import Screens
import Settings
import TestSupport

/// Lives of the daemon, and the way of its messages: what the terminal's threads do, in one.
extension Simulation {
    /// Starts the daemon, after a boot of the machine where the power was away.
    func start() {
        guard daemon == nil else { return }
        if startsByBoot {
            startsByBoot = false
            clock.boot()
            if plan.forgetsTime, counts.steps > 1 {
                clock.error = -clock.truth.timeIntervalSince1970
                truth.hasWrongClock = true
                agenda.add(.world(.clockMend), at: soon(10...2_400))
            }
        }
        life += 1
        let records: Records
        do throws(RecordsError) {
            records = try Records(
                folder: disk.folder, terminal: "sim1", now: clock.moment.wall,
                random: SeededRandom(seed: random.next()))
        } catch {
            say("no start: \(error)")
            if disk.isOff { return losePower() }
            failedStarts += 1
            if disk.failure == nil, failedStarts > 20 { report("I2 no start: \(error)") }
            agenda.add(.start, at: soon(2...3))
            return
        }
        failedStarts = 0
        if let kept = records.openingReport.damagedFileKeptAs {
            return report("A4 the file was damaged and lies at \(kept)")
        }
        let display = BlindDisplay(panel: .small)
        let core = plan.bundle.face.core(
            on: Hardware(display: display), at: clock.moment, shaper: shaper)
        let desk = Desk(rules: plan.bundle.deskRules, printer: plan.deskPrinter)
        daemon = Daemon(
            life: life, records: records, core: core, desk: desk, board: startedBoard(),
            at: clock.elapsed)
        do {
            inspector = try Inspector(disk)
            try lookAtStart()
        } catch { return report("A4 the file can't be read: \(error)") }
        note("the terminal is up")
        for item in DeskItem.start { post(.item(item)) }
        agenda.add(.turn(life), at: clock.elapsed + .milliseconds(50))
        handle([])
    }

    /// Ends a life. What the process held is gone; its files are closed, and change nothing more.
    func endLife() {
        // Its rows were looked at, but nobody was told of a response.
        if case .item(.effect(.saveSurvey)) = daemon?.untold?.work {
            truth.uncertainResponses += 1
        }
        daemon?.records.close()
        daemon = nil
    }

    /// Kills the process; the machine goes on.
    func kill() {
        guard daemon != nil else { return }
        counts.kills += 1
        note("the daemon is killed")
        disk.kill()
        orphan(power: false)
        endLife()
        agenda.add(.start, at: soon(1...3))
    }

    /// Cuts the power, for `back` seconds where that is said. Of what was not synced as much is lost as
    /// `loss` says, or the seed.
    func losePower(back: Int? = nil, _ loss: PowerLoss? = nil) {
        counts.cuts += 1
        let loss = loss ?? PowerLoss.allCases.randomElement(using: &random) ?? .some
        say("power cut: of what was not synced \(loss) is lost")
        note(daemon?.untold == nil ? "power cut" : "power cut within a piece of work")
        disk.cutPower(loss)
        orphan(power: true)
        endLife()
        visitor = nil
        startsByBoot = true
        agenda.add(.start, at: back.map { clock.elapsed + .seconds(Int64($0)) } ?? soon(20...400))
        if back == nil { agenda.add(.arrival, at: soon(420...500)) }
    }

    /// Ends the daemon in order, once nothing is under way.
    func restart(back: Int = 2) {
        guard let daemon else { return }
        if daemon.untold != nil || daemon.desk.prints.isBusy {
            agenda.add(.world(.cleanRestart), at: soon(4...6))
            return
        }
        note("the daemon is started anew, in order")
        _ = daemon.desk.close()
        inspector?.close()
        inspector = nil
        disk.observed { daemon.records.close() }
        disk.kill()
        self.daemon = nil
        agenda.add(.start, at: clock.elapsed + .seconds(Int64(back)))
    }

    private func orphan(power: Bool) {
        // The paper is looked at with everything else, when the file is opened anew.
        inspector?.close()
        inspector = nil
        if let job = printer.daemonDied(power: power, &random) {
            agenda.add(.ghost(job: job), at: soon(2...90))
        }
        takePaper()
    }

    // MARK: Messages

    /// Gives the loop its inputs, and the desk what the session wants.
    func handle(
        _ inputs: [KioskInput], touched: Bool = false, pressed: Bool = false, heard: Bool = false
    ) {
        guard let daemon else { return }
        let effects = daemon.core.handle(inputs, at: clock.moment)
        let session = daemon.core.session
        noteShown(session)
        let findings = daemon.watch.look(
            at: session, touched: touched, pressed: pressed, heard: heard, effects,
            ticketsPerVisit: plan.bundle.settings.limits.ticketsPerVisit, at: clock.elapsed)
        for finding in findings { report(finding) }
        for effect in effects {
            say("wants \(effect)")
            post(.item(.effect(effect)))
        }
        planLoop()
    }

    private func planLoop() {
        guard let daemon else { return }
        let deadline = clock.time(ofUptime: daemon.core.deadline)
        // An idle loop only draws the minute; the simulator looks at it less often.
        let isIdle = daemon.core.session.isFresh && visitor == nil
        let least = clock.elapsed + (isIdle ? .seconds(600) : .milliseconds(5))
        let next = max(deadline, least)
        guard daemon.loopAt <= clock.elapsed || next < daemon.loopAt else { return }
        daemon.loopAt = next
        agenda.add(.loop(daemon.life), at: next)
    }

    func post(_ work: Daemon.Work) {
        guard let daemon else { return }
        daemon.waiting.append(work)
        takeNext()
    }

    /// Lets the desk do the next piece of work, unless it is at one.
    private func takeNext() {
        guard let daemon, daemon.untold == nil, !daemon.waiting.isEmpty, fault == nil else {
            return
        }
        let work = daemon.waiting.removeFirst()
        armDisk()
        counts.items += 1
        let wish = noteWish(work)
        let wasOwed = !daemon.desk.owed.facts.isEmpty
        let (outcome, answer) = daemon.run(work, at: clock.moment)
        if disk.isOff {
            noteUncertain(work)
            say("the power went within \(work)")
            return losePower()
        }
        disk.callsUntilCut = nil
        if let failure = outcome.failure {
            say("failed: \(failure)")
            noteFailed(work)
            if case .refused = failure {} else { noteUncertainPress(work) }
        }
        daemon.untold = (work, outcome, answer)
        look(at: work, outcome, wish, answer)
        notePaper(work, outcome, wasOwed: wasOwed)
        // A disk of flash takes its time, and now and then a second.
        let delay =
            plan.trouble > 0 && oneIn(slowWork)
            ? soon(3...12) : oneIn(50) ? soon(0.2...2.5) : soon(0.001...0.012)
        agenda.add(.told(daemon.life), at: delay)
    }

    /// Tells what came of the work that the desk has done.
    func tell() {
        guard let daemon, let (work, outcome, answer) = daemon.untold else { return }
        daemon.untold = nil
        tellPress(work, answer)
        for event in outcome.events {
            if case .issued(_, let tickets) = event {
                daemon.watch.heard(tickets, at: clock.elapsed)
            }
            noteTold(event, of: work)
            var isQueue = false
            if case .waiting = event { isQueue = true }
            // The queue changes all the time, and keeps no visit open.
            handle([.event(event)], heard: !isQueue)
            if isQueue { planWaits() }
        }
        check(outcome.lines)
        if case .item(.printer(.willSend)) = work,
            let (delay, move) = printer.allowed(outcome.failure == nil)
        {
            agenda.add(.printer(move, daemon.life), at: clock.elapsed + delay)
        }
        if case .item(.open) = work { checkAll() }
        guard self.daemon === daemon else { return }
        takeStep()
        takeNext()
    }

    /// Routine turn of the desk.
    func turn() {
        guard let daemon else { return }
        // A routine look that begins here is no reason for the next one.
        let wasBusy = daemon.desk.prints.isBusy
        if daemon.untold == nil {
            for item in daemon.desk.routine() { post(.item(item)) }
            takeStep()
        }
        guard let now = self.daemon, now === daemon else { return }
        planMinute()
        let prints = now.desk.prints
        // The look that would find the printer as it was found before is left out, unless a visitor's
        // slip may meet it.
        let isUnseen = plan.hasPrinter && prints.condition != printer.condition
        let isUsed = visitor != nil || !now.core.session.isFresh
        let hasWork =
            wasBusy || prints.hasOrders || !prints.unprinted.isEmpty || isUnseen
            || isUsed && plan.hasPrinter || !now.desk.owed.facts.isEmpty
            || now.desk.owed.owesRecovery || !now.desk.tickets.unseen.isEmpty
        let isDay = (7 * 3_600...16 * 3_600).contains(Int(clock.secondOfDay))
        // Most turns in which nothing can happen are left out.
        let pause: Duration =
            hasWork ? Desk.turn : isUsed ? .seconds(8) : isDay ? .seconds(60) : .seconds(900)
        agenda.add(.turn(now.life), at: clock.elapsed + pause)
    }

    /// Begins the desk's next step at the printer.
    private func takeStep() {
        guard let daemon, let (step, events) = daemon.desk.nextStep(at: clock.moment) else {
            return
        }
        for event in events { handle([.event(event)], heard: true) }
        guard self.daemon === daemon else { return }
        if case .askScreen(let ids) = step {
            let session = daemon.core.session
            let sights = Dictionary(ids.map { ($0, session.sight(ofUnprinted: $0)) }) { $1 }
            post(.item(.printer(.sights(sights))))
            return
        }
        if case .print(let slips, _) = step { counts.prints += slips.count }
        if let (delay, move) = printer.begin(step, &random) {
            agenda.add(.printer(move, daemon.life), at: clock.elapsed + delay)
        }
        if let misuse = printer.misuse { report(misuse) }
    }

    func atPrinter(_ move: SimulatedPrinter.Move) {
        let (report, next) = printer.make(move, &random)
        takePaper()
        if let next, let daemon {
            agenda.add(.printer(next.1, daemon.life), at: clock.elapsed + next.0)
        }
        if let report { post(.item(.printer(report))) }
    }
}

/// Display that takes pictures and shows none.
private final class BlindDisplay: DisplayOutput {
    let panel: Panel
    let summary = "display=none"

    init(panel: Panel) {
        self.panel = panel
    }

    func present(_ shadow: PixelBuffer, _ damage: Damage) throws(DisplayError) {}
}
