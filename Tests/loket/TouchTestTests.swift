import Foundation
import TestSupport
import Testing
import Wire

@Suite("C7 loket touch test", .timeLimit(.minutes(5)))
struct TouchTestTests {
    private static func answer(
        _ state: Wire.TouchTrial.State, id: Int = 3,
        _ edit: (inout Wire.TouchTrial) -> Void = { _ in }
    ) throws -> (status: Int, body: Data) {
        var trial = Wire.TouchTrial(
            id: id, device: "eGalax 0eef:0001", state: state, columns: 4, rows: 2)
        edit(&trial)
        return (200, try Wire.encode(trial))
    }

    private func run(
        _ answers: [(status: Int, body: Data)], _ words: String...
    ) async throws -> (daemon: ScriptedDaemon, done: Command) {
        let daemon = try ScriptedDaemon(answers)
        let done = try await Daemon.loket(["touch", "test", "--state", daemon.state] + words)
        return (daemon, done)
    }

    @Test("C7 each touch is printed once, and at the end what was felt") func whole() async throws {
        let down = Wire.TouchTrial.Touch(number: 1, finger: 0, phase: "down", x: 12, y: 34)
        let up = Wire.TouchTrial.Touch(number: 2, finger: 0, phase: "up", x: 56, y: 78)
        let (daemon, done) = try await run(
            [
                try Self.answer(.running), try Self.answer(.running) { $0.touches = [down] },
                try Self.answer(.running) { $0.touches = [down, up] },
                try Self.answer(.done) {
                    $0.touches = [down, up]
                    ($0.touchCount, $0.mostFingers) = (1, 1)
                },
            ], "--device", "eGalax")
        #expect(done.status == 0, "\(done.errors)")
        #expect(
            done.errors.split(separator: "\n").dropFirst() == [
                "down  finger 0  at 12, 34", "up  finger 0  at 56, 78",
            ])
        #expect(
            done.text == "device   eGalax 0eef:0001\nfields   8 of 8 felt\n"
                + "touches  1, 1 finger at once\n")
        let wish = try #require(daemon.requests.first)
        #expect(wish.hasPrefix("POST /v1/touch/test HTTP") && wish.contains("\"eGalax\""))
    }

    @Test("C7 a deaf field is drawn and is an exit code; an ended one says why") func ends()
        async throws
    {
        let deaf = try Self.answer(.timedOut) {
            $0.missing = [.init(column: 2, row: 1), .init(column: 4, row: 2)]
        }
        var done = try await run([deaf]).done
        #expect(done.status == 1)
        #expect(done.text.hasSuffix("missing, from the upper left:\n  . x . .\n  . . . x\n"))
        #expect(done.errors.contains("not felt everywhere"))

        done = try await run([deaf], "--json").done
        let printed = try JSONDecoder().decode(Wire.TouchTrial.self, from: done.output)
        #expect(done.status == 1 && printed.missing.count == 2)

        let cancelled = try Self.answer(.cancelled) {
            $0.problem = "The trial was ended, since another console took the screen."
        }
        done = try await run([cancelled]).done
        #expect(done.status == 2 && done.errors.contains("another console"))
        done = try await run([try Self.answer(.running), try Self.answer(.running, id: 4)]).done
        #expect(done.status == 2 && done.errors.contains("Another test"))
    }

    @Test("C7 on a real daemon: the page's touches are tried, and the screen comes back")
    func real() async throws {
        let daemon = try await Daemon.ready(TemporaryFolder())
        let testing = Task { try await daemon.loket("touch", "test") }
        try await eventually("the test is up") {
            let screen: Wire.Screen = try await daemon.ask("state")
            return screen.screen == "touchTest"
        }
        let again = try await daemon.loket("touch", "test")
        #expect(again.status == 2 && again.errors.contains("already"), "\(again.errors)")
        try await daemon.tap("endTouchTest")
        let done = try await testing.value
        #expect(done.status == 1 && done.text.contains("device   page"), "\(done.errors)")
        #expect(done.errors.contains("down  finger") && done.errors.contains("up  finger"))
        let screen: Wire.Screen = try await daemon.ask("state")
        #expect(screen.screen == "welcome")
        #expect(try await daemon.stop() == 0)
    }
}
