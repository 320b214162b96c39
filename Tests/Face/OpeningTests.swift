import Errands
import Foundation
import Office
import Screens
import Settings
import Testing
import Touch

@testable import Face

/// The evaluator in the core: what has changed is on the screen at once.
@Suite("Opening on the screen, without the desk", .timeLimit(.minutes(5)))
struct OpeningTests {
    /// Monday 2026-11-23, 09:41 in Belu.
    private static let begin = 1_795_398_060.0

    private func moment(_ seconds: Int) -> Moment {
        Moment(
            wall: Date(timeIntervalSince1970: Self.begin + Double(seconds)),
            uptime: .seconds(seconds))
    }

    private static let monday = CalendarDate(year: 2026, month: 11, day: 23)

    private func hours(to minute: Int = 900) -> OfficeHours {
        OfficeHours(week: [1: .init(from: 480, to: minute)], lastTicketMinutes: 0)
    }

    private func order(_ state: OpeningOrder.State, until seconds: Int? = nil) -> OpeningOrder {
        OpeningOrder(
            state: state, until: seconds.map { moment($0).wall }, businessDate: Self.monday,
            who: "root", setAt: moment(0).wall)
    }

    @Test("F3 the first frame after a start is the right one, at any hour") func firstFrame() throws
    {
        for (minute, screen) in [(900, "welcome"), (560, "closed")] {
            let core = try CoreTests.core(hours: hours(to: minute))
            _ = core.handle([], at: moment(0))
            #expect(core.session.screenName == screen)
        }
    }

    @Test("F2 the end of the hours is on the screen in the minute, in mid-session too")
    func midSession() throws {
        let core = try CoreTests.core(hours: hours(to: 585))
        _ = core.handle([.input(.tap(.service("ktp-el")))], at: moment(0))
        #expect(core.session.screenName == "confirm" && isEnabled(.issue, core))
        // 09:45 begins 240 s after 09:41.
        _ = core.handle([.input(.touched)], at: moment(25))
        _ = core.handle([.input(.touched)], at: moment(50))
        for second in stride(from: 75, to: 240, by: 25) {
            _ = core.handle([.input(.touched)], at: moment(second))
        }
        #expect(isEnabled(.issue, core))
        _ = core.handle([], at: moment(240))
        #expect(core.session.screenName == "confirm" && !isEnabled(.issue, core))
    }

    private func isEnabled(_ action: Action, _ core: KioskCore) -> Bool {
        core.targets.contains { $0.id == action && $0.isEnabled }
    }

    @Test("F1 F2 an order is on the screen at once, and ends in its minute, without the desk")
    func order() throws {
        let core = try CoreTests.core(hours: hours())
        _ = core.handle([], at: moment(0))
        _ = core.handle([.event(.openingOrder(order(.closed, until: 120)))], at: moment(7))
        #expect(core.session.screenName == "closed")
        guard case .closed(.forced, let next) = core.session.facts.opening else {
            Issue.record("\(core.session.facts.opening)")
            return
        }
        #expect(next == moment(120).wall)
        _ = core.handle([], at: moment(119))
        #expect(core.session.screenName == "closed")
        _ = core.handle([], at: moment(120))
        #expect(core.session.screenName == "welcome")
        _ = core.handle([.event(.openingOrder(order(.closed)))], at: moment(130))
        #expect(core.session.screenName == "closed")
        _ = core.handle([.event(.openingOrder(nil))], at: moment(131))
        #expect(core.session.screenName == "welcome")
    }

    @Test("F1 J1 an order outlasts new settings, and opens an office whose new hours are over")
    func newSettings() throws {
        let core = try CoreTests.core(hours: hours())
        let bundle = try #require(CoreTests.office.value)
        _ = core.handle([.event(.openingOrder(order(.open)))], at: moment(0))
        let content = KioskInput.content(bundle.content, bundle.rules, hours(to: 500))
        _ = core.handle([content], at: moment(1))
        #expect(core.session.screenName == "welcome")
        _ = core.handle([.event(.openingOrder(nil))], at: moment(2))
        #expect(core.session.screenName == "closed")
    }

    @Test("F1 F2 a quota that is reached closes its service, and the next business date opens it")
    func quota() throws {
        let bundle = try #require(CoreTests.office.value)
        let core = try CoreTests.core()
        var content = bundle.content
        let place = try #require(content.catalogue.services.firstIndex { $0.id == "kk" })
        content.catalogue.services[place].quota = 2
        let settings = KioskInput.content(
            content, bundle.rules, OfficeHours(isForcedOpen: true), dayStartMinute: 600)
        _ = core.handle([settings], at: moment(0))
        let sunday = CalendarDate(year: 2026, month: 11, day: 22)
        _ = core.handle([.event(.given(["kk": 1], sunday))], at: moment(1))
        #expect(core.session.facts.closedServices.isEmpty)
        _ = core.handle([.event(.given(["kk": 2], sunday))], at: moment(2))
        let ten = Self.begin + 1_140
        #expect(
            core.session.facts.closedServices == [
                "kk": .closed(.quotaReached, next: Date(timeIntervalSince1970: ten))
            ])
        // 10:00 begins the next business date.
        _ = core.handle([], at: moment(1_139))
        #expect(core.session.facts.closedServices.count == 1)
        _ = core.handle([], at: moment(1_140))
        #expect(core.session.facts.closedServices.isEmpty)
    }
}
