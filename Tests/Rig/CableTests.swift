import Foundation
import TestSupport
import Testing

extension RigTests {
    /// Cables that are unplugged and plugged while the terminal is in use.
    @Suite("cables", .serialized, .timeLimit(.minutes(15)))
    struct CableTests {
        @Test("C6 T31 a panel is pulled under the finger and plugged again 50 times")
        func replugs() async throws {
            let name = "C6 T31 panel replugged 50 times"
            try await Rig.kiosk(name, on: .bochsKMS, panel: "typeB") { kiosk in
                guard let panel = kiosk.panel else { return }
                let pid = try await kiosk.daemon.pid()
                let files = try await handles(kiosk, pid)
                for round in 0..<50 {
                    let (action, next) = steps(round)
                    try await kiosk.down(try await kiosk.place(of: action), .panel(panel))
                    _ = try await panel.ask("unplug")
                    try #require(try await panel.ask("plug").hasPrefix("ready "))
                    // Contacts on the touchscreen when the cable was unplugged press nothing (T30).
                    try await kiosk.offers(action)
                    try await kiosk.taps(action, until: next, .panel(panel))
                }
                try #require(try await kiosk.daemon.pid() == pid)
                try #require(try await handles(kiosk, pid) <= files + 2)
            }
        }

        @Test("C6 the tablet's cable is pulled: the terminal goes on when it is back")
        func tablet() async throws {
            try await Rig.kiosk("C6 tablet pulled and plugged", on: .virtioKMS) { kiosk in
                let pid = try await kiosk.daemon.pid()
                for round in 0..<5 {
                    try await kiosk.guest.pull("tablet")
                    try await kiosk.guest.plug("virtio-tablet-pci", id: "tablet")
                    let (action, next) = steps(round)
                    try await kiosk.offers(action)
                    try await kiosk.taps(action, until: next)
                }
                try #require(try await kiosk.daemon.pid() == pid)
            }
        }

        @Test(
            "T15 the display is pulled and plugged: the visit goes on",
            arguments: [
                Glass.bochsKMS, .bochsFramebuffer, .virtioKMS,
            ])
        func display(_ glass: Glass) async throws {
            try await Rig.kiosk("T15 display pulled and plugged", on: glass) { kiosk in
                let guest = kiosk.guest
                try await kiosk.tap(Kiosk.service)
                try await kiosk.offers("issue")
                let pid = try await kiosk.daemon.pid()
                for _ in 0..<3 {
                    if glass.machine == .bochs {
                        try await guest.pull("glass")
                        try await guest.plugGlass()
                    } else {
                        try await guest.setConnector("Virtual-1", "off")
                        try await guest.setConnector("Virtual-1", "detect")
                    }
                    try await kiosk.showsPicture("plugged again")
                }
                try #require(try await kiosk.daemon.pid() == pid)
                try await kiosk.offers("issue")
                try await kiosk.tap("issue")
                try await kiosk.hasTickets(["K-001"])
            }
        }

        @Test("T15 with two outputs the picture goes where a cable is") func moves() async throws {
            try await Rig.kiosk("T15 picture moves to the other output", on: .virtioAnyOutput) {
                kiosk in
                try await kiosk.showsPicture("first output")
                try await kiosk.guest.setConnector("Virtual-2", "on")
                try await kiosk.guest.setConnector("Virtual-1", "off")
                try await kiosk.showsPicture("second output", output: 1)
                try await kiosk.guest.setConnector("Virtual-1", "detect")
                try await kiosk.guest.setConnector("Virtual-2", "detect")
                try await kiosk.showsPicture("first output again")
            }
        }

        /// Returns the action of a round, and what the screen offers then: to a service and home
        /// again.
        private func steps(_ round: Int) -> (String, String) {
            round.isMultiple(of: 2) ? (Kiosk.service, "issue") : ("home", Kiosk.service)
        }

        private func handles(_ kiosk: Kiosk, _ pid: Int32) async throws -> Int {
            let count = try await kiosk.guest.shell("ls /proc/\(pid)/fd | wc -l")
            return Int(count.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
        }
    }
}
