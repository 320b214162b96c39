import Errands
import Foundation
import Office
import Records
import Settings
import Slips
import TestSupport
import Testing

@testable import Desk

/// Desk on real records, in a test's hands: time, printer and screen are what the test says. No
/// thread, no loop and no actor stand around it.
struct DeskBench {
    let bundle: SettingsBundle
    var records: Records
    var desk: Desk
    var moment = Moment(wall: Date(timeIntervalSince1970: 1_795_392_000), uptime: .seconds(100))
    var events: [Event] = []
    var ends: [WorkID: WorkEnd] = [:]
    private let folder: String

    /// A desk after its start, with a printer that was found ready.
    init(
        in folder: String,
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        edit: (inout SettingsBundle) -> Void = { _ in }
    ) throws {
        var bundle = try #require(
            SettingsBundle.load(
                file: Repository.file("Kiosk/kiosk.yaml"),
                today: CalendarDate(year: 2026, month: 11, day: 23)
            ).value)
        edit(&bundle)
        self.bundle = bundle
        self.folder = folder
        records = try Records(
            folder: folder, terminal: "test1", now: moment.wall, random: random)
        desk = Self.desk(bundle)
        try start()
    }

    private static func desk(_ bundle: SettingsBundle) -> Desk {
        Desk(
            rules: bundle.deskRules,
            printer: DeskPrinter(
                summary: "printer=test", joinsSlips: false, rollMillimetres: 80_000,
                seesNearEnd: false))
    }

    private mutating func start() throws {
        for item in DeskItem.start { take(item) }
        _ = try step { if case .cancelLeftovers = $0 { .leftovers(0) } else { nil } }
        look(.ready)
        events = []
    }

    /// The process is killed and started again: what is in the file is all there is.
    mutating func restart(
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) throws {
        records.close()
        records = try Records(
            folder: folder, terminal: "test1", now: moment.wall, random: random)
        desk = Self.desk(bundle)
        try start()
    }

    @discardableResult
    mutating func take(_ item: DeskItem) -> DeskOutcome {
        let outcome = desk.run(item, on: records, at: moment)
        events += outcome.events
        ends.merge(outcome.ends) { $1 }
        return outcome
    }

    /// Begins the next step; nil where there is none.
    mutating func next() -> PrintDesk.Step? {
        guard let (step, events) = desk.nextStep(at: moment) else { return nil }
        self.events += events
        return step
    }

    /// Does the next step, which must be one that `answer` knows.
    @discardableResult
    mutating func step(_ answer: (PrintDesk.Step) -> PrintDesk.Report?) throws -> PrintDesk.Step {
        let due = next()
        let step = try #require(due, "no step is due")
        let report = try #require(answer(step), "another step: \(step)")
        take(.printer(report))
        return step
    }

    /// A routine turn at which the printer is so. Steps after the question stay to be done.
    mutating func look(_ condition: PrinterCondition) {
        moment = moment.advanced(by: Desk.turn)
        for item in desk.routine() { take(item) }
        guard case .ask? = next() else { return }
        take(.printer(.condition(condition, warnings: nil)))
    }

    /// Prints the order whose turn it is, and ends it so.
    mutating func print(_ end: PrintEnd, millimetres: Double = 100) throws -> String {
        let due = next()
        let step = try #require(due, "nothing is to be printed")
        guard case .print(_, let name) = step else {
            Issue.record("another step: \(step)")
            return ""
        }
        if case .notPrinted = end {} else { take(.printer(.willSend(job: 7))) }
        take(.printer(.ended(end, millimetres: millimetres)))
        return name
    }

    /// Issues a ticket as a visitor does; it is not shown yet.
    mutating func issue(_ service: String = "ktp-el", request: UInt64 = 1) throws -> TicketID {
        take(.effect(.issue(RequestID(request), [TicketWish(serviceID: service)], .indonesian)))
        for case .issued(RequestID(request), let tickets) in events.reversed() {
            return try #require(tickets.first).id
        }
        throw NoTicket(events: events)
    }

    mutating func askPrinter() throws -> WorkID {
        let id = desk.askPrinter()
        return try #require(id)
    }

    mutating func resumeQueue() throws -> WorkID {
        let id = desk.resumeQueue()
        return try #require(id)
    }

    struct NoTicket: Error { var events: [Event] }

    func ticket(_ id: TicketID) throws -> Ticket {
        try #require(try records.readNow { try $0.tickets.ticket(id) })
    }
}
