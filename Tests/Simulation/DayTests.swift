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
@testable import Terminal

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
        try await day.run(taps: 4_000, restarts: 6)
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
    /// Numbers seen by visitors, by business date.
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
    }

    private static func makeCore(_ bundle: SettingsBundle, _ moment: Moment) -> KioskCore {
        bundle.face.core(on: Hardware(display: MemoryDisplay(panel: .small)), at: moment)
    }

    func removeFolder() {
        try? FileManager.default.removeItem(atPath: folder)
    }

    func run(taps: Int, restarts: Int) async throws {
        try await records.index(bundle.catalogue)
        _ = core.handle([.event(.printer(.ready))], at: moment)
        let restartAt = Set((0..<restarts).map { _ in Int.random(in: 0..<taps, using: &random) })
        for index in 0..<taps {
            if restartAt.contains(index) { try await restart() }
            moment = moment.advanced(
                by: .milliseconds(Int64(Int.random(in: 120...9_000, using: &random))))
            try await perform(core.handle([], at: moment))
            try await touch()
            // Sometimes a visitor leaves in the middle of a visit.
            if Int.random(in: 0..<40, using: &random) == 0 { try await leave() }
        }
        try await leave()
    }

    /// Touches an existing target, mostly one that leads on.
    private func touch() async throws {
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
        try await perform(core.handle([contact(.down)], at: moment))
        moment = moment.advanced(by: .milliseconds(90))
        try await perform(core.handle([contact(.up)], at: moment))
    }

    private func leave() async throws {
        report.visits += 1
        for _ in 0..<60 where !core.session.isFresh {
            moment = moment.advanced(by: .seconds(5))
            try await perform(core.handle([], at: moment))
        }
        if !core.session.isFresh {
            report.faults.append("a visit never ended: \(core.session.screenName)")
        }
    }

    /// Restarts as after a kill: only the file remains.
    private func restart() async throws {
        await records.closed()
        records = try Records(folder: folder, terminal: "sim1")
        try await records.recover(voidsUnprinted: false, at: moment.wall)
        core = Self.makeCore(bundle, moment)
        _ = core.handle([.event(.printer(.ready))], at: moment)
    }

    private func perform(_ effects: [Effect]) async throws {
        for effect in effects { try await perform(effect) }
    }

    private func perform(_ effect: Effect) async throws {
        switch effect {
        case .issue(let request, let wishes, let language):
            try await issue(request, wishes, language)
        case .shown(let id): try await records.markShown(id)
        case .unseen(let id): try await records.voidUnseen(id, at: moment.wall)
        case .lookUp(let request, let text):
            let ticket = try await records.ticket(code: text)
            let status = ticket.map {
                TicketStatus(
                    id: $0.id, number: $0.number, serviceID: $0.serviceID, state: $0.state,
                    peopleAhead: 0, wait: nil, isByCode: true)
            }
            try await answer(.found(request, status))
        case .lookUpScan(let request, _): try await answer(.scanAnswered(request, .unknown))
        case .giveBack(let request, let id):
            let done = (try? await records.giveBack(id, at: moment.wall)) != nil
            try await answer(.gaveBack(request, done))
        case .search(let request, let text, _):
            try await answer(.searchResults(request, try await records.search(text)))
        case .printRequirements(let request, _, _, _, _):
            try await answer(.listPaper(request, .sent))
        case .saveExpress(let rating):
            try await records.saveExpress(rating, halfDay: halfDay)
        case .saveSurvey(let request, let response, _):
            _ = try await records.saveSurvey(response, token: nil, halfDay: halfDay)
            try await answer(.surveySaved(request, .saved))
        case .surveyAbandoned(let question):
            try await records.countAbandoned(question: question, halfDay: halfDay)
        case .printTest(let request): try await answer(.testPaper(request, .sent))
        case .printAgain, .loadRoll, .confirmRoll, .callOfficer, .timedOut, .pausedForChild,
            .contentTaken:
            break
        }
    }

    private var halfDay: HalfDay {
        HalfDay(LocalTime(moment.wall, in: bundle.settings.office.timeZone))
    }

    private func answer(_ event: Event) async throws {
        moment = moment.advanced(by: .milliseconds(5))
        try await perform(core.handle([.event(event)], at: moment))
    }

    private func issue(_ request: RequestID, _ wishes: [TicketWish], _ language: Language)
        async throws
    {
        let requests = wishes.compactMap { wish in
            bundle.catalogue.service(wish.serviceID).map {
                IssueRequest(
                    serviceID: $0.id, prefix: $0.prefix, range: $0.numberRange,
                    variantID: wish.variantID, group: wish.group, language: language,
                    wantsPaper: true)
            }
        }
        let issued = try await records.issue(
            requests, at: moment.wall, day: bundle.day, policy: .continue)
        for one in issued {
            let key = "\(one.ticket.businessDate) \(one.ticket.number)"
            seen[key, default: 0] += 1
        }
        // Kill the daemon between issue and answer: the number is never shown, its slip never
        // printed.
        if Int.random(in: 0..<60, using: &random) == 0 {
            try await restart()
            return
        }
        try await answer(.issued(request, issued))
        for one in issued { try await print(one.ticket) }
    }

    private func print(_ ticket: Ticket) async throws {
        let end: PaperState =
            switch Int.random(in: 0..<10, using: &random) {
            case 0: .notPrinted
            case 1: .unknown
            case 2...5: .printed
            default: .sent
            }
        if end != .notPrinted {
            try await records.markSending(ticket.id, attempt: 1, job: 1, at: moment.wall)
        }
        if end == .notPrinted || end == .unknown { report.lostPrints += 1 }
        try await records.finishPrint(
            ticket.id, attempt: 1, as: end, detail: nil, voidsUnprinted: false, at: moment.wall)
        try await answer(.paper(ticket.id, end))
    }

    /// Returns the report with the checks at the end of the day.
    func check() async throws -> Report {
        var report = report
        for (number, count) in seen where count > 1 {
            report.faults.append("\(number) was given \(count) times")
        }
        var byPrefix: [String: [Int]] = [:]
        var sequence: Int64 = 1
        while let ticket = try await records.ticket(
            TicketID(terminal: "sim1", sequence: sequence))
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
