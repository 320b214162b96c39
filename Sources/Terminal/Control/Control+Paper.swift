import Desk
import Display
import Errands
import Face
import Foundation
import Geometry
import Logging
import Office
import Records
import Screens
import Settings
package import Slips
import Touch
package import Wire

/// The roll, test slips, and what was printed.
extension Control {
    /// Records a new roll. `millimetres` nil: as long as the profile's.
    package func loadRoll(millimetres: Double?, by caller: Caller) async throws -> Wire.Paper {
        guard let printer = await terminal.desk.printer else {
            throw Refusal.conflict(PrinterCondition.none.advice)
        }
        try await terminal.transact { desk, records, moment in
            let outcome = try desk.loadRoll(
                millimetres: millimetres ?? printer.rollMillimetres, who: caller.who, in: records,
                at: moment)
            return ((), outcome)
        }
        return try await paper()
    }

    /// Records that a person has read a test slip of the roll.
    package func confirmRoll(by caller: Caller) async throws -> Wire.Paper {
        guard try await records.roll() != nil else {
            throw Refusal.conflict(
                "No roll was told of yet: run loket printer paper loaded first.")
        }
        try await terminal.transact { desk, records, moment in
            ((), try desk.roll.confirm(who: caller.who, in: records, at: moment.wall))
        }
        return try await paper()
    }

    private func report() async throws -> RollKeeper.Report? {
        let (desk, moment) = (await terminal.desk, now().wall)
        return try await records.read { records in
            try RollKeeper.report(
                desk.prints.condition, on: desk.printer, in: records, at: moment)
        }
    }

    package func paper() async throws -> Wire.Paper {
        guard let report = try await report() else { return Wire.Paper() }
        let roll = report.roll
        return Wire.Paper(
            loadedAt: roll.loadedAt.ISO8601Format(), rollMetres: roll.millimetres / 1_000,
            leftMetres: roll.leftMillimetres / 1_000,
            endsAt: report.endsAt.map { $0.ISO8601Format() }, isLow: report.isLow,
            isTested: roll.isTested)
    }

    /// Advice about the paper, a sentence each.
    func paperSentences() async -> [String] { (try? await report())?.sentences ?? [] }

    /// Prints a test slip and waits for its end.
    package func printTest() async -> PrintEnd {
        do {
            try requirePrinter()
            try await requireRecovery()
            return try await terminal.printed { desk, records, moment in
                try desk.printTest(nil, in: records, at: moment)
            }
        } catch { return .notPrinted("\(error)") }
    }

    /// Newest prints, newest first.
    package func prints(limit: Int) async throws -> [Wire.Print] {
        try await records.prints(limit: min(max(limit, 1), 1_000)).map { print in
            Wire.Print(
                time: print.changedAt.ISO8601Format(), what: print.what, attempt: print.attempt,
                end: print.state.rawValue, job: print.job, detail: print.detail)
        }
    }

    /// Slip of a ticket for this service as a picture, PNG, as a printer of this profile would
    /// lay it out; without a name as the terminal's own.
    package func previewSlip(service: String?, profile name: String?) async throws -> [UInt8] {
        let bundle = await terminal.bundle
        let profile = try bundle.printerProfile(name)
        guard let service = service ?? bundle.catalogue.services.first?.id,
            let shown = bundle.catalogue.service(service)
        else {
            throw Refusal.notFound(
                "There is no service '\(service ?? "")': see loket service list.")
        }
        let moment = now().wall
        let ticket = Ticket(
            id: TicketID(terminal: records.terminal, sequence: 0),
            number: TicketNumber(prefix: shown.prefix, value: 8),
            businessDate: await today(), serviceID: shown.id,
            variantID: shown.variants.first?.id, language: .indonesian, issuedAt: moment,
            code: "7F3KQ9TZ", surveyToken: "CZ6N4K2HXT")
        let slip = bundle.slipWriter.ticket(
            ticket, peopleAhead: 7, waitMinutes: nil, ticked: [], copy: 0)
        return try await PrintRoom(profile: profile, folder: NSTemporaryDirectory()).preview(slip)
    }
}

extension SettingsBundle {
    /// Printer profile of this name; without one the terminal's own.
    func printerProfile(_ name: String?) throws -> PrinterProfile {
        let name = name ?? settings.printer.profile
        let loaded = PrinterProfile.load(name: name, folder: printersFolder)
        if let profile = loaded.value { return profile }
        // A problem of the settings is half a sentence behind its place.
        let problem = loaded.problems.first?.description ?? "There is no profile \(name)"
        throw Refusal.notFound(problem.hasSuffix(".") ? problem : problem + ".")
    }
}
