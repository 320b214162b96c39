import Desk
import Errands
import Office
import Screens
import Settings
import Slips
import TestSupport
import Testing
import Wire

@testable import Terminal

/// New settings during a visit: the visit ends by the settings it has seen.
@Suite("Settings that come in mid-visit", .timeLimit(.minutes(10)))
struct ReloadVisitTests {
    @Test(
        "J1 H3 A1 a service that is gone from the catalogue is issued to whoever has chosen it",
        arguments: ["pdf-a4", "generic-escpos-80"])
    func goneService(profile: String) async throws {
        let machine = try await Machine(profile: profile)
        try await machine.tap(.service("ktp-el"))
        var bundle = await machine.terminal.bundle
        bundle.catalogue = Catalogue(
            agencies: bundle.catalogue.agencies,
            services: bundle.catalogue.services.filter { $0.id != "ktp-el" },
            occasions: bundle.catalogue.occasions)
        await machine.terminal.take(bundle)
        try await machine.tap(.issue)
        try await machine.until { session in
            if case .ticket(_, .onPaper) = session.visit.screen { true } else { false }
        }
        #expect(await machine.printer.jobs.count == 1)
        #expect(try await machine.terminal.control.ticket("K-001").state == "waiting")
        try await machine.tap(.home)
        try await machine.until { $0.content.catalogue.service("ktp-el") == nil }
        #expect(await !machine.offers(.service("ktp-el")))
    }

    @Test("A1 what no catalogue knows is refused whole, and the terminal lives on")
    func unknownService() async throws {
        let machine = try await Machine(profile: "pdf-a4")
        for wishes in [[], ["nothing"], ["ktp-el", "nothing"]] {
            await machine.terminal.take(
                .effect(
                    .issue(
                        RequestID(99), wishes.map { TicketWish(serviceID: $0) }, .indonesian)))
        }
        try await machine.tap(.service("ktp-el"))
        try await machine.tap(.issue)
        try await machine.until { session in
            if case .ticket(_, .onPaper) = session.visit.screen { true } else { false }
        }
        #expect(await machine.printer.jobs.count == 1)
        #expect(try await machine.terminal.control.ticket("K-001").state == "waiting")
    }

    @Test("B1 J1 a number that the screen calls valid stays so, whatever new settings say")
    func otherRule() async throws {
        let machine = try await Machine { $0.settings.printer.unprinted = .valid }
        await machine.printer.set(end: .unknown("silence"), condition: .ready)
        try await machine.tap(.service("ktp-el"))
        var bundle = await machine.terminal.bundle
        bundle.settings.printer.unprinted = .void
        await machine.terminal.take(bundle)
        try await machine.tap(.issue)
        try await machine.until { session in
            if case .ticket(_, .failedButValid) = session.visit.screen { true } else { false }
        }
        #expect(try await machine.terminal.control.ticket("K-001").state == "waiting")
        // The next visitor has the new rule, on the screen and on record.
        try await machine.tap(.home)
        try await machine.until { $0.rules.unprintedIsVoid }
        try await machine.tap(.service("kk"))
        try await machine.tap(.issue)
        try await machine.until { session in
            if case .ticket(_, .failedAndVoid) = session.visit.screen { true } else { false }
        }
        #expect(try await machine.terminal.control.ticket("G-001").state == "void")
    }
}
