import Foundation
import TestSupport
import Testing

extension RigTests {
    /// Monitor switched off outside office hours, by the settings.
    @Suite("dark", .serialized, .timeLimit(.minutes(15)))
    struct DarkTests {
        /// Returns the power state of the kernel's connector.
        private static func power(_ guest: Guest) async throws -> String {
            try await guest.shell("cat /sys/class/drm/card*-*/dpms | sort -u")
                .trimmingCharacters(in: .whitespacesAndNewlines)
        }

        @Test(
            "T45 the monitor goes off when the screen is dark, and a touch brings the picture back",
            arguments: [Glass.bochsKMS, .bochsFramebuffer])
        func off(_ glass: Glass) async throws {
            try await Rig.kiosk("T45 monitor off and on", on: glass, isClosed: true) { kiosk in
                let guest = kiosk.guest
                for round in 1...3 {
                    try await eventually("the monitor is off, \(round)", within: .seconds(60)) {
                        try await Self.power(guest) == "Off"
                    }
                    try await guest.touch(.init(x: 600, y: 400))
                    try await eventually("the monitor is on, \(round)", within: .seconds(60)) {
                        try await Self.power(guest) == "On"
                    }
                }
                // The screen is bright for only a second, so keep touching it.
                let photo = try await guest.photo("after the dark", output: 0) { photo in
                    try await guest.touch(.init(x: 600, y: 400))
                    return photo == kiosk.turn.onGlass(try await kiosk.daemon.picture())
                }
                Report.shared.keep(photo, as: "after the dark \(glass.testDescription)")
                try await eventually("the monitor is off at the end", within: .seconds(60)) {
                    try await Self.power(guest) == "Off"
                }
            }
            // Rig.kiosk checks that the console is back after that.
        }

        @Test("T45 T19 killed while the monitor is off: the console is on and usable")
        func killed() async throws {
            try await Rig.kiosk("T45 T19 killed in the dark", on: .bochsKMS, isClosed: true) {
                kiosk in
                let guest = kiosk.guest
                try await eventually("the monitor is off", within: .seconds(60)) {
                    try await Self.power(guest) == "Off"
                }
                try await guest.run("kill", "-KILL", "\(try await kiosk.daemon.pid())")
                _ = try await kiosk.daemon.program.end(within: .seconds(30))
                try await guest.hasTextConsole()
                try await eventually("the monitor is on", within: .seconds(30)) {
                    try await Self.power(guest) == "On"
                }
            }
        }
    }
}
