import Foundation
import TestSupport
import Testing
import Wire

@Suite("T40 loket touch calibrate", .timeLimit(.minutes(5)))
struct CalibrateTests {
    static let matrix = "-1.1 0 1.05 0 1.25 -0.125"

    static func state(
        _ state: Wire.Calibration.State, id: Int = 7,
        _ edit: (inout Wire.Calibration) -> Void = { _ in }
    ) throws -> (status: Int, body: Data) {
        var calibration = Wire.Calibration(
            id: id, device: "eGalax 0eef:0001", points: 3, state: state)
        edit(&calibration)
        return (200, try Wire.encode(calibration))
    }

    private func run(
        _ answers: [(status: Int, body: Data)], _ words: String...
    ) async throws -> (daemon: ScriptedDaemon, done: Command) {
        let daemon = try ScriptedDaemon(answers)
        let done = try await Daemon.loket(
            ["touch", "calibrate", "--state", daemon.state] + words)
        return (daemon, done)
    }

    @Test("T40 it says what to touch, and prints matrix and residual of what is stored")
    func stored() async throws {
        let answers = [
            try Self.state(.mark) { $0.mark = 1 }, try Self.state(.mark) { $0.mark = 3 },
            try Self.state(.mark) {
                $0.mark = 1
                $0.refusalCount = 1
                $0.refusal = "The touches lie on one line."
            },
            try Self.state(.review) { $0.matrix = Self.matrix },
            try Self.state(.storing) { $0.matrix = Self.matrix },
            try Self.state(.stored) {
                $0.matrix = Self.matrix
                $0.residualPercent = 0.4
            },
        ]
        let (daemon, done) = try await run(answers, "--points", "3", "--device", "eGalax")
        #expect(done.status == 0, "\(done.errors)")
        #expect(
            done.text
                == "device    eGalax 0eef:0001\nmatrix    \(Self.matrix)\n"
                + "residual  0.4 % of the screen\n")
        #expect(
            done.errors.split(separator: "\n") == [
                "Touch mark 1 of 3 on the screen.", "Touch mark 3 of 3 on the screen.",
                "Not taken: The touches lie on one line.", "Touch mark 1 of 3 on the screen.",
                "Touch Accept or Repeat on the screen.", "Accepted.",
            ])
        let wish = try #require(daemon.requests.first)
        #expect(wish.hasPrefix("POST /v1/touch/calibrate HTTP"))
        #expect(wish.contains("\"points\":3") && wish.contains("\"device\":\"eGalax\""))
        #expect(
            daemon.requests.dropFirst().allSatisfy {
                $0.hasPrefix("GET /v1/touch/calibrate HTTP")
            })
    }

    @Test("T40 the same as JSON") func json() async throws {
        let last = try Self.state(.stored) { $0.matrix = Self.matrix }
        let (_, done) = try await run([try Self.state(.review), last], "--json")
        #expect(done.status == 0)
        let printed = try JSONDecoder().decode(Wire.Calibration.self, from: done.output)
        #expect(printed.matrix == Self.matrix && printed.state == .stored)
    }

    @Test("T40 J1 every other end has its exit code and a sentence") func otherEnds() async throws {
        let begun = try Self.state(.mark) { $0.mark = 1 }
        let sentence = "Nobody touched the screen in time: the previous calibration counts."
        let timedOut = try Self.state(.ended) {
            $0.matrix = "1 0 0 0 1 0"
            $0.problem = sentence
        }
        let unstored = try Self.state(.unstored) {
            $0.matrix = Self.matrix
            $0.problem = "The disk is full."
        }
        let refused = (
            status: 409, body: try Wire.encode(Wire.Failure(.conflict("A visitor is there.")))
        )
        let cases: [(answers: [(status: Int, body: Data)], code: Int32, says: String)] = [
            ([begun, timedOut], 2, sentence), ([begun, unstored], 1, "The disk is full."),
            ([refused], 2, "A visitor is there."),
            ([begun, try Self.state(.mark, id: 8)], 2, "Another calibration"),
            // The daemon ends in the middle of the calibration.
            ([begun], 3, "daemon"),
        ]
        for (answers, code, says) in cases {
            let (_, done) = try await run(answers)
            let last = done.errors.split(separator: "\n").last ?? ""
            #expect(done.status == code && last.hasPrefix("loket: "), "\(done.errors)")
            #expect(last.contains(says), "\(done.errors)")
            // A matrix in use is printed, whether stored or not.
            #expect(done.text.contains(Self.matrix) == (code == 1))
        }
    }

    @Test("T40 a display in memory has nothing to calibrate; 4 marks are none") func refusals()
        async throws
    {
        let daemon = try await Daemon.ready(TemporaryFolder())
        let done = try await daemon.loket("touch", "calibrate")
        #expect(done.status == 2 && done.text.isEmpty && isOneSentence(done.errors))
        #expect(done.errors.contains("touchscreen"), "\(done.errors)")
        let four = try await daemon.loket("touch", "calibrate", "--points", "4")
        #expect(four.status == 64 && four.errors.contains("3 or 5"))
        let screen: Wire.Screen = try await daemon.ask("state")
        #expect(screen.screen == "welcome")
        #expect(try await daemon.stop() == 0)
    }
}
