import TestSupport
import Testing
import Touch

@testable import Simulator

/// Keypads of the simulated office, against the reader of the kiosk.
@Suite("Simulated keypads", .timeLimit(.minutes(30)))
struct KeypadTests {
    /// Commands that the kiosk reads from typed keys.
    private func commands(
        _ keys: String, _ digits: Keypad.Digits, _ mishap: Keypad.Mishap,
        _ random: inout SeededRandom
    ) throws -> [PadCommand] {
        let pad = Keypad(digits: digits, isRadio: false, port: 1)
        let device = try #require(pad.devices.first)
        var board = PadBoard(bindings: [
            PadBinding(pad: PadIdentity(device), counter: "1", name: "Keypad")
        ])
        for device in pad.devices { board.attach(device) }
        var news: [PadNews] = []
        for (time, stroke) in pad.strokes(keys, mishap, &random) {
            news += board.take(
                PadEvent(
                    device: pad.devices[stroke.node],
                    kind: .key(stroke.code, isPressed: stroke.isPressed, isRepeat: stroke.isRepeat),
                    uptime: .milliseconds(1_000 + time)))
        }
        news += board.tick(.seconds(60))
        return news.compactMap { if case .pressed(let press) = $0 { press.command } else { nil } }
    }

    @Test("V20 V21 V23 each firmware's keys spell their order once, bounced and held too")
    func orders() throws {
        var random = SeededRandom()
        let orders: [PadCommand] =
            [.next, .again, .absent, .aside, .pauseOrOpen]
            + (1...30).map { .passOn(number: $0) }
        for digits in Keypad.Digits.allCases {
            for order in orders {
                let keys = Keypad.keys(of: order)
                for mishap in [Keypad.Mishap.none, .held] {
                    #expect(try commands(keys, digits, mishap, &random) == [order], "\(mishap)")
                }
                // Digits are no commands: a bounced one counts twice.
                let bounced = try commands(keys, digits, .bounce, &random)
                #expect(bounced == [order] || keys.count > 1 && bounced.count <= 1, "\(order)")
            }
        }
    }

    @Test("V21 two commands under one hand are none") func collision() throws {
        var random = SeededRandom()
        for _ in 0..<200 {
            for keys in ["e", "+", "-", "*"] {
                #expect(try commands(keys, .plain, .collision, &random) == [])
            }
        }
    }

    @Test("V24 a radio pad swallows the first key after a rest") func radio() {
        var pad = Keypad(digits: .plain, isRadio: true, port: 1)
        let key = PadStroke(code: 96, isPressed: true)
        let sent = [400, 401, 500, 900].map { pad.sends(key, at: .seconds($0)) }
        #expect(sent == [false, true, true, false])
    }
}
