import Display
import Drawing
import Errands
import Foundation
import Geometry
import Office
import PanelModel
import Settings
import TestSupport
import Testing
import Touch

@testable import Face
@testable import Screens

/// Events of broken touchscreens, scanners and keyboards, on their whole way into the session.
@Suite("The core: whatever devices send", .serialized, .timeLimit(.minutes(600)))
struct InputFuzzTests {
    @Test(
        "C4 T28 events of any touchscreen, spoiled anywhere, leave every invariant of the session")
    func touches() async throws {
        _ = try CoreTests.core()
        let found = await Fuzz("touches in the session", seconds: 40).run { one in
            guard var device = FuzzTouchscreen(&one) else {
                one.count("refused")
                return
            }
            one.about = "\(device.abilities.wire)"
            let person = try FuzzPerson()
            for _ in 0..<one.number(5...40) {
                let targets = person.core.targets
                let point =
                    one.oneIn(5) || targets.isEmpty
                    ? Point(x: one.number(-10...1_300), y: one.number(-10...810))
                    : one.pick(targets).frame.center
                for contact in device.touch(point, person.display.transform, person.now, &one) {
                    let event = device.event(of: contact, person.display.transform)
                    person.take([.contact(event)], &one)
                    if one.oneIn(40) { person.take([.rawContact(contact)], &one) }
                }
                person.goOn(&one)
            }
            for contact in device.assembler.cancelAll(at: person.now) {
                let event = device.event(of: contact, person.display.transform)
                person.take([.contact(event)], &one)
            }
            one.check(!person.core.tracker.isTouched, "a finger stays on the glass")
            one.count("visits")
        }
        #expect(found.faults.isEmpty, "\(found)")
        #expect(found.counts["visits", default: 0] > 0)
    }

    @Test("G2 C8 keys of any device, code and time, and codes cut anywhere, keep the invariants")
    func keys() async throws {
        _ = try CoreTests.core()
        let found = await Fuzz("keys and codes in the session", seconds: 20).run { one in
            let person = try FuzzPerson()
            for _ in 0..<one.number(5...40) {
                if one.oneIn(3) {
                    let way = one.pick([Action.home, .showSearch, .showWhereAmI, .rate])
                    // A finger finds only what the screen offers.
                    if person.offers(way) { person.take([.input(.tap(way))], &one) }
                }
                let device = DeviceIdentity(name: "device \(one.number(0...2))")
                let role = one.pick(
                    [
                        .scanner, .scanner, .typing, .numberPad, .keypad(counter: "1"),
                    ] as [KeyboardRole])
                for code in Self.codes(&one) {
                    person.press(code, device, role, &one)
                }
                person.goOn(&one)
                one.check(
                    person.core.session.typing?.text.count ?? 0 <= Typing.maximumLength,
                    "the field overflows")
            }
        }
        #expect(found.faults.isEmpty, "\(found)")
    }

    /// Codes of keys: those of a ticket's code, of a survey's token or of any keys.
    private static func codes(_ one: inout FuzzCase) -> [UInt16] {
        func typed(_ text: String) -> [UInt16] {
            Key.keys(text.lowercased()).map(\.code)
        }
        var codes: [UInt16] =
            switch one.number(0...5) {
            case 0: typed(Tokens.ticketCode(using: &one.random))
            case 1: typed(Tokens.surveyToken(using: &one.random))
            case 2: typed("k-012")
            case 3: [UInt16](repeating: one.pick(typed("a7")), count: one.number(1...400))
            default: (0..<one.number(0...30)).map { _ in .random(in: 0...800, using: &one.random) }
            }
        if one.oneIn(3), !codes.isEmpty {
            codes.remove(at: one.number(0...codes.count - 1))
        }
        if one.oneIn(6) { codes.insert(.random(in: .min ... .max, using: &one.random), at: 0) }
        if !one.oneIn(4) { codes.append(one.oneIn(2) ? Key.enter.code : Key.escape.code) }
        return codes
    }
}

/// Person before a core, whose requests are answered by chance.
private final class FuzzPerson {
    let core: KioskCore
    let display = TurnedDisplay()
    var now = Duration.seconds(10)
    private var open: [Effect] = []
    private var tickets: Int64 = 0

    init() throws {
        let bundle = try #require(CoreTests.office.value)
        core = FacePlan(
            content: bundle.content, rules: bundle.rules, hours: OfficeHours(isForcedOpen: true),
            light: .init(dimAfter: .seconds(60), darkAfter: .seconds(300))
        ).core(on: Hardware(display: display), at: CoreTests.moment(now))
    }

