import Foundation
import TestSupport
import Testing
import Wire

extension RigTests {
    /// Panel that reports positions mirrored left to right until it is calibrated.
    @Suite("calibrate", .serialized, .timeLimit(.minutes(15)))
    struct CalibrateTests {
        /// Returns what the mirrored panel reports for a place on the glass.
        private static func said(_ place: Guest.Place) -> Guest.Place {
            .init(x: Machine.width - 1 - place.x, y: place.y)
        }

        private static func tap(_ place: Guest.Place, _ panel: Cable.Program) async throws {
            let said = said(place)
            _ = try await panel.ask("down \(said.x) \(said.y)")
            _ = try await panel.ask("up")
        }

        private static func tap(
            _ action: String, _ kiosk: Kiosk, _ panel: Cable.Program
        ) async throws {
            try await tap(try await kiosk.place(of: action), panel)
        }

        @Test(
            "T40 C7 a mirrored panel is calibrated by five touches, and is right after a restart",
            arguments: [Turn(), Turn(degrees: 90)])
        func mirrored(_ turn: Turn) async throws {
            try await Rig.kiosk(
                "T40 C7 mirrored panel, \(turn.testDescription)", on: .bochsKMS, turn,
                panel: "typeB"
            ) { kiosk in
                guard let panel = kiosk.panel else { return }
                let guest = kiosk.guest
                // The tablet of the machine is a second touchscreen, so the command must name one.
                let command = ["loket", "touch", "calibrate", "--state", kiosk.daemon.state]
                let unclear = try await guest.cable.run(command, within: .seconds(60))
                try #require(unclear.code == 2 && unclear.errorText.contains("--device"))

                let calibrating = try guest.cable.start(
                    command + ["--json", "--device", "Rig Panel typeB"])
                // Marks lie at a tenth from the edges of the upright picture, and in its middle.
                let isUpright = turn.degrees % 180 == 0
                let width = isUpright ? Machine.width : Machine.height
                let height = isUpright ? Machine.height : Machine.width
                let marks = [(0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9), (0.5, 0.5)]
                for (index, mark) in marks.enumerated() {
                    try await calibrating.hears("mark \(index + 1)", within: .seconds(60)) {
                        $0.errorText.contains("Touch mark \(index + 1) of 5")
                    }
                    if index == 0 { try await kiosk.showsPicture("calibration") }
                    let place = Guest.Place(
                        x: Int(Double(width) * mark.0), y: Int(Double(height) * mark.1))
                    try await Self.tap(
                        turn.onGlass(place, width: Machine.width, height: Machine.height),
                        panel)
                }
                try await kiosk.offers("acceptCalibration")
                try await Self.tap("acceptCalibration", kiosk, panel)
                let end = try await calibrating.end(within: .seconds(60))
                try #require(end.code == 0, "\(end.errorText)")
                let result = try JSONDecoder().decode(
                    Wire.Calibration.self, from: Data(end.output))
                try #require(result.state == .stored)
                let matrix = (result.matrix ?? "").split(separator: " ").compactMap {
                    Double($0)
                }
                try #require(
                    zip(matrix, [-1, 0, 1, 0, 1, 0]).allSatisfy { abs($0 - $1) < 0.005 }
                        && matrix.count == 6, "\(result)")
                try await kiosk.offers(Kiosk.service)
                try await Self.tap(Kiosk.service, kiosk, panel)
                try await kiosk.offers("issue")
                try await Self.tap("home", kiosk, panel)
                try await kiosk.offers(Kiosk.service)
                try #require(try await kiosk.daemon.stop() == 0)

                let again = try await GuestDaemon(
                    guest,
                    .init(
                        backend: kiosk.glass.backend, rotation: turn.degrees,
                        isMirrored: turn.isMirrored), state: kiosk.daemon.state)
                let kiosk = Kiosk(
                    guest: guest, daemon: again, glass: kiosk.glass, turn: turn, panel: panel)
                try await kiosk.offers(Kiosk.service)
                try await Self.tap(Kiosk.service, kiosk, panel)
                try await kiosk.offers("issue")
                try await Self.tap("issue", kiosk, panel)
                try await kiosk.hasTickets(["K-001"])
                try #require(try await again.stop() == 0)
            }
        }

        @Test("T40 C6 the panel is pulled in the middle of it, and nothing has changed")
        func pulled() async throws {
            try await Rig.kiosk("T40 C6 pulled while calibrating", on: .bochsKMS, panel: "typeB") {
                kiosk in
                guard let panel = kiosk.panel else { return }
                let calibrating = try kiosk.guest.cable.start([
                    "loket", "touch", "calibrate", "--state", kiosk.daemon.state, "--device",
                    "Rig Panel typeB",
                ])
                try await calibrating.hears("the first mark", within: .seconds(60)) {
                    $0.errorText.contains("Touch mark 1 of 5")
                }
                _ = try await panel.ask("unplug")
                let end = try await calibrating.end(within: .seconds(60))
                try #require(end.code == 2 && end.errorText.contains("pulled"), "\(end.errorText)")
                _ = try await panel.ask("plug")
                try await kiosk.taps(Kiosk.service, until: "issue", .panel(panel))
            }
        }
    }
}
