import Foundation
import TestSupport
import Testing

extension RigTests {
    /// Panels as the kernel shows them, and what happens to their events on the way.
    @Suite("touch", .serialized)
    struct TouchTests {
        /// Runs a case with a panel that was there before the daemon.
        private func withPanel(
            _ kind: String, _ name: String,
            _ body: @escaping @Sendable (Kiosk, Cable.Program) async throws -> Void
        ) async throws {
            let plugged = Box<Cable.Program>()
            try await Rig.kiosk(
                name, on: .bochsKMS, prepare: { plugged.value = try await $0.panel(kind) }
            ) { kiosk in
                guard let panel = plugged.value else { return }
                try await body(kiosk, panel)
                try panel.endInput()
                _ = try await panel.end()
            }
        }

        @Test("T27 a ticket is touched on a panel", arguments: ["typeB", "typeA", "single"])
        func ticket(_ kind: String) async throws {
            try await withPanel(kind, "T27 ticket by a \(kind) panel") { kiosk, panel in
                try await kiosk.takeTicket(.panel(panel))
            }
        }

        @Test("T25 down and up in one write are one tap", arguments: ["typeB", "typeA", "single"])
        func oneWrite(_ kind: String) async throws {
            try await withPanel(kind, "T25 down and up in one write, \(kind)") { kiosk, panel in
                for (action, next) in [(Kiosk.service, "issue"), ("issue", "home")] {
                    let place = try await kiosk.place(of: action)
                    _ = try await panel.ask("downup \(place.x) \(place.y)")
                    try await kiosk.offers(next)
                }
                try await kiosk.daemon.waitIdle()
                try #require(try await kiosk.daemon.tickets().map(\.number) == ["K-001"])
            }
        }

        @Test("T26 an up that was lost in a flood fires nothing, and the next tap works")
        func lostUp() async throws {
            try await withPanel("typeB", "T26 up lost in a flood") { kiosk, panel in
                let before = try await kiosk.daemon.screen()
                try await flood(kiosk, panel, "floodup 3000")
                try await kiosk.daemon.waitIdle()
                try #require(try await kiosk.daemon.screen() == before)
                try await kiosk.tap(Kiosk.service, .panel(panel))
                try await kiosk.offers("issue")
            }
        }

        @Test("T26 a contact that lasts through a flood is still the same")
        func keptContact() async throws {
            try await withPanel("typeB", "T26 contact kept through a flood") { kiosk, panel in
                try await flood(kiosk, panel, "flood 3000")
                try await kiosk.up(.panel(panel))
                try await kiosk.offers("issue")
            }
        }

        @Test("C2 a finger held over a change of the screen presses nothing on the new one")
        func heldOver() async throws {
            try await withPanel("typeB", "C2 finger held over a screen change") { kiosk, panel in
                try await kiosk.down(try await kiosk.place(of: Kiosk.service), .panel(panel))
                try await kiosk.guest.run(
                    "rig-guest", "http", "\(kiosk.daemon.state)/loket.sock", "POST",
                    "/v1/load-paper")
                try await eventually("the roll's screen") {
                    try await kiosk.daemon.screen().targets.allSatisfy {
                        $0.action != Kiosk.service
                    }
                }
                let shown = try await kiosk.daemon.screen()
                try await kiosk.up(.panel(panel))
                try await kiosk.daemon.waitIdle()
                try #require(try await kiosk.daemon.screen().screen == shown.screen)
            }
        }

        @Test("C8 T33 a keyboard reaches neither console nor kernel nor screen")
        func keyboard() async throws {
            try await Rig.kiosk(
                "C8 keyboard hammers in vain", on: .bochsKMS,
                prepare: { try await $0.makeConsoles() }
            ) { kiosk in
                let guest = kiosk.guest
                let console = try await guest.console()
                let before = try await kiosk.daemon.screen()
                for round in 0..<20 {
                    try await guest.press("ctrl", "alt", round.isMultiple(of: 2) ? "f2" : "f3")
                    try await guest.press("alt", "sysrq", "b")
                    try await guest.press("ctrl", "alt", "delete")
                    for key in ["a", "ret", "esc", "f1", "up", "tab"] { try await guest.press(key) }
                }
                try await kiosk.daemon.waitIdle()
                try #require(try await guest.console() == console)
                try #require(try await kiosk.daemon.screen() == before)
                try await kiosk.takeTicket()
            }
        }

        /// A finger on a service while so many events come that the kernel drops some: the daemon
        /// stands still meanwhile.
        private func flood(_ kiosk: Kiosk, _ panel: Cable.Program, _ line: String) async throws {
            let pid = try await kiosk.daemon.pid()
            let before = try await kiosk.guest.photo()
            try await kiosk.down(try await kiosk.place(of: Kiosk.service), .panel(panel))
            _ = try await kiosk.guest.photo("the pressed look") { $0 != before }
            try await kiosk.guest.run("kill", "-STOP", "\(pid)")
            _ = try await panel.ask(line)
            try await kiosk.guest.run("kill", "-CONT", "\(pid)")
        }
    }
}
