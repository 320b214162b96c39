import Desk
import Office
import Slips
import TestSupport

/// Piece of paper that came out of the printer, and that a visitor may hold.
package struct Piece: Sendable, Hashable {
    /// Number that stands on it; nil: none.
    package var number: String?
    /// Code of the ticket in its QR symbol.
    package var code: String
    /// Number of the copy; 0: without a mark.
    package var mark: Int
    /// Whether all of the slip is on it.
    package var isWhole: Bool

    package init(number: String?, code: String, mark: Int, isWhole: Bool) {
        self.number = number
        self.code = code
        self.mark = mark
        self.isWhole = isWhole
    }

    /// Reads a slip as a person does.
    init(_ slip: Slip, isWhole: Bool) {
        var piece = Piece(number: nil, code: "", mark: 0, isWhole: isWhole)
        for block in slip.blocks {
            switch block {
            // The mark stands before the number and is the only large text there.
            case .text(let text, size: .large, isBold: true, isCentered: true)
            where piece.number == nil:
                piece.mark = Int(text.drop { !$0.isNumber }.prefix(while: \.isNumber)) ?? 0
            case .number(let number): piece.number = number
            case .qr(let code): piece.code = code
            default: break
            }
        }
        self = piece
    }
}

/// Receipt printer with its CUPS queue, in every state. It keeps what came out of it.
struct SimulatedPrinter {
    /// Paper that a slip takes, in millimetres.
    static let slipLength = 150.0
    static let rollLength = 80_000.0

    enum Fate: Sendable, Hashable {
        case whole, wholeUnheard, partial, nothing, nothingUnheard
    }

    /// Fault that no printer should have, for those who look whether it is found.
    enum Trick: Sendable {
        /// Each slip comes out twice.
        case twice
        /// A slip that is said to be printed is blank.
        case blank
        /// Nothing comes out, and nobody hears why.
        case lost
    }

    enum Move: Sendable, Hashable {
        case leftovers, ask, resume
        case giveUp
        /// CUPS was not reached.
        case unreached
        case willSend
        case refused
        case work
        case finish(Fate)
    }

    private struct Job {
        var number: Int
        var slips: [Slip]
        var end: PrintEnd?
        /// Whether the records say that it is being sent.
        var isAllowed = false
        var isBegun = false
        var hasRunOut = false
        var waits = 0
        var told: PrinterCondition = .ready
    }

    let answers: Bool
    /// Whether a slip goes on after new paper, or its rest is lost.
    let goesOn: Bool
    /// Whether it sees the end of the roll.
    let seesNearEnd: Bool
    private(set) var pieces: [Piece] = []
    /// Misuse of the printer by the desk.
    private(set) var misuse: String?
    var paper = Self.rollLength
    var isCoverOpen = false
    var isOffline = false
    var isStopped = false
    var isSilent = false
    var isCupsAway = false
    var trick: Trick?
    private var job: Job?
    /// Jobs that lie at CUPS and that nobody follows.
    private var spool: [Int: [Slip]] = [:]
    private var lastJob = 0
    private var isAsked = false

    init(answers: Bool, goesOn: Bool, seesNearEnd: Bool = false) {
        self.answers = answers
        self.goesOn = goesOn
        self.seesNearEnd = seesNearEnd
    }

    /// Condition as an idle printer answers.
    var condition: PrinterCondition {
        if isCupsAway { return .cupsAbsent }
        if isStopped { return .stopped }
        if isOffline { return .offline }
        if isSilent { return .unknown }
        if isCoverOpen { return .coverOpen }
        if paper <= 0 { return .paperOut }
        return seesNearEnd && paper < 2_000 ? .paperLow : .ready
    }

    /// Begins a step of the desk. Returns what happens next and when.
    mutating func begin(_ step: PrintDesk.Step, _ random: inout SeededRandom) -> (Duration, Move)? {
        if job != nil || isAsked { misuse = "B11 \(step) was begun beside another step" }
        switch step {
        case .cancelLeftovers: return (.milliseconds(50), .leftovers)
        case .ask:
            isAsked = true
            return (.milliseconds(Int64.random(in: 20...600, using: &random)), .ask)
        case .resume: return (.milliseconds(300), .resume)
        case .giveUp(let end):
            job = Job(number: 0, slips: [], end: end)
            return (.milliseconds(1), .giveUp)
        case .askScreen: return nil
        case .print(let slips, _):
            if isCupsAway || Int.random(in: 0..<60, using: &random) == 0 {
                job = Job(number: 0, slips: slips)
                return (.seconds(3), .unreached)
            }
            lastJob += 1
            job = Job(number: lastJob, slips: slips)
            return (.milliseconds(40), .willSend)
        }
    }

    /// Takes the desk's answer to `willSend`.
    mutating func allowed(_ isAllowed: Bool) -> (Duration, Move)? {
        guard job != nil else { return nil }
        job?.isAllowed = isAllowed
        return isAllowed ? (.milliseconds(300), .work) : (.milliseconds(10), .refused)
    }

