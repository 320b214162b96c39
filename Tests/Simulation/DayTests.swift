import Desk
import Display
import Drawing
import Errands
import Face
import Foundation
import Geometry
import Logging
import Office
import Records
import Settings
import Slips
import TestSupport
import Testing
import Touch

@testable import Screens

/// Day of visitors against the real database, in simulated time: several thousand random taps,
/// prints that fail in every way, and restarts. One seed reproduces it (`LOKET_SEED`).
@Suite("Simulation", .timeLimit(.minutes(20)))
struct DayTests {
    @Test("A1-A4, C4, B1 a seeded day: no number twice, none missing, nothing left of a visitor")
    func day() async throws {
        let random = SeededRandom()
        let seed = random.seed
        let day = try SimulatedDay(random)
        defer { day.removeFolder() }
        try day.run(taps: 4_000, restarts: 6)
        let report = try await day.check()
        #expect(report.faults.isEmpty, "seed \(seed): \(report.faults.prefix(5))")
        #expect(report.tickets > 100, "seed \(seed): a day with \(report.tickets) tickets")
        #expect(report.lostPrints > 0, "seed \(seed): no print failed")
        print(
            "\(report.tickets) tickets, \(report.lostPrints) prints lost, "
                + "\(report.visits) visits")
    }
}

/// Terminal without its threads: core and database, driven by simulated time.
final class SimulatedDay {
    struct Report {
        var faults: [String] = []
        var tickets = 0
        var lostPrints = 0
        var visits = 0
    }

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    private var random: SeededRandom
    private let folder: String
    private let bundle: SettingsBundle
    private var records: Records
    private var core: KioskCore
    private var moment: Moment
    private var report = Report()
    private var desk: Desk
    private var turnedAt = Duration.zero
    /// The process is dead: it is started again before anything else happens.
    private var isKilled = false
    /// Every number that was given, by business date.
    private var seen: [String: Int] = [:]

    init(_ random: SeededRandom) throws {
        self.random = random
        folder = NSTemporaryDirectory() + "loket-day-\(UUID().uuidString)"
        let loaded = SettingsBundle.load(
            file: Self.root + "/Kiosk/kiosk.yaml",
            today: CalendarDate(year: 2026, month: 11, day: 23))
        bundle = try #require(loaded.value)
        try Fonts.load(configuration: bundle.fontsFile)
        moment = Moment(wall: Date(timeIntervalSince1970: 1_795_392_000), uptime: .seconds(100))
        records = try Records(folder: folder, terminal: "sim1")
        core = Self.makeCore(bundle, moment)
        desk = Self.makeDesk(bundle)
    }

    private static func makeDesk(_ bundle: SettingsBundle) -> Desk {
        Desk(
            rules: bundle.deskRules,
            printer: DeskPrinter(
                summary: "printer=simulated", joinsSlips: false, rollMillimetres: 80_000,
                seesNearEnd: false))
    }

    private static func makeCore(_ bundle: SettingsBundle, _ moment: Moment) -> KioskCore {
        bundle.face.core(on: Hardware(display: MemoryDisplay(panel: .small)), at: moment)
    }

    func removeFolder() {
        try? FileManager.default.removeItem(atPath: folder)
    }

    func run(taps: Int, restarts: Int) throws {
        for item in DeskItem.start { tell(desk.run(item, on: records, at: moment)) }
        turn()
        let restartAt = Set((0..<restarts).map { _ in Int.random(in: 0..<taps, using: &random) })
        for index in 0..<taps {
            if isKilled || restartAt.contains(index) { try restart() }
            pass(.milliseconds(Int64(Int.random(in: 120...9_000, using: &random))))
            perform(core.handle([], at: moment))
            try touch()
            // Somebody walks off in the middle of it.
            if !isKilled, Int.random(in: 0..<40, using: &random) == 0 { leave() }
        }
        if isKilled { try restart() }
        leave()
        // What was lost last is looked after.
        for _ in 0..<3 { turn() }
    }

    /// A finger on something that is there, mostly on what leads on.
    private func touch() throws {
        let enabled = core.targets.filter(\.isEnabled)
        let leading = enabled.filter {
            switch $0.id {
            case .issue, .service, .home: true
            default: false
            }
        }
        let pool = !leading.isEmpty && Bool.random(using: &random) ? leading : enabled
        guard let target = pool.randomElement(using: &random) else { return }
        let point = target.frame.center
        func contact(_ phase: ContactEvent.Phase) -> KioskInput {
            .contact(
                ContactEvent(contact: 0, phase: phase, position: point, uptime: moment.uptime))
        }
        perform(core.handle([contact(.down)], at: moment))
        pass(.milliseconds(90))
        perform(core.handle([contact(.up)], at: moment))
    }

