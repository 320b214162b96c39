import Desk
import Errands
import Face
import Hall
import Office
import Settings
import TestSupport

/// Staff, and all that happens around the kiosk.
extension Simulation {
    /// Plans trouble of the disk for the piece of work that comes now.
    func armDisk() {
        guard plan.trouble > 0 else { return }
        if oneIn(Int(5_000 / plan.trouble)) {
            disk.callsUntilCut = Int.random(in: 0...45, using: &random)
        } else if oneIn(Int(1_500 / plan.trouble)), disk.failure == nil {
            let call = SimulatedDisk.Call.allCases.randomElement(using: &random) ?? .sync
            disk.failure = .init([call], after: Int.random(in: 0...20, using: &random))
        }
    }

    /// Lets an officer at a counter do the next thing, and staff behind the counters as well.
    func officer(_ number: Int) {
        guard clock.secondOfDay < 15.9 * 3_600 else { return }
        agenda.add(.officer(number), at: soon(60...300))
        guard let inspector, daemon?.desk.owed.owesRecovery == false else { return }
        let counter = plan.bundle.settings.calling.counters[number].id
        let open = try? inspector.rows(
            """
            SELECT serving_at, recalled_at FROM call WHERE counter = ?1 AND ended_at IS NULL
            """, [.text(counter)])
        presses += 1
        let press = Press(
            id: "press-\(presses)", counterID: counter,
            order: open?.first.map(next) ?? .next, who: "officer \(counter)")
        post(.staff(.press(press)))
        // An answer that got lost: the same press comes again.
        if oneIn(5) { post(.staff(.press(press))) }
        let recent = truth.order.suffix(40)
        guard oneIn(6), let id = recent.randomElement(using: &random) else { return }
        switch Int.random(in: 0..<8, using: &random) {
        case 0: post(.staff(.void(id)))
        case 2, 3: post(.staff(.takeBack(id)))
        case 1:
            let services = plan.bundle.catalogue.services
            if let service = services.randomElement(using: &random) {
                post(.staff(.transfer(id, service.id)))
            }
        default: if plan.hasPrinter { post(.staff(.copy(id))) }
        }
    }

    /// Order of an officer who has a visitor.
    private func next(_ call: [Inspector.Value]) -> Order {
        let (isServing, isRecalled) = (call[0] != .null, call[1] != .null)
        switch Int.random(in: 0..<16, using: &random) {
        case 0: return .hold
        case 1: return .notServed(.networkDown)
        case 2, 3: return .next
        case 4: return .pause(.rest)
        case 5, 6,
            7 where !isServing:
            return isRecalled ? .noShow : .recall
        default: return isServing ? .finish : .serve
        }
    }

    /// Lets something happen, and plans its end.
    func happen(_ event: WorldEvent) {
        switch event {
        case .kill: kill()
        case .powerCut: if daemon != nil { losePower() }
        case .cleanRestart: restart()
        case .morning: planDay()
        case .clockJump:
            let hours = [-26, -3, -2, -1, 1, 2, 26].randomElement(using: &random) ?? 1
            clock.error += Double(hours) * 3_600
            truth.hasWrongClock = true
            mend(.clockMend, after: 60...3_000)
        case .clockMend:
            clock.error = 0
            // Otherwise the date stays that of the newest ticket.
            if oneIn(2) { staff(.acceptClock) }
        case .reload: reload()
        case .paperOut:
            printer.paper = 0
            note("the paper is out")
        case .refill: if printer.paper <= 0 { printer.paper = SimulatedPrinter.rollLength }
        case .coverOpen:
            printer.isCoverOpen = true
            mend(.coverClosed, after: 10...300)
        case .coverClosed: printer.isCoverOpen = false
        case .offline:
            printer.isOffline = true
            mend(.online, after: 10...600)
        case .online: printer.isOffline = false
        case .cupsAway:
            printer.isCupsAway = true
            mend(.cupsBack, after: 5...300)
        case .cupsBack: printer.isCupsAway = false
        case .queueStopped:
            printer.isStopped = true
            mend(.staffResume, after: 30...600)
        case .silent:
            printer.isSilent = true
            mend(.answersAgain, after: 30...600)
        case .answersAgain: printer.isSilent = false
        case .diskFull:
            disk.failure = .init([.write], count: nil, isFull: true)
            mend(.diskMended, after: 60...900)
        case .diskFails:
            let calls = SimulatedDisk.Call.allCases.filter { _ in oneIn(2) }
            disk.failure = .init(Set(calls), count: nil)
            mend(.diskMended, after: 3...60)
        case .diskMended: disk.failure = nil
        case .staffReport: staff(.report)
        case .staffTest: staff(.test)
        case .staffRoll: staff(.roll)
        case .staffResume: _ = daemon?.untold == nil ? daemon?.desk.resumeQueue() : nil
        case .cleaning: handle([.event(.cleaning)], heard: true)
        case .officeOrder: orderOffice()
        case .padPulled: pullPad()
        case .loadPaper: handle([.event(.loadPaper)], heard: true)
        }
        if plan.hasPrinter, printer.paper <= 0 { agenda.add(.world(.refill), at: soon(20...900)) }
    }

    private func staff(_ wish: Daemon.StaffWish) {
        guard plan.hasPrinter, daemon?.desk.owed.owesRecovery == false else { return }
        post(.staff(wish))
    }

    private func mend(_ event: WorldEvent, after seconds: ClosedRange<Double>) {
        agenda.add(.world(event), at: soon(seconds))
    }

    /// Lets a technician change settings while the daemon runs (J1).
    private func reload() {
        guard let daemon, daemon.untold == nil else { return }
        var settings = plan.bundle.settings
        settings.printer.unprinted = settings.printer.unprinted == .valid ? .void : .valid
        settings.lowReach.toggle()
        plan.bundle.settings = settings
        let bundle = plan.bundle
        daemon.desk.rules = bundle.deskRules
        post(.item(.index))
        let content = KioskInput.content(
            bundle.content, bundle.rules, bundle.settings.hours,
            dayStartMinute: bundle.settings.dayStartMinute)
        handle([content], heard: true)
    }
}