    /// Does a move. Returns the report for the desk, and what happens next.
    mutating func make(_ move: Move, _ random: inout SeededRandom) -> (
        report: PrintDesk.Report?, next: (Duration, Move)?
    ) {
        switch move {
        case .leftovers:
            if isCupsAway { return (.leftovers(nil), nil) }
            defer { spool = [:] }
            return (.leftovers(spool.count), nil)
        case .ask:
            isAsked = false
            return (.condition(condition, warnings: isCupsAway ? nil : []), nil)
        case .resume:
            if !isCupsAway { isStopped = false }
            return (.resumed, nil)
        case .giveUp: return end(job?.end ?? .unknown("no end"))
        case .unreached: return end(.notPrinted("CUPS was not reached"))
        case .willSend: return (.willSend(job: job?.number ?? 0), nil)
        case .refused: return end(.notPrinted("it was not written down"))
        case .work: return work(&random)
        case .finish(let fate): return finish(fate)
        }
    }

    private mutating func work(_ random: inout SeededRandom) -> (
        PrintDesk.Report?, (Duration, Move)?
    ) {
        guard var current = job else { return (nil, nil) }
        defer { if job != nil { job = current } }
        if trick == .lost { return (nil, (.milliseconds(300), .finish(.nothingUnheard))) }
        if isOffline || isStopped || isCupsAway {
            let isSure = !current.isBegun && Bool.random(using: &random)
            // A job that could not be cancelled lies at CUPS until somebody cancels it.
            if !isSure, !current.isBegun, isCupsAway { spool[current.number] = current.slips }
            let fate: Fate = isSure ? .nothing : current.hasRunOut ? .partial : .nothingUnheard
            return (nil, (.seconds(6), .finish(fate)))
        }
        let need = Self.slipLength * Double(current.slips.count)
        if !isCoverOpen, !current.hasRunOut, paper > 0, paper < need {
            current.isBegun = true
            current.hasRunOut = true
            paper = 0
        }
        if isCoverOpen || paper <= 0 {
            current.waits += 1
            if current.waits > 40 {
                return (
                    nil,
                    (.seconds(1), .finish(current.hasRunOut ? .partial : .nothingUnheard))
                )
            }
            let seen: PrinterCondition = isCoverOpen ? .coverOpen : .paperOut
            defer { current.told = seen }
            return (current.told == seen ? nil : .sees(seen), (.seconds(3), .work))
        }
        let wasStopped = current.told != .ready
        current.told = .ready
        current.isBegun = true
        var fate: Fate
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<3: fate = .wholeUnheard
        case 3..<5: fate = .partial
        case 5..<6: fate = .nothingUnheard
        case 6..<8: fate = .nothing
        default: fate = .whole
        }
        if current.hasRunOut { fate = goesOn ? .whole : .partial }
        let time = Duration.milliseconds(
            Int64(current.slips.count) * Int64.random(in: 500...2_500, using: &random))
        return (wasStopped ? .sees(.ready) : nil, (time, .finish(fate)))
    }

    private mutating func finish(_ fate: Fate) -> (PrintDesk.Report?, (Duration, Move)?) {
        guard let done = job else { return (nil, nil) }
        if fate != .nothing, fate != .nothingUnheard {
            bring(done.slips, isWhole: fate != .partial)
        }
        switch fate {
        case .whole: return end(answers ? .printed : .sent)
        case .nothing: return end(.notPrinted("it was refused"))
        case .wholeUnheard, .partial, .nothingUnheard:
            // A printer that cannot answer does not tell what went wrong either.
            return end(
                answers || fate == .nothingUnheard ? .unknown("nothing was heard") : .sent)
        }
    }

    private mutating func bring(_ slips: [Slip], isWhole: Bool) {
        paper = max(0, paper - Self.slipLength * Double(slips.count))
        if trick == .blank { return }
        for slip in trick == .twice ? slips + slips : slips {
            pieces.append(Piece(slip, isWhole: isWhole))
        }
    }

    private mutating func end(_ end: PrintEnd) -> (PrintDesk.Report?, (Duration, Move)?) {
        let length = Self.slipLength * Double(job?.slips.count ?? 0)
        job = nil
        return (.ended(end, millimetres: length), nil)
    }

    /// Loses the daemon, and with `power` its own power. Returns a job that lies at CUPS now.
    mutating func daemonDied(power: Bool, _ random: inout SeededRandom) -> Int? {
        isAsked = false
        guard let lost = job else { return nil }
        job = nil
        // Nothing was sent, or the job had its end.
        guard lost.number > 0 else { return nil }
        if lost.isBegun {
            if lost.hasRunOut && !goesOn || power && Bool.random(using: &random) {
                bring(lost.slips, isWhole: false)
            } else {
                bring(lost.slips, isWhole: true)
            }
            return nil
        }
        guard lost.isAllowed else { return nil }
        spool[lost.number] = lost.slips
        return lost.number
    }

    /// Prints a job that nobody cancelled.
    mutating func printGhost(_ number: Int) {
        guard !isCupsAway, !isOffline, !isCoverOpen, paper > 0,
            let slips = spool.removeValue(forKey: number)
        else { return }
        bring(slips, isWhole: true)
    }

    mutating func takePieces() -> [Piece] {
        defer { pieces = [] }
        return pieces
    }
}
