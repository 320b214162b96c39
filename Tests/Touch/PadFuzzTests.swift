import TestSupport
import Testing
import Touch

/// Whatever keyboards send, at whatever time, while pads are bound and unbound.
@Suite("D6 Pads: whatever devices send", .serialized, .timeLimit(.minutes(600)))
struct PadFuzzTests {
    @Test("D6 events of any device and time press only for bound pads, once, in order and in time")
    func events() async {
        let found = await Fuzz("keys of counters' pads", seconds: 10).run { one in
            let nodes = (0..<6).map {
                PadHand.device("Pad \($0 % 2)", port: "usb-\($0 / 2)", interface: "input\($0 % 2)")
            }
            var board = PadBoard()
            var now = Duration.seconds(10)
            var lastNumber = 0
            func check(_ news: [PadNews], _ one: inout FuzzCase) {
                for case .pressed(let press) in news {
                    one.count("presses")
                    one.check(press.number == lastNumber + 1, "press \(press.number)")
                    lastNumber = press.number
                    one.check(
                        board.bindings.contains { $0.counter == press.counter }, "nobody's press")
                    if case .passOn(let number) = press.command {
                        one.check((1...99).contains(number), "to counter \(number)")
                    }
                }
            }
            for _ in 0..<one.number(5...200) {
                now += .milliseconds(one.pick([0, 1, 20, 100, 149, 150, 399, 400, 3_000, 20_000]))
                // A driver may have a clock of its own.
                let uptime = one.oneIn(50) ? now + .seconds(one.pick([-3_600, -1, 9_999])) : now
                let device = one.pick(nodes)
                switch one.number(0...19) {
                case 0: board.attach(device)
                case 1: board.detach(device)
                case 2:
                    board.bindings = nodes.filter { _ in one.oneIn(2) }.map {
                        PadBinding(
                            pad: PadIdentity($0), counter: String(one.number(1...3)), name: "")
                    }
                case 3: check(board.listen(id: 1, at: now), &one)
                case 4:
                    let held = Set((0..<one.number(0...3)).map { _ in UInt16(one.number(0...120)) })
                    let event = PadEvent(device: device, kind: .state(held: held), uptime: uptime)
                    check(board.take(event), &one)
                default:
                    let code =
                        one.oneIn(8)
                        ? UInt16.random(in: .min ... .max, using: &one.random)
                        : one.pick(PadHand.codes.values.sorted())
                    for isPressed in one.oneIn(6) ? [true] : [true, false] {
                        let event = PadEvent(
                            device: device,
                            kind: .key(code, isPressed: isPressed, isRepeat: one.oneIn(20)),
                            uptime: uptime)
                        check(board.take(event), &one)
                    }
                }
                if one.oneIn(3) {
                    check(board.tick(now), &one)
                    one.check(board.deadline.map { $0 > now } ?? true, "it is due at once again")
                }
            }
            one.check(board.summaries.count <= 6, "\(board.summaries.count) pads")
        }
        #expect(found.faults.isEmpty, "\(found)")
        #expect(found.counts["presses", default: 0] > 0)
    }
}
