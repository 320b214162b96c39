import Foundation
import TestSupport
import Testing
import Wire

extension RigTests {
    /// Keypads of counters as the kernel shows them.
    @Suite("keypads", .serialized, .timeLimit(.minutes(15)))
    struct KeypadTests {
        @Test(
            "D6 V20-V22 a pad is bound by a key, calls, is told from its equal, and is not guessed at another port"
        )
        func office() async throws {
            try await Rig.kiosk("D6 V20-V22 a counter's keypad", on: .bochsKMS) { kiosk in
                let (guest, daemon) = (kiosk.guest, kiosk.daemon)
                @Sendable func ticket() async throws -> String? {
                    try await daemon.ask("/v1/counters", as: [Wire.Counter].self)
                        .first { $0.id == "1" }?.ticket?.number
                }
                @Sendable func pads() async throws -> [Wire.Keypad] {
                    try await daemon.ask("/v1/keypads")
                }
                try await kiosk.takeTicket()
                let pad = try await guest.keyboard("Rig Keypad", port: "usb-rig-1/input0")
                let equal = try await guest.keyboard("Rig Keypad", port: "usb-rig-2/input0")
                try await eventually("both pads are there", within: GuestDaemon.patience) {
                    try await pads().count { $0.name == "Rig Keypad" && $0.isPresent } == 2
                }
                let binding = try guest.cable.start(
                    ["loket", "keypad", "bind", "1", "--json", "--state", daemon.state])
                try await binding.hears("the prompt", within: GuestDaemon.patience) {
                    $0.errorText.contains("Press Enter")
                }
                // Num Lock alone chooses no pad.
                _ = try await equal.ask("type 69")
                _ = try await pad.ask("type 96")
                let bound = try await binding.end(within: GuestDaemon.patience)
                let answer = try JSONDecoder().decode(
                    Wire.KeypadBinding.self, from: Data(bound.output))
                try #require(bound.code == 0 && answer.port == "usb-rig-1", "\(bound.errorText)")
                // The equal pad calls nobody, and is heard.
                _ = try await equal.ask("type 96")
                try await eventually("the equal pad's key", within: GuestDaemon.patience) {
                    try await pads().first { $0.port == "usb-rig-2" }?.lastKey == "Enter"
                }
                try #require(try await ticket() == nil)
                // 3 in Num Lock spells nothing; then Enter calls.
                _ = try await pad.ask("type 69 81 69")
                _ = try await pad.ask("type 83")
                // Within 150 ms of the dot Enter counts as a hand on the pad, and a second Enter finishes
                // nobody within 5 s of the call.
                try await eventually("the call", within: GuestDaemon.patience) {
                    _ = try await pad.ask("type 96")
                    return try await ticket() != nil
                }
                // Pulled and plugged in elsewhere it does nothing, and the status says what to do.
                try pad.endInput()
                _ = try await pad.end()
                let moved = try await guest.keyboard("Rig Keypad", port: "usb-rig-3/input0")
                _ = try await moved.ask("type 55")
                try await eventually("the moved pad's key", within: GuestDaemon.patience) {
                    try await pads().first { $0.port == "usb-rig-3" }?.lastKey == "*"
                }
                let problems = try await daemon.status().problems
                try #require(
                    problems.contains { $0.contains("usb-rig-3") && $0.contains("press Enter") },
                    "\(problems)")
                try #require(try await ticket() != nil)
                try moved.endInput()
                _ = try await moved.end()
                // Back at its port it puts the visitor aside.
                let back = try await guest.keyboard("Rig Keypad", port: "usb-rig-1/input0")
                try await eventually("the pad is back", within: GuestDaemon.patience) {
                    try await pads().contains { $0.port == "usb-rig-1" && $0.isPresent }
                }
                _ = try await back.ask("type 55")
                try await eventually("the visitor is put aside", within: GuestDaemon.patience) {
                    try await ticket() == nil
                }
                for keyboard in [back, equal] {
                    try keyboard.endInput()
                    _ = try await keyboard.end()
                }
            }
        }
    }
}
