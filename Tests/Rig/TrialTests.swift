import Foundation
import Testing
import Wire

extension RigTests {
    /// Trial of a touchscreen on its glass.
    @Suite("touch test", .serialized, .timeLimit(.minutes(15)))
    struct TrialTests {
        @Test(
            "C7 a finger slides over the glass, and the one field that it misses is named",
            arguments: [Turn(), Turn(degrees: 90, isMirrored: true)])
        func slide(_ turn: Turn) async throws {
            try await Rig.kiosk(
                "C7 touch test, \(turn.testDescription)", on: .bochsKMS, turn, panel: "typeB"
            ) { kiosk in
                guard let panel = kiosk.panel else { return }
                let testing = try kiosk.guest.cable.start([
                    "loket", "touch", "test", "--json", "--state", kiosk.daemon.state, "--device",
                    "Rig Panel typeB",
                ])
                try await kiosk.offers("endTouchTest")
                let begun: Wire.TouchTrial = try await kiosk.daemon.ask("/v1/touch/test")
                let deaf = Wire.TouchTrial.Field(column: begun.columns - 1, row: 2)
                let isUpright = turn.degrees % 180 == 0
                let width = isUpright ? Machine.width : Machine.height
                let height = isUpright ? Machine.height : Machine.width
                /// Returns the middle of a field as the panel reports it.
                func said(_ field: Wire.TouchTrial.Field) -> Guest.Place {
                    turn.onGlass(
                        .init(
                            x: (2 * field.column - 1) * width / (2 * begun.columns),
                            y: (2 * field.row - 1) * height / (2 * begun.rows)),
                        width: Machine.width, height: Machine.height)
                }
                var isDown = false
                for row in 1...begun.rows {
                    for column in 1...begun.columns {
                        let field = Wire.TouchTrial.Field(column: column, row: row)
                        if field == deaf { continue }
                        let place = said(field)
                        _ = try await panel.ask(
                            "\(isDown ? "move" : "down") \(place.x) \(place.y)")
                        isDown = true
                    }
                }
                try await kiosk.showsPicture("touch-test")
                _ = try await panel.ask("up")
                try await kiosk.tap("endTouchTest", .panel(panel))
                let end = try await testing.end(within: .seconds(60))
                let result = try JSONDecoder().decode(
                    Wire.TouchTrial.self, from: Data(end.output))
                try #require(end.code == 1 && result.state == .done, "\(end.errorText)")
                try #require(result.missing == [deaf], "\(result.missing)")
                try #require(result.device.hasPrefix("Rig Panel typeB"))
                try await kiosk.taps(Kiosk.service, until: "issue", .panel(panel))
            }
        }
    }
}
