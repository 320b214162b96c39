import Foundation
import TestSupport
import Testing

extension RigTests {
    /// Pictures on the glass, and contacts that match them.
    @Suite("glass", .serialized, .timeLimit(.minutes(15)))
    struct GlassTests {
        /// All rotations of one card, and one of each other display.
        static let turns: [(Glass, Turn)] =
            Turn.all.map { (.bochsKMS, $0) }
            + [
                (.bochsFramebuffer, Turn(degrees: 90)), (.virtioKMS, Turn(degrees: 270)),
            ]

        @Test(
            "T16 T14 the glass shows the picture byte for byte, and a ticket is touched on it",
            arguments: Glass.photographed)
        func picture(_ glass: Glass) async throws {
            try await Rig.kiosk("T16 T14 picture, and a ticket by the tablet", on: glass) { kiosk in
                try await kiosk.showsPicture("welcome")
                let taken = try await kiosk.daemon.event("display.ready")["display"] ?? ""
                try #require(taken.contains("\(Machine.width)x\(Machine.height)"), "\(taken)")
                let words = glass.backend.split(separator: ":").map(String.init)
                try #require(taken.contains("display=\(words[0])"), "\(taken)")
                if words.count > 1 { try #require(taken.contains(words[1]), "\(taken)") }
                try await kiosk.takeTicket()
                try await kiosk.showsPicture("ticket")
            }
        }

        @Test("T1 16 bits a pixel show the picture within their rounding")
        func sixteenBits() async throws {
            try await Rig.kiosk("T1 glass shows the picture within 16 bits", on: .vfb16) { kiosk in
                let guest = kiosk.guest
                let layout = try await guest.loadVirtualFramebuffer()
                try await eventually("the picture in 16 bits", within: .seconds(20)) {
                    let shown = try Photo(
                        bytes565: try await guest.read("/dev/fb1"), layout: layout)
                    Report.shared.keep(shown, as: "welcome vfb 16 bit")
                    // The framebuffer keeps 5 of 8 bits.
                    let difference = shown.largestDifference(to: try await kiosk.daemon.picture())
                    return difference.map { $0 < 8 } ?? false
                }
            }
        }

        @Test(
            "T13 C7 turned, the picture is turned and a tap on each corner shows in that corner",
            arguments: turns)
        func turned(_ glass: Glass, _ turn: Turn) async throws {
            let name = "T13 C7 \(turn.testDescription): corners and a ticket"
            try await Rig.kiosk(name, on: glass, turn) { kiosk in
                try await kiosk.showsPicture("turned")
                let (right, bottom) = (Machine.width - 1, Machine.height - 1)
                for (x, y) in [(0, 0), (right, 0), (0, bottom), (right, bottom)] {
                    let before = try await kiosk.showsPicture("before corner")
                    try await kiosk.down(.init(x: x, y: y))
                    // A touch outside every target is shown too (C1).
                    _ = try await kiosk.guest.photo("a touch at \(x),\(y)") { photo in
                        guard let area = photo.changed(from: before) else { return false }
                        let isLeft = area.x.upperBound < Machine.width / 2
                        let isRight = area.x.lowerBound >= Machine.width / 2
                        let isAbove = area.y.upperBound < Machine.height / 2
                        let isBelow = area.y.lowerBound >= Machine.height / 2
                        return (x == 0 ? isLeft : isRight) && (y == 0 ? isAbove : isBelow)
                    }
                    try await kiosk.up()
                    _ = try await kiosk.guest.photo("no touch") { $0 == before }
                }
                try await kiosk.takeTicket()
                try await kiosk.showsPicture("turned ticket")
            }
        }
    }
}
