import Errands
package import Foundation
package import Office
package import Records

/// Paper roll in the printer: how much is left, and whether a person has seen it print (B5, B6).
package struct RollKeeper: Sendable {
    /// Whether the paper was out, and the printer has not said since that it has some.
    private var wasOut = false
    /// Whether the log has been told that the roll is low by the count.
    private var isLowTold = false

    package init() {}

    /// Reads what an earlier run knew of the paper.
    mutating func open(in records: RecordsTransaction) throws {
        wasOut = try records.paper.isOut()
    }

    /// Follows the printer's condition. Between no paper and a new roll there may be an open cover,
    /// or a printer that is off (B5).
    mutating func follow(
        _ condition: PrinterCondition, on printer: DeskPrinter?, in records: RecordsTransaction,
        at moment: Date
    ) throws -> DeskOutcome {
        var outcome = DeskOutcome()
        switch condition {
        case .paperOut where !wasOut:
            try records.paper.noteOut(at: moment)
            wasOut = true
        case .ready, .paperLow:
            if wasOut, let printer {
                try records.paper.loadRoll(
                    millimetres: printer.rollMillimetres, who: "printer", at: moment)
                isLowTold = false
                outcome.events.append(.rollCame)
                outcome.log(.notice, "paper.roll", ["who": "printer"])
            }
            wasOut = false
        default: break
        }
        return outcome
    }

    /// Follows the condition where the records could not be written.
    mutating func followUnrecorded(_ condition: PrinterCondition, _ error: RecordsError)
        -> DeskOutcome
    {
        var outcome = DeskOutcome()
        switch condition {
        case .paperOut where !wasOut:
            wasOut = true
            outcome.log("paper.out.failed", error)
        case .ready, .paperLow:
            if wasOut { outcome.log("paper.roll.failed", error) }
            wasOut = false
        default: break
        }
        return outcome
    }

    /// Records a new roll that somebody tells of.
    package mutating func load(
        millimetres: Double, who: String, in records: RecordsTransaction, at moment: Date
    ) throws -> DeskOutcome {
        try records.paper.loadRoll(millimetres: millimetres, who: who, at: moment)
        isLowTold = false
        var outcome = DeskOutcome()
        outcome.log(.notice, "paper.roll", ["who": who])
        return outcome
    }

    /// Records that a person has read a test slip. Throws `refused` where no roll was told of.
    package func confirm(who: String, in records: RecordsTransaction, at moment: Date) throws
        -> DeskOutcome
    {
        guard try records.paper.roll() != nil else {
            throw RecordsError.refused(
                "No roll was told of yet: run loket printer paper loaded first.")
        }
        try records.paper.confirmRoll(who: who, at: moment)
        var outcome = DeskOutcome()
        outcome.log(.notice, "paper.tested", ["who": who])
        return outcome
    }

    /// Tells the log once a roll that it is low, as soon as the count says so.
    mutating func tellLow(
        _ condition: PrinterCondition, on printer: DeskPrinter?, in records: RecordsTransaction
    ) throws -> DeskOutcome {
        var outcome = DeskOutcome()
        guard !isLowTold, let roll = try records.paper.roll(),
            Self.isLow(roll, condition, on: printer)
        else { return outcome }
        isLowTold = true
        outcome.log(.notice, "paper.low", ["leftMetres": "\(roll.leftMillimetres / 1_000)"])
        return outcome
    }

    // MARK: What is known of the roll

    /// Roll as technicians read it.
    package struct Report: Sendable {
        package var roll: PaperRoll
        /// Moment at which it ends, by the use of the last days.
        package var endsAt: Date?
        package var isLow: Bool
        /// Whether the printer itself sees that it is low.
        var isSeenLow: Bool
    }

    /// Report on the roll; nil before the first one.
    package static func report(
        _ condition: PrinterCondition, on printer: DeskPrinter?, in records: RecordsTransaction,
        at moment: Date
    ) throws -> Report? {
        guard let roll = try records.paper.roll() else { return nil }
        let forecast = PaperForecast(try records.paper.use(before: moment))
        return Report(
            roll: roll, endsAt: forecast.end(of: roll.leftMillimetres, after: moment),
            isLow: isLow(roll, condition, on: printer), isSeenLow: condition == .paperLow)
    }

    /// Whether a roll is low: by its sensor, where the printer has one for the roll's end, else by
    /// the count (B6).
    private static func isLow(
        _ roll: PaperRoll, _ condition: PrinterCondition, on printer: DeskPrinter?
    ) -> Bool {
        condition == .paperLow || roll.isLow && printer?.seesNearEnd != true
    }
}

extension RollKeeper.Report {
    /// Advice about the paper, a sentence each.
    package var sentences: [String] {
        var sentences: [String] = []
        if !roll.isTested {
            sentences.append(
                "Nobody has seen a test slip of the roll that is in: run loket printer test, and "
                    + "loket printer paper confirm if it can be read.")
        }
        if isLow, !isSeenLow {
            let left = String(format: "%.1f", roll.leftMillimetres / 1_000)
            let end = endsAt.map { " and ends about \($0.ISO8601Format())" } ?? ""
            sentences.append(
                "The roll has \(left) m left by the count\(end): bring a new one, then run loket "
                    + "printer paper loaded.")
        }
        return sentences
    }
}
