import Foundation
import TestSupport
import Testing
import Wire

extension RigTests {
    /// Panels as the kernel shows them, and faults of their events on the way.
    @Suite("touch", .serialized, .timeLimit(.minutes(15)))
    struct TouchTests {
        /// Runs a case with a panel that existed before the daemon.
        private func withPanel(
            _ kind: String, _ name: String,
            _ body: @escaping @Sendable (Kiosk, Cable.Program) async throws -> Void
        ) async throws {
            try await Rig.kiosk(name, on: .bochsKMS, panel: kind) { kiosk in
                guard let panel = kiosk.panel else { return }
                try await body(kiosk, panel)
            }
        }

        @Test(
            "T27 T25 a panel is touched, and down and up in one write are one tap",
            arguments: ["typeB", "typeA", "single"])
        func panels(_ kind: String) async throws {
            try await withPanel(kind, "T27 T25 tickets by a \(kind) panel") { kiosk, panel in
                try await kiosk.takeTicket(.panel(panel))
                try await kiosk.tap("home", .panel(panel))
                try await kiosk.offers(Kiosk.service)
                // Choose another service each time, since a second tap at the same place returns
                // home (C3).
                for (action, next) in [(Kiosk.otherService, "issue"), ("issue", "home")] {
                    let place = try await kiosk.place(of: action)
                    _ = try await panel.ask("downup \(place.x) \(place.y)")
                    try await kiosk.offers(next)
                }
                try await kiosk.daemon.waitIdle()
                try #require(try await kiosk.daemon.tickets().count == 2)
            }
        }

        @Test("T26 after a flood a lost up fires nothing, and a contact that lasts is the same")
        func floods() async throws {
            try await withPanel("typeB", "T26 SYN_DROPPED: up lost, contact kept") { kiosk, panel in
                let before = try await kiosk.daemon.screen()
                try await flood(kiosk, panel, "floodup 3000")
                try await kiosk.daemon.waitIdle()
                try #require(try await kiosk.daemon.screen() == before)
                try await flood(kiosk, panel, "flood 3000")
                try await kiosk.up(.panel(panel))
                try await kiosk.offers("issue")
                try await kiosk.tap("home", .panel(panel))
                try await kiosk.offers(Kiosk.service)
            }
        }

        @Test("C2 a finger held over a change of the screen presses nothing on the new one")
        func heldOver() async throws {
            try await withPanel("typeB", "C2 finger held over a screen change") { kiosk, panel in
                let place = try await kiosk.place(of: "rate")
                try await kiosk.down(place, .panel(panel))
                try await kiosk.guest.run(
                    "rig-guest", "http", "\(kiosk.daemon.state)/loket.sock", "POST",
                    "/v1/load-paper")
                try await eventually("the roll's screen") {
                    try await kiosk.daemon.screen().screen == "load-paper"
                }
                // The case proves nothing unless a target is at this place.
                try #require(
                    try await kiosk.daemon.screen().targets.contains {
                        ($0.x..<$0.x + $0.width).contains(place.x)
                            && ($0.y..<$0.y + $0.height).contains(place.y)
                    })
                try await kiosk.up(.panel(panel))
                try await kiosk.daemon.waitIdle()
                try #require(try await kiosk.daemon.screen().screen == "load-paper")
                try await kiosk.tap("home", .panel(panel))
                try await kiosk.offers(Kiosk.service)
            }
        }

        @Test("C8 T33 a keyboard reaches neither console nor kernel nor screen")
        func keyboard() async throws {
            try await Rig.kiosk("C8 keyboard hammers in vain", on: .bochsKMS) { kiosk in
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

        @Test(
            "C8 T42 T44 a bound keyboard types a search, and the screen's own comes back after it")
        func typing() async throws {
            try await Rig.kiosk("C8 T42 T44 bound keyboard types", on: .bochsKMS) { kiosk in
                let console = try await kiosk.guest.console()
                try await kiosk.tap("showSearch")
                try await kiosk.offers("letter(A)")
                let keyboard = try await kiosk.guest.keyboard("Rig Keyboard")
                try await kiosk.lacks("letter(A)")
                _ = try await keyboard.ask("type 25 30 31")  // pas
                try await kiosk.offers("service(paspor)")
                try await kiosk.showsPicture("typed by a keyboard")
                // Press Control, Alt, F2, Delete, and SysRq with B.
                _ = try await keyboard.ask("press 29 56")
                _ = try await keyboard.ask("type 60 111 99 48")
                _ = try await keyboard.ask("release 56 29")
                try await kiosk.daemon.waitIdle()
                try #require(try await kiosk.guest.console() == console)
                try await kiosk.offers("service(paspor)")
                // Hold Backspace: the key repeats of the kernel empty the field.
                _ = try await keyboard.ask("press 14")
                try await kiosk.lacks("service(paspor)")
                _ = try await keyboard.ask("release 14")
                try keyboard.endInput()
                _ = try await keyboard.end()
                try await kiosk.offers("letter(A)")
                try await kiosk.tap("back")
                try await kiosk.takeTicket()
            }
        }

        @Test(
            "C8 a code that is not ours, under the scanner, types nothing and is refused in words")
        func scanner() async throws {
            try await Rig.kiosk("C8 scanner reads a foreign code", on: .bochsKMS) { kiosk in
                let scanner = try await kiosk.guest.keyboard("Rig Scanner")
                try await kiosk.tap("showSearch")
                try await kiosk.offers("letter(A)")
                try await kiosk.daemon.waitIdle()
                let before = try await kiosk.daemon.picture()
                _ = try await scanner.ask("type 25 30 31 2 3 4 28")
                try await eventually("the notice", within: .seconds(15)) {
                    try await kiosk.daemon.picture() != before
                }
                try await eventually("the screen as it was", within: .seconds(30)) {
                    try await kiosk.daemon.picture() == before
                }
                try scanner.endInput()
                _ = try await scanner.end()
            }
        }

        /// Holds a finger on a service while the kernel drops events of a flood, since the daemon
        /// stands still meanwhile.
        private func flood(_ kiosk: Kiosk, _ panel: Cable.Program, _ line: String) async throws {
            let pid = try await kiosk.daemon.pid()
            let before = try await kiosk.guest.photo()
            try await kiosk.down(try await kiosk.place(of: Kiosk.service), .panel(panel))
            _ = try await kiosk.guest.photo("the pressed look") { $0 != before }
            try await kiosk.guest.run("kill", "-STOP", "\(pid)")
            _ = try await panel.ask(line)
            let known = kiosk.daemon.count(of: "input.trouble")
            try await kiosk.guest.run("kill", "-CONT", "\(pid)")
            // Contacts that ended before the state is read again have vanished.
            try await kiosk.daemon.event("input.trouble", known + 1)
        }
    }
}