    /// Hands inputs over, and checks the invariants behind them.
    func take(_ inputs: [KioskInput], _ one: inout FuzzCase) {
        let wasScreen = core.screenName
        open += core.handle(inputs, at: CoreTests.moment(now))
        let broken = core.session.brokenInvariants
        one.check(broken.isEmpty, "on \(wasScreen), then \(core.screenName): \(broken)")
    }

    /// Whether the screen that is due has a button for an action.
    func offers(_ action: Action) -> Bool {
        core.currentView.targets.contains { $0.id == action && $0.isEnabled }
    }

    func press(
        _ code: UInt16, _ device: DeviceIdentity, _ role: KeyboardRole, _ one: inout FuzzCase
    ) {
        now += .milliseconds(one.pick([0, 0, 1, 2, 5, 30, 99, 101, 300, 1_200]))
        // The kernel's clock and the loop's are one, unless a driver has its own.
        let uptime = one.oneIn(30) ? now + .seconds(one.pick([-3_600, -1, 1, 1_000_000_000])) : now
        for isPressed in one.oneIn(20) ? [true] : [true, false] {
            let key = KeyEvent(
                device: device, role: role, code: code, isPressed: isPressed,
                isRepeat: one.oneIn(25), uptime: uptime)
            take([.key(key)], &one)
        }
    }

    /// Lets time pass, answers requests, and draws now and then.
    func goOn(_ one: inout FuzzCase) {
        now += .milliseconds(one.pick([0, 1, 50, 300, 2_000, 20_000, 120_000]))
        var events: [Event] = []
        while let effect = open.popLast() {
            if !one.oneIn(8) { events += answers(to: effect, &one) }
        }
        if one.oneIn(12) { events.append(one.pick(Self.news)) }
        take(events.map { .event($0) }, &one)
        one.check(core.deadline >= .zero, "the core is due at \(core.deadline)")
        if one.oneIn(10) {
            do { _ = try core.present() } catch { one.fail("\(error)") }
        }
    }

    private static let news: [Event] = [
        .fault(.storage), .fault(nil), .fault(nil), .cleaning, .loadPaper, .rollCame,
        .printer(.ready), .printer(.paperOut), .printer(.none), .keyboard(isThere: true),
        .keyboard(isThere: false), .waiting([:]), .waiting(["ktp-el": .max]),
        .opening(.open(lastTicketAt: nil)),
    ]

    private func answers(to effect: Effect, _ one: inout FuzzCase) -> [Event] {
        let isGood = !one.oneIn(3)
        let paper = one.pick(PaperState.allCases.filter { $0 != .none })
        switch effect {
        case .lookUp(let request, _), .lookUpScan(let request, _), .giveBack(let request, _),
            .search(let request, _, _):
            if one.oneIn(6) { return [.unanswered(request)] }
        default: break
        }
        switch effect {
        case .issue(let request, let wishes, _):
            let issued = wishes.map { ticket($0.serviceID) }
            return isGood ? [.issued(request, issued)] : [.issueFailed(request, .storage)]
        case .shown(let id): return [.paper(id, paper)]
        case .lookUp(let request, _): return [.found(request, isGood ? status() : nil)]
        case .lookUpScan(let request, _):
            return [.scanAnswered(request, isGood ? .ticket(status()) : .survey(token: "CZ6N4R"))]
        case .giveBack(let request, _): return [.gaveBack(request, isGood)]
        case .search(let request, _, _):
            return [.searchResults(request, isGood ? ["kk", "paspor"] : ["nothing"])]
        case .printRequirements(let request, _, _, _, _): return [.listPaper(request, paper)]
        case .printTest(let request): return [.testPaper(request, paper)]
        case .saveSurvey(let request, _, _):
            return [.surveySaved(request, isGood ? .saved : .tooSoon)]
        default: return []
        }
    }

    private func ticket(_ service: Service.ID) -> IssuedTicket {
        tickets += 1
        return IssuedTicket(
            ticket: Ticket(
                id: TicketID(terminal: "belu1", sequence: tickets),
                number: TicketNumber(prefix: "K", value: Int(tickets)),
                businessDate: CalendarDate(year: 2026, month: 11, day: 23), serviceID: service,
                language: .indonesian, issuedAt: CoreTests.moment(now).wall, state: .printing,
                paper: .queued, code: "7F3KQ9TZ", surveyToken: "CZ6N4RT0WQ"),
            peopleAhead: 3, wait: nil)
    }

    private func status() -> TicketStatus {
        TicketStatus(
            id: TicketID(terminal: "belu1", sequence: 1),
            number: TicketNumber(prefix: "K", value: 1), serviceID: "ktp-el", state: .waiting,
            peopleAhead: 4, wait: nil, isByCode: true)
    }
}