    private func leave() {
        report.visits += 1
        for _ in 0..<60 where !core.session.isFresh {
            pass(.seconds(5))
            perform(core.handle([], at: moment))
        }
        if !core.session.isFresh {
            report.faults.append("a visit never ended: \(core.session.screenName)")
        }
    }

    /// The process is killed and started again: what is in the file is all there is.
    private func restart() throws {
        isKilled = false
        records.close()
        records = try Records(folder: folder, terminal: "sim1")
        core = Self.makeCore(bundle, moment)
        desk = Self.makeDesk(bundle)
        for item in DeskItem.start { tell(desk.run(item, on: records, at: moment)) }
        turn()
    }

    /// Time goes by, with the desk's routine turns in it; a turn at the end of a long pause will do.
    private func pass(_ duration: Duration) {
        moment = moment.advanced(by: duration)
        if moment.uptime - turnedAt >= Desk.turn { turn() }
    }

    private func turn() {
        if isKilled { return }
        turnedAt = moment.uptime
        for item in desk.routine() { tell(desk.run(item, on: records, at: moment)) }
        serve()
    }

    /// Does what the session wants, as the terminal does: each effect is one transaction.
    private func perform(_ effects: [Effect]) {
        for effect in effects where !isKilled {
            let outcome = desk.run(.effect(effect), on: records, at: moment)
            for case .issued(_, let tickets) in outcome.events {
                for ticket in tickets { seen["\(today) \(ticket.number)", default: 0] += 1 }
                // Killed between number and answer: the screen never shows it, the slip never prints.
                if Int.random(in: 0..<60, using: &random) == 0 {
                    isKilled = true
                    return
                }
            }
            tell(outcome)
        }
        if !isKilled { serve() }
    }

    private func tell(_ outcome: DeskOutcome) {
        for event in outcome.events {
            moment = moment.advanced(by: .milliseconds(5))
            perform(core.handle([.event(event)], at: moment))
        }
    }

    /// Does the steps that the desk wants done at the printer.
    private func serve() {
        while !isKilled, let (step, events) = desk.nextStep(at: moment) {
            for event in events { _ = core.handle([.event(event)], at: moment) }
            for answer in answers(step) {
                tell(desk.run(.printer(answer), on: records, at: moment))
            }
        }
    }

    private func answers(_ step: PrintDesk.Step) -> [PrintDesk.Report] {
        switch step {
        case .cancelLeftovers: return [.leftovers(0)]
        case .ask: return [.condition(.ready, warnings: nil)]
        case .resume: return [.resumed]
        case .giveUp(let end): return [.ended(end, millimetres: 0)]
        case .askScreen(let ids):
            let session = core.session
            return [
                .sights(
                    Dictionary(
                        ids.map { ($0, session.sight(ofUnprinted: $0)) }
                    ) { $1 })
            ]
        case .print:
            let end: PrintEnd =
                switch Int.random(in: 0..<10, using: &random) {
                case 0: .notPrinted("no cable")
                case 1: .unknown("silence")
                case 2...5: .printed
                default: .sent
                }
            if end.isLost { report.lostPrints += 1 }
            if case .notPrinted = end { return [.ended(end, millimetres: 0)] }
            return [.willSend(job: 1), .ended(end, millimetres: 150)]
        }
    }

    private var today: CalendarDate { bundle.day.date(at: moment.wall) }

    /// Checks everything that must hold at the end of the day.
    func check() async throws -> Report {
        var report = report
        for (number, count) in seen where count > 1 {
            report.faults.append("\(number) was given \(count) times")
        }
        var byPrefix: [String: [Int]] = [:]
        var sequence: Int64 = 1
        while let reference = TicketReference("sim1-\(sequence)"),
            let ticket = try await records.ticket(reference)
        {
            let key = "\(ticket.businessDate) \(ticket.number.prefix)"
            byPrefix[key, default: []].append(ticket.number.value)
            if ticket.state == .reserved || ticket.state == .printing {
                report.faults.append("\(ticket.number) is still \(ticket.state)")
            }
            sequence += 1
        }
        report.tickets = Int(sequence) - 1
        for (prefix, values) in byPrefix
        where values.sorted() != Array(1...values.count) {
            report.faults.append("\(prefix): numbers are missing: \(values.sorted())")
        }
        if report.tickets != seen.count {
            report.faults.append("\(report.tickets) tickets stored, \(seen.count) given")
        }
        if !core.session.isFresh { report.faults.append("something of a visitor is left") }
        return report
    }
}
