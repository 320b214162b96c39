import Desk
import Errands
import Face
import Foundation
import Hall
import Office
import Records
import Slips
import Sound
import Terminal
import Touch

/// Daemon of one life: what its process holds in memory. It opens the real records, and runs the
/// real session and the real desk.
final class Daemon {
    /// Piece of work for the desk.
    enum Work: Sendable {
        case item(DeskItem)
        case staff(StaffWish)
    }

    /// Wish of staff, of an officer or of a technician.
    enum StaffWish: Sendable, Hashable {
        case copy(TicketID)
        case void(TicketID)
        case transfer(TicketID, Service.ID)
        /// Press at a counter, which may be sent again.
        case press(Press)
        /// Press on a counter's keypad, and when its last key went down.
        case key(PadPress, at: Duration)
        /// Gives a ticket of a counter back to the queue, as a clock set right does.
        case takeBack(TicketID)
        case report, test, roll
        /// Opens or closes the office, for some seconds or until the end of the business date.
        case order(OpeningOrder.State, seconds: Double?)
        case endOrder
        /// Takes the clock as right, once it is.
        case acceptClock
    }

    /// Answer of the desk to a press.
    struct Answer: Sendable {
        /// Identity of the press.
        var id: String
        /// Officer, as the record of a call names them.
        var person: String
        /// Nil: nothing was done.
        var press: PressAnswer?
        var tone = Tone.accepted
        var isTooLate = false
    }

    let life: Int
    let records: Records
    let core: KioskCore
    var desk: Desk
    var waiting: [Work] = []
    /// Work that the desk has done and that nobody was told of yet.
    var untold: (work: Work, outcome: DeskOutcome, answer: Answer?)?
    /// Keypads of the counters, on the loop's thread of the real daemon.
    var board: PadBoard
    /// Time of the board's deadline that is planned.
    var padsAt = Duration.zero
    /// Newest estimate of the waiting times; nil: none in this life.
    var waits: Simulation.KnownWaits?
    var plansWaits = false
    /// Whether the queue has changed since.
    var hasOldWaits = true
    var watch: SessionWatch
    /// Time of the loop's next deadline that is planned.
    var loopAt = Duration.zero
    /// Row of the journal up to which it was read.
    var journalRead: Int64 = 0
    /// Whether the end of the roll was told of, and no new one since (B6).
    var isLowTold = false
    /// Number of the disk's changes up to which the journal was read.
    var changesRead = -1

    init(
        life: Int, records: Records, core: KioskCore, desk: Desk, board: PadBoard,
        at time: Duration
    ) {
        self.board = board
        self.life = life
        self.records = records
        self.core = core
        self.desk = desk
        watch = SessionWatch(at: time)
    }

    /// Does work at the desk, as the terminal does, and returns what came of it.
    func run(_ work: Work, at moment: Moment) -> (outcome: DeskOutcome, answer: Answer?) {
        switch work {
        case .item(let item): return (desk.run(item, on: records, at: moment), nil)
        case .staff(let wish):
            do throws(RecordsError) {
                let run = "life\(life)"
                return try desk.change(on: records, at: moment) { desk, records in
                    let (answer, turned) = try Self.answer(
                        wish, run: run, &desk, records, at: moment)
                    return (turned + (try Self.fulfil(wish, &desk, records, at: moment)), answer)
                }
            } catch {
                var outcome = DeskOutcome()
                outcome.failure = error
                return (outcome, nil)
            }
        }
    }

    /// Does an officer's press; no answer where the wish is another one.
    private static func answer(
        _ wish: StaffWish, run: String, _ desk: inout Desk, _ records: RecordsTransaction,
        at moment: Moment
    ) throws -> (Answer?, DeskOutcome) {
        switch wish {
        case .press(let press):
            let (today, outcome) = try desk.turnDay(in: records, at: moment)
            let done = try CallDesk(desk.rules).take(
                press, on: today, in: records, at: moment.wall)
            return (Answer(id: press.id, person: press.who, press: done), outcome)
        case .key(let press, _):
            let (today, outcome) = try desk.turnDay(in: records, at: moment)
            let id = press.identity(run: run)
            let answer = try CallDesk(desk.rules).take(
                OfficerKey(press.command), id: id, age: moment.uptime - press.uptime,
                at: press.counter, who: press.who, on: today, in: records, at: moment.wall)
            return (
                Answer(
                    id: id, person: press.who, press: answer.press, tone: Tone(answer),
                    isTooLate: answer == .tooLate), outcome
            )
        default: return (nil, DeskOutcome())
        }
    }

    private static func fulfil(
        _ wish: StaffWish, _ desk: inout Desk, _ records: RecordsTransaction, at moment: Moment
    ) throws -> DeskOutcome {
        switch wish {
        case .copy(let id):
            return try desk.copy(
                id, limit: Desk.maximumCopies.staff, who: "staff", in: records, at: moment
            ).outcome
        case .void(let id):
            try records.tickets.void(id, reason: "left", who: "staff", at: moment.wall)
        case .transfer(let id, let service):
            try records.tickets.transfer(id, to: service, who: "staff", at: moment.wall)
        case .press, .key: break
        case .takeBack(let id):
            let today = try desk.turnDay(in: records, at: moment).date
            try StaffDesk().takeBack(
                records.tickets.require(id), today: today, who: "staff", in: records,
                at: moment.wall)
        case .report:
            let (date, _) = try desk.today(moment.wall, in: records)
            let day = try records.days.counts(on: date, day: desk.rules.day)
            let slip = DayDesk.slip(date, day, terminal: records.terminal, by: desk.rules)
            return try desk.print(.report, slip, in: records, at: moment).outcome
        case .acceptClock:
            return try desk.acceptClock(who: "staff", in: records, at: moment).outcome
        case .order(let state, let seconds):
            return try desk.order(
                state, until: seconds.map(moment.wall.addingTimeInterval), reason: nil,
                who: "staff", in: records, at: moment)
        case .endOrder: return try desk.endOrder(who: "staff", in: records, at: moment)
        case .test: return try desk.printTest(nil, in: records, at: moment).outcome
        case .roll:
            return try desk.loadRoll(
                millimetres: SimulatedPrinter.rollLength, who: "staff", in: records, at: moment)
        }
        return try desk.waiting(in: records, at: moment)
    }
}
