import Errands
import Face
import Foundation
import Logging
import Office
import Records
import Screens
import Slips
package import Wire

/// The roll in the printer: how much is left, and whether anybody has seen it print (B5, B6).
extension Terminal {
    /// Somebody says that a new roll is in. Nil: as long as the profile's.
    package func loadRoll(millimetres: Double?, who: String) async throws -> Wire.Paper {
        guard let printRoom else { throw Wire.Failure(error: PrinterCondition.none.advice) }
        try await records.loadRoll(
            millimetres: millimetres ?? printRoom.rollMillimetres, who: who,
            at: clock.now().wall)
        isLowTold = false
        log.notice("paper.roll", metadata: ["who": "\(who)"])
        return try await paper()
    }

    /// A person has read a test slip of it.
    package func confirmRoll(who: String) async throws -> Wire.Paper {
        guard try await records.roll() != nil else {
            throw Wire.Failure(
                error: "No roll was told of yet: run loket printer paper loaded first.")
        }
        try await records.confirmRoll(who: who, at: clock.now().wall)
        log.notice("paper.tested", metadata: ["who": "\(who)"])
        return try await paper()
    }

    package func paper() async throws -> Wire.Paper {
        let moment = clock.now().wall
        guard let roll = try await records.roll() else { return Wire.Paper() }
        let forecast = PaperForecast(try await records.paperUse(before: moment))
        let end = forecast.end(of: roll.leftMillimetres, after: moment)
        return Wire.Paper(
            loadedAt: roll.loadedAt.ISO8601Format(), rollMetres: roll.millimetres / 1_000,
            leftMetres: roll.leftMillimetres / 1_000,
            endsAt: end.map { $0.ISO8601Format() }, isLow: isLow(roll), isTested: roll.isTested)
    }

    /// By its sensor, where the printer has one for the roll's end (B6).
    private func isLow(_ roll: PaperRoll) -> Bool {
        condition == .paperLow || roll.isLow && printRoom?.seesNearEnd != true
    }

    /// Once a roll, as soon as the count says so.
    func tellLowRoll() async {
        guard !isLowTold, let roll = try? await records.roll(), isLow(roll) else { return }
        isLowTold = true
        log.notice(
            "paper.low", metadata: ["leftMetres": "\(roll.leftMillimetres / 1_000)"])
    }

    /// What somebody should know of the paper, a sentence each. A printer that sees the end coming
    /// by itself overrules the count.
    func paperSentences() async -> [String] {
        guard let roll = try? await records.roll(), let paper = try? await paper() else {
            return []
        }
        var sentences: [String] = []
        if !roll.isTested {
            sentences.append(
                "Nobody has seen a test slip of the roll that is in: run loket printer test, and "
                    + "loket printer paper confirm if it can be read.")
        }
        if isLow(roll), condition != .paperLow {
            let left = String(format: "%.1f", roll.leftMillimetres / 1_000)
            let end = paper.endsAt.map { " and ends about \($0)" } ?? ""
            sentences.append(
                "The roll has \(left) m left by the count\(end): bring a new one, then run loket "
                    + "printer paper loaded.")
        }
        return sentences
    }

    /// The printer was without paper and has some now: that is a new roll, and whoever put it in is
    /// asked for a test slip (B5).
    func rollCame() async {
        guard let printRoom else { return }
        do {
            try await records.loadRoll(
                millimetres: printRoom.rollMillimetres, who: "printer", at: clock.now().wall)
            isLowTold = false
            loop.post(.event(.rollCame))
            log.notice("paper.roll", metadata: ["who": "printer"])
        } catch {
            log.error("paper.roll.failed", metadata: ["error": "\(error)"])
        }
    }

    /// What was printed lately, the newest first.
    package func prints(limit: Int) async throws -> [Wire.Print] {
        try await records.prints(limit: min(max(limit, 1), 1_000)).map { print in
            Wire.Print(
                time: print.changedAt.ISO8601Format(), what: print.what, attempt: print.attempt,
                end: print.state.rawValue, job: print.job, detail: print.detail)
        }
    }
}
