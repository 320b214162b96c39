import Foundation
import Testing

extension RigTests {
    /// Reloads that change the use of the glass.
    @Suite("reload", .serialized, .timeLimit(.minutes(15)))
    struct ReloadTests {
        @Test(
            "J1 T13 a picture that is to lie otherwise does so after SIGHUP, on the glass it had",
            arguments: [Glass.bochsKMS, .bochsFramebuffer])
        func turned(_ glass: Glass) async throws {
            try await Rig.kiosk("J1 T13 turned by SIGHUP", on: glass) { kiosk in
                let (guest, daemon) = (kiosk.guest, kiosk.daemon)
                try await kiosk.taps(Kiosk.service, until: "issue")
                let turn = Turn(degrees: 90)
                try await daemon.reload(
                    .init(backend: glass.backend, rotation: turn.degrees))
                try await daemon.event("settings.startOver")
                // The restart waits while a visitor uses the screen.
                try await kiosk.offers("issue")
                try await kiosk.tap("home")
                try await daemon.event("display.firstFrame", 2)
                try await daemon.event("api.ready", 2)
                let turned = Kiosk(
                    guest: guest, daemon: daemon, glass: glass, turn: turn, panel: nil)
                try await turned.showsPicture("turned by SIGHUP")
                try await turned.takeTicket()
                // The same guardian still runs, and the terminal has the display.
                try #require(try await guest.console()["kd"] == "graphics")
                try #require(daemon.program.heard.code == nil)
            }
        }
    }
}
