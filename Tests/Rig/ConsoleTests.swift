import Foundation
import TestSupport
import Testing

extension RigTests {
    /// Console switches, deaths of the daemon, and a loop that stands still.
    @Suite("console", .serialized, .timeLimit(.minutes(15)))
    struct ConsoleTests {
        @Test(
            "T18 away to another console and back 20 times",
            arguments: [
                Glass.bochsKMS, .bochsFramebuffer,
            ])
        func switches(_ glass: Glass) async throws {
            try await Rig.kiosk("T18 console away and back 20 times", on: glass) { kiosk in
                let guest = kiosk.guest
                let ours = try await guest.console()["active"] ?? ""
                try #require(try await guest.console()["kd"] == "graphics")
                let other = ours == "2" ? "3" : "2"
                let place = try await kiosk.place(of: Kiosk.service)
                for _ in 0..<20 {
                    try await guest.run("rig-guest", "console", "switch", other)
                    try #require(try await guest.console()["active"] == other)
                    // Touches while another console is shown are ignored.
                    try await guest.touch(place)
                    try await guest.run("rig-guest", "console", "switch", ours)
                    try #require(try await guest.console()["active"] == ours)
                }
                try await kiosk.showsPicture("back from another console")
                try await kiosk.takeTicket()
            }
        }

        @Test(
            "T19 after any death the console is usable, and the next start works",
            arguments: [
                SIGKILL, SIGSEGV, SIGABRT,
            ])
        func dies(signal: Int32) async throws {
            let name = "T19 console after signal \(signal)"
            try await Rig.kiosk(name, on: .bochsKMS) { kiosk in
                let guest = kiosk.guest
                try #require(try await guest.console()["kd"] == "graphics")
                try await guest.run("kill", "-\(signal)", "\(try await kiosk.daemon.pid())")
                _ = try await kiosk.daemon.program.end(within: .seconds(30))
                try await guest.hasTextConsole()
                let next = try await GuestDaemon(
                    guest, .init(backend: kiosk.glass.backend), state: kiosk.daemon.state)
                try await Kiosk(guest: guest, daemon: next, glass: kiosk.glass).showsPicture(
                    "after signal \(signal)")
                try #require(try await next.stop() == 0)
            }
        }

        @Test("T19 without its guardian it ends by itself, and gives the console back")
        func orphaned() async throws {
            try await Rig.kiosk("T19 console after the guardian's SIGKILL", on: .bochsKMS) {
                kiosk in
                let guest = kiosk.guest
                let pid = try await kiosk.daemon.pid()
                let status = try await guest.run("cat", "/proc/\(pid)/status")
                let line = status.split(separator: "\n").first { $0.hasPrefix("PPid:") }
                let guardian = try #require(line?.split(whereSeparator: \.isWhitespace).last)
                try await guest.run("kill", "-KILL", String(guardian))
                _ = try await kiosk.daemon.program.end(within: .seconds(30))
                try await eventually("the daemon's end", within: .seconds(30)) {
                    try await guest.shell("[ -e /proc/\(pid) ] && echo there || true").isEmpty
                }
            }
        }

        @Test("T17 without a daemon a keyboard switches consoles: the hammer hits")
        func hammerHits() async throws {
            try await Rig.run("C8 without a grab Ctrl-Alt-F2 switches", on: .bochs) { guest in
                try await guest.makeConsoles()
                try await guest.press("ctrl", "alt", "f2")
                try await eventually("console 2") { try await guest.console()["active"] == "2" }
                try await guest.run("rig-guest", "console", "switch", "1")
            }
        }

        @Test("C9 a loop that stands still is killed by the watchdog, and the screen is back")
        func watchdog() async throws {
            try await Rig.kiosk(
                "C9 watchdog, kill, restart, picture", on: .bochsKMS, underWatchdog: true
            ) { kiosk in
                let (guest, supervised) = (kiosk.guest, kiosk.daemon)
                let pid = try await supervised.pid()
                try await supervised.program.hears("READY=1 and WATCHDOG=1") {
                    $0.text.contains("READY=1") && $0.text.contains("WATCHDOG=1")
                }
                try await guest.run("kill", "-STOP", "\(pid)")
                try await supervised.program.hears("a restart", within: .seconds(40)) {
                    $0.text.components(separatedBy: "READY=1").count > 2
                        && $0.text.contains("watchdog")
                }
                try #require(try await supervised.pid() != pid)
                try await kiosk.showsPicture("after the watchdog")
            }
        }
    }
}
