import Display
import Drawing
import Face
import Foundation
import HTTPTypes
import Office
import Screens
import Settings
import Terminal
import TestSupport
import Testing
import Wire

@testable import API

/// Opening hours by the socket's API, with the loop and the records of a real terminal.
@Suite("API: opening and closing the office", .timeLimit(.minutes(5)))
struct OfficeTests {
    private let world: World
    private let responder: Dispatcher<TestContext>

    init() throws {
        world = try World { bundle in
            bundle.settings.hours = OfficeHours(isForcedOpen: true)
            for index in bundle.catalogue.services.indices
            where bundle.catalogue.services[index].id == "kk" {
                bundle.catalogue.services[index].quota = 2
            }
        }
        responder = ControlAPI(terminal: world.terminal, page: { nil }, allowsTaps: false)
            .responder(for: TestContext.self, log: TestContext.Source().logger)
    }

    private func ask<Answer: Decodable>(
        _ method: HTTPRequest.Method, _ path: String, _ body: String = "{}",
        as: Answer.Type = Answer.self
    ) async throws -> Answer {
        let got = try await outcome(responder, httpRequest(method, path, body: body))
        #expect(got.status == .ok, "\(path): \(got.text)")
        return try JSONDecoder().decode(Answer.self, from: Data(got.text.utf8))
    }

    private func refusal(_ path: String, _ body: String) async throws -> Wire.Failure {
        let got = try await outcome(responder, httpRequest(.post, path, body: body))
        return try JSONDecoder().decode(Wire.Failure.self, from: Data(got.text.utf8))
    }

    private func until(_ screen: String) async {
        let isThere = await world.terminal.loop.wait(timeout: .seconds(60)) {
            $0.screenName == screen
        }
        #expect(isThere, "no screen \(screen)")
    }

    private let wish = #"{"service": "kk", "paper": false}"#

    @Test("F1 F2 D13 J4 an order is on the screen, in the answers and at the desk, until it ends")
    func order() async throws {
        let bundle = await world.terminal.bundle
        try Fonts.load(configuration: bundle.fontsFile)
        let display = world.display
        world.terminal.loop.start(bundle.face) { Hardware(display: display) }
        let before: Wire.Office = try await ask(.get, "/v1/office")
        #expect(before.isOpen && before.order == nil && before.closedServices.isEmpty)
        let closed: Wire.Office = try await ask(
            .post, "/v1/office/close", #"{"reason": "power cut"}"#)
        #expect(!closed.isOpen && closed.reason == "forced" && closed.next == closed.order?.until)
        #expect(closed.order?.state == "closed" && closed.order?.reason == "power cut")
        await until("closed")
        let failure = try await refusal("/v1/tickets", wish)
        #expect(failure.code == .closed && failure.error.contains("closed by order of staff"))
        let status: Wire.Status = try await ask(.get, "/v1/status")
        #expect(status.opening.contains("closed by order of staff"))
        #expect(status.opening.contains("(power cut)"), "\(status.opening)")
        let auto: Wire.Office = try await ask(.post, "/v1/office/auto")
        #expect(auto.isOpen && auto.order == nil)
        await until("welcome")
        let opened: Wire.Office = try await ask(.post, "/v1/office/open")
        #expect(opened.isOpen && opened.lastTicket == nil && opened.order?.state == "open")
        await world.terminal.loop.stopped()
    }

    @Test(
        "F1 D13 two people at once get the quota's last number once, and the lists name the service"
    )
    func quota() async throws {
        _ = try await ask(.post, "/v1/tickets", wish, as: Wire.Ticket.self)
        let (responder, wish) = (responder, wish)
        let codes = try await withThrowingTaskGroup(of: UInt.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    UInt(
                        try await outcome(
                            responder, httpRequest(.post, "/v1/tickets", body: wish)
                        ).status.code)
                }
            }
            var all: [UInt] = []
            for try await code in group { all.append(code) }
            return all
        }
        #expect(codes.filter { $0 == 200 }.count == 1 && codes.filter { $0 == 409 }.count == 7)
        let office: Wire.Office = try await ask(.get, "/v1/office")
        #expect(office.isOpen && office.closedServices.map(\.service) == ["kk"])
        #expect(office.closedServices.first?.reason == "quotaReached")
        #expect(office.closedServices.first?.next != nil)
        let services: [Wire.ServiceSummary] = try await ask(.get, "/v1/services")
        let card = try #require(services.first { $0.id == "kk" })
        #expect(card.quota == 2 && card.given == 2)
        #expect(card.opening.hasPrefix("closed: all numbers of the day are given"))
        #expect(services.filter { $0.id != "kk" }.allSatisfy { $0.opening == "open" })
    }
}
