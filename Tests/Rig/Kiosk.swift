import Foundation
import TestSupport
import Testing
import Wire

/// Position of the picture on the glass: mirrored left to right, then rotated clockwise. It is
/// written separately for the rig, so that it does not share a mistake with the daemon (T13).
struct Turn: Equatable, Sendable, CustomTestStringConvertible {
    /// Clockwise rotation in degrees: 0, 90, 180 or 270.
    var degrees = 0
    var isMirrored = false

    static let all =
        [0, 90, 180, 270].map { Turn(degrees: $0) }
        + [Turn(isMirrored: true), Turn(degrees: 90, isMirrored: true)]

    var testDescription: String { "\(degrees) degrees\(isMirrored ? ", mirrored" : "")" }

    func onGlass(_ picture: Photo) -> Photo {
        let mirrored =
            isMirrored
            ? Photo(width: picture.width, height: picture.height) {
                picture.pixels[$1 * picture.width + picture.width - 1 - $0]
            } : picture
        return mirrored.turned(quarters: degrees / 90)
    }

    /// Returns where a place of the upright picture lies on a glass of this size.
    func onGlass(_ place: Guest.Place, width: Int, height: Int) -> Guest.Place {
        let isUpright = degrees % 180 == 0
        let (across, down) = isUpright ? (width, height) : (height, width)
        let x = isMirrored ? across - 1 - place.x : place.x
        return switch degrees {
        case 90: .init(x: down - 1 - place.y, y: x)
        case 180: .init(x: across - 1 - x, y: down - 1 - place.y)
        case 270: .init(x: place.y, y: across - 1 - x)
        default: .init(x: x, y: place.y)
        }
    }
}

/// Terminal that runs on its glass in the guest, with people in front of it.
struct Kiosk: Sendable {
    let guest: Guest
    let daemon: GuestDaemon
    let glass: Glass
    var turn = Turn()
    /// Panel of uinput that existed before the daemon, where the case requested one.
    var panel: Cable.Program?

    /// Device that touches: the machine's tablet, or a panel of uinput.
    enum Finger: Sendable {
        case tablet
        case panel(Cable.Program)
    }

    /// Action of a service in Kiosk/catalogue that is on the welcome screen.
    static let service = "service(ktp-el)"

    static let otherService = "service(skck)"

    func place(of action: String) async throws -> Guest.Place {
        turn.onGlass(
            try await daemon.middle(of: action), width: Machine.width, height: Machine.height)
    }

    func down(_ place: Guest.Place, _ finger: Finger = .tablet) async throws {
        switch finger {
        case .tablet: try await guest.fingerDown(place)
        case .panel(let panel): _ = try await panel.ask("down \(place.x) \(place.y)")
        }
    }

    func up(_ finger: Finger = .tablet) async throws {
        switch finger {
        case .tablet: try await guest.fingerUp()
        case .panel(let panel): _ = try await panel.ask("up")
        }
    }

    func tap(_ action: String, _ finger: Finger = .tablet) async throws {
        try await down(try await place(of: action), finger)
        try await up(finger)
    }

    /// Waits until this can be touched.
    func offers(_ action: String, within limit: Duration = .seconds(15)) async throws {
        let shown = Box<Wire.Screen>()
        do {
            try await eventually("\(action) on the screen", within: limit) {
                shown.value = try await daemon.screen()
                return shown.value?.targets.contains { $0.action == action } ?? false
            }
        } catch {
            let words = shown.value?.targets.map(\.action).joined(separator: " ") ?? ""
            throw NeverHappened(what: "\(error); \(shown.value?.screen ?? "?") offers \(words)")
        }
    }

    /// Waits until this can no longer be touched.
    func lacks(_ action: String) async throws {
        try await eventually("no \(action) on the screen", within: .seconds(15)) {
            try await !daemon.screen().targets.contains { $0.action == action }
        }
    }

    /// Taps until it works, as people do: a panel that was just plugged in may not be read yet.
    func taps(_ action: String, until next: String, _ finger: Finger = .tablet) async throws {
        let place = try await place(of: action)
        for attempt in 1...20 {
            try await down(place, finger)
            try await up(finger)
            do { return try await offers(next, within: .seconds(2)) } catch {
                if attempt == 20 { throw error }
            }
        }
    }

    /// Takes a ticket from the welcome screen into the database.
    func takeTicket(_ finger: Finger = .tablet) async throws {
        try await asksForTicket(finger)
        try await hasTickets(["K-001"])
    }

    /// Goes from the welcome screen to the request for a ticket.
    func asksForTicket(_ finger: Finger = .tablet) async throws {
        try await tap(Self.service, finger)
        try await offers("issue")
        try await tap("issue", finger)
    }

    /// Waits for the first ticket, which may still be under way, and until no more come.
    func hasTickets(_ numbers: [String]) async throws {
        try await eventually("the ticket in the database", within: .seconds(15)) {
            try await daemon.tickets().count >= numbers.count
        }
        try await daemon.waitIdle()
        try #require(try await daemon.tickets().map(\.number) == numbers)
    }

    /// Waits until the glass shows the daemon's picture, pixel for pixel, and returns it.
    @discardableResult
    func showsPicture(_ name: String, output: Int = 0) async throws -> Photo {
        let photo = try await guest.photo(name, output: output) { photo in
            photo == turn.onGlass(try await daemon.picture())
        }
        Report.shared.keep(photo, as: "\(name) \(glass.testDescription) \(turn.testDescription)")
        return photo
    }
}

extension Rig {
    /// Runs a case with a terminal on this glass, a state of its own, and a panel of uinput where
    /// its kind is given. Afterwards it must end well and leave the console as it was (T19).
    static func kiosk(
        _ name: String, on glass: Glass, _ turn: Turn = Turn(), panel kind: String? = nil,
        underWatchdog: Bool = false, isClosed: Bool = false, profile: String? = nil,
        before prepare: @Sendable (Guest) async throws -> Void = { _ in },
        _ body: @Sendable (Kiosk) async throws -> Void
    ) async throws {
        let label = glass.testDescription
        try await run(name, on: glass.machine, as: label, unless: hasGlass ? nil : noGlass) {
            guest in
            // Set the clock so that the minute doesn't change, and with it the picture, during the
            // case.
            try await guest.shell("date -s @$(($(date +%s) / 60 * 60 + 2))")
            if glass == .vfb16 { _ = try await guest.loadVirtualFramebuffer() }
            try await guest.makeConsoles()
            try await prepare(guest)
            let panel = if let kind { try await guest.panel(kind) } else { Cable.Program?.none }
            let daemon = try await GuestDaemon(
                guest,
                .init(
                    backend: glass.backend, rotation: turn.degrees, isMirrored: turn.isMirrored,
                    isClosed: isClosed, profile: profile),
                underWatchdog: underWatchdog)
            do {
                try await body(
                    Kiosk(guest: guest, daemon: daemon, glass: glass, turn: turn, panel: panel))
                if daemon.program.heard.code == nil { try #require(try await daemon.stop() == 0) }
                try await guest.hasTextConsole()
                try panel?.endInput()
                _ = try await panel?.end()
            } catch {
                throw NeverHappened(
                    what: "\(error)\n\(daemon.program.heard.errorText.suffix(3_000))")
            }
        }
    }
}

extension Guest {
    /// Waits until console and keyboard are released. T19 gives a real host 1 s.
    func hasTextConsole(within limit: Duration = .seconds(10)) async throws {
        try await eventually("text mode and a keyboard", within: limit) {
            let console = try await self.console()
            return console["kd"] == "text" && console["kb"] != "off" && console["vt"] == "auto"
        }
    }
}
