import Foundation
import TestSupport
import Testing

extension RigTests {
    /// Rooms Display and Touch on a real kernel, without a terminal.
    @Suite("rooms", .serialized, .timeLimit(.minutes(15)))
    struct RoomTests {
        /// All rotations of one card, and for the others a rotated and mirrored one.
        static let turns: [(Glass, Turn)] =
            Turn.all.map { (.bochsKMS, $0) }
            + [.bochsFramebuffer, .virtioKMS, .virtioTwoOutputs].map {
                ($0, Turn(degrees: 90, isMirrored: true))
            }

        @Test(
            "T7 T8 T13 a turned picture and its damage reach the glass byte for byte",
            arguments: turns)
        func turned(_ glass: Glass, _ turn: Turn) async throws {
            let seed = SeededRandom(test: "turned \(glass.testDescription)").seed
            let name = "T7 T8 T13 \(turn.testDescription): picture, damage, corners"
            try await Rig.exhibition(name, on: glass, turn) { exhibition in
                var random = SeededRandom(seed: seed)
                try await exhibition.shows("pattern")
                let picture = exhibition.picture
                for _ in 0..<8 {
                    try await exhibition.square(
                        x: .random(in: 0..<picture.width, using: &random),
                        y: .random(in: 0..<picture.height, using: &random),
                        width: .random(in: 1...300, using: &random),
                        height: .random(in: 1...300, using: &random),
                        color: .random(in: 0...0xFF_FFFF, using: &random))
                }
                try await exhibition.shows("squares")
                let (right, bottom) = (picture.width - 1, picture.height - 1)
                for (x, y) in [(0, 0), (right, 0), (0, bottom), (right, bottom)] {
                    let place = exhibition.turn.onGlass(
                        .init(x: x, y: y), width: Machine.width, height: Machine.height)
                    try await exhibition.guest.touch(place)
                    try await exhibition.feels("down \(x) \(y)")
                    try await exhibition.feels("up \(x) \(y)")
                }
                try #require(exhibition.contacts.count == 8)
            }
        }

        @Test("T1 vfb shows the picture within 16 bits", arguments: [Turn(), Turn(degrees: 270)])
        func sixteenBits(_ turn: Turn) async throws {
            try await Rig.exhibition("T1 \(turn.testDescription) in 16 bits", on: .vfb16, turn) {
                exhibition in
                let layout = try await exhibition.guest.loadVirtualFramebuffer()
                let shown = try Photo(
                    bytes565: try await exhibition.guest.read("/dev/fb1"), layout: layout)
                let wanted = turn.onGlass(exhibition.picture)
                // The framebuffer keeps 5 of 8 bits.
                try #require(shown.largestDifference(to: wanted).map { $0 < 8 } == true)
                Report.shared.keep(shown, as: "pattern vfb 16 bit \(turn.testDescription)")
            }
        }

        @Test(
            "T15 a framebuffer is pulled and plugged, and shows the picture again",
            arguments: [Glass.bochsFramebuffer])
        func display(_ glass: Glass) async throws {
            try await Rig.exhibition("T15 display pulled and plugged", on: glass) { exhibition in
                for _ in 0..<3 {
                    try await exhibition.guest.pull("glass")
                    try await exhibition.guest.plugGlass()
                    try await exhibition.shows("plugged again")
                    try await exhibition.square(x: 9, y: 9, width: 99, height: 99, color: 0xFF)
                    try await exhibition.shows("drawn again")
                }
            }
        }

        @Test("T8 the end of a row reaches the glass by itself, in rows that end with a page")
        func rowEnds() async throws {
            let glass = Glass.bochsFramebuffer
            try await Rig.exhibition("T8 ends of rows by themselves", on: glass) { exhibition in
                try await exhibition.shows("before the ends of rows")
                // A page holds 1024 pixels, so four rows equal five pages and the fifth page ends
                // with a row.
                for y in [3, 403, Machine.height - 1] {
                    try await exhibition.square(
                        x: 256, y: y, width: Machine.width - 256, height: 1, color: 0xFF00FF)
                    try await exhibition.shows("the end of row \(y)")
                }
            }
        }

        @Test(
            "T27 T25 T26 panels are felt as they are touched",
            arguments: ["typeB", "typeA", "single"])
        func panels(_ kind: String) async throws {
            try await Rig.exhibition("T27 T25 T26 \(kind) panel", on: .bochsKMS) { exhibition in
                let panel = try await exhibition.guest.panel(kind)
                try await exhibition.program.hears("the panel") {
                    $0.text.contains("attached touchscreen: Rig Panel \(kind)")
                }
                _ = try await panel.ask("downup 640 400")
                try await exhibition.feels("up 640 400")
                try #require(
                    exhibition.contacts.map { $0.dropFirst(10) } == ["down 640 400", "up 640 400"])
                _ = try await panel.ask("down 100 200")
                try await exhibition.feels("down 100 200")
                try await exhibition.guest.run("kill", "-STOP", exhibition.pid)
                _ = try await panel.ask("floodup 3000")
                try await exhibition.guest.run("kill", "-CONT", exhibition.pid)
                try await exhibition.feels("cancel 100 200", after: 2)
                try #require(
                    exhibition.lines.contains { $0.hasPrefix("notice input_events_dropped") })
                _ = try await panel.ask("unplug")
                try await exhibition.program.hears("its end") {
                    $0.text.contains("detached touchscreen: Rig Panel \(kind)")
                }
                try panel.endInput()
            }
        }
    }
}
