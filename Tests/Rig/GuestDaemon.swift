import Foundation
import TestSupport
import Wire

/// Daemon `loketd` in the guest, and the `loket` that asks it.
struct GuestDaemon: Sendable {
    /// Maximum time to wait for the daemon under emulation.
    static let patience = Duration.seconds(60)

    let guest: Guest
    let program: Cable.Program
    let state: String
    let config: String

    /// Settings of the glass in kiosk.yaml.
    struct Setting: Sendable {
        var backend = "memory"
        /// Clockwise rotation of the picture in degrees.
        var rotation = 0
        var isMirrored = false
        /// Whether the office is closed now, and the monitor goes off after two seconds.
        var isClosed = false
        /// Profile of the printer behind the queue "slips"; nil: none.
        var profile: String?

        /// Replacements of texts in Kiosk/kiosk.yaml for the guest.
        var replacements: [(String, String)] {
            var all = [
                ("  backend: auto\n", "  backend: \(backend)\n"),
                ("  rotation: 0 ", "  rotation: \(rotation) "),
                ("  mirror: false ", "  mirror: \(isMirrored) "),
                // Devices of uinput, in cases that plug them in.
                (
                    "keyboards: []",
                    "keyboards: [{role: typing, name: Rig Keyboard}, "
                        + "{role: scanner, name: Rig Scanner}]"
                ),
            ]
            if let profile {
                all += [
                    ("  queue: null", "  queue: slips"),
                    ("  profile: generic-escpos-80 ", "  profile: \(profile) "),
                ]
            }
            // The millimetres belong to the upright picture.
            if rotation % 180 != 0 {
                all.append(("widthMillimetres: 217", "widthMillimetres: 136"))
                all.append(("heightMillimetres: 136", "heightMillimetres: 217"))
            }
            if isClosed {
                // Open for one minute that is hours away from the current time.
                let hour = Int(Date().timeIntervalSince1970) / 3_600 % 24
                let open = hour < 8 || hour > 20 ? "20:00-20:01" : "02:00-02:01"
                all += [
                    ("08:00-15:00", open), ("08:00-14:30", open), ("[12:00-13:00]", "[]"),
                    ("[11:30-13:00]", "[]"), ("alwaysOpen: true", "alwaysOpen: false"),
                    ("dimAfterSeconds: 120", "dimAfterSeconds: 1"),
                    ("darkAfterSeconds: 600", "darkAfterSeconds: 2"),
                    ("switchOff: false", "switchOff: true"),
                ]
            }
            return all
        }

        /// Returns the repository's settings with these changes.
        func text() throws -> String {
            var text = try String(
                contentsOfFile: Repository.file("Kiosk/kiosk.yaml"), encoding: .utf8)
            for (old, new) in replacements {
                guard text.contains(old) else {
                    throw NeverHappened(what: "«\(old)» in Kiosk/kiosk.yaml")
                }
                text = text.replacingOccurrences(of: old, with: new)
            }
            return text
        }
    }

    /// Starts a daemon and waits for its first picture and until it answers. With a watchdog it is
    /// restarted as by systemd.
    init(
        _ guest: Guest, _ setting: Setting = Setting(), state: String? = nil,
        underWatchdog: Bool = false
    ) async throws {
        self.guest = guest
        // The path of a socket must be short.
        self.state = state ?? "/run/loket/\(UInt16.random(in: 0...9_999))"
        config = "/etc/loket/rig-\(UInt16.random(in: 0...9_999)).yaml"
        try await guest.write(Array(setting.text().utf8), to: config)
        let supervisor = underWatchdog ? ["rig-guest", "supervise"] : []
        program = try guest.cable.start(
            supervisor + ["loketd", "--config", config, "--state", self.state, "--port", "0"])
        try await event("display.firstFrame")
        try await event("api.ready")
    }

    /// Complete lines of its log.
    var events: [[String: String]] {
        program.heard.errorText.split(separator: "\n").compactMap {
            try? JSONDecoder().decode([String: String].self, from: Data($0.utf8))
        }
    }

    func count(of event: String) -> Int { events.count { $0["event"] == event } }

    /// Waits for the nth event of this name and returns its fields.
    @discardableResult
    func event(_ name: String, _ count: Int = 1) async throws -> [String: String] {
        try await program.hears("\(name) in the log", within: Self.patience) { _ in
            self.count(of: name) >= count
        }
        return events.filter { $0["event"] == name }[count - 1]
    }

    /// Returns its process id in the guest.
    func pid() async throws -> Int32 { try await status().pid }

    /// Ends it as systemd does, and waits. Returns its exit code.
    @discardableResult
    func stop() async throws -> Int32 {
        try program.signal(SIGTERM)
        return try await program.end(within: Self.patience).code ?? 0
    }

    /// Writes other settings and makes it read them.
    func reload(_ setting: Setting) async throws {
        try await guest.write(Array(setting.text().utf8), to: config)
        try program.signal(SIGHUP)
    }

    // MARK: Questions

    /// Returns the answer of the control socket, without `loket`: a program with Foundation takes a
    /// second to start under emulation.
    func ask<Answer: Decodable>(_ path: String, as _: Answer.Type = Answer.self) async throws
        -> Answer
    {
        try JSONDecoder().decode(Answer.self, from: Data(try await get(path)))
    }

    func screen() async throws -> Wire.Screen { try await ask("/v1/screen") }
    func status() async throws -> Wire.Status { try await ask("/v1/status") }
    func tickets() async throws -> [Wire.Ticket] { try await ask("/v1/queue") }

    /// Returns the picture that the daemon has drawn, upright.
    func picture() async throws -> Photo {
        let folder = try TemporaryFolder("picture")
        let path = folder.file("screen.png")
        try Data(try await get("/v1/screen.png")).write(to: URL(filePath: path))
        return try Photo(pngFile: path)
    }

    /// Waits until everything requested is done and drawn.
    func waitIdle() async throws {
        let done = try await guest.cable.run(
            ["rig-guest", "http", "\(state)/loket.sock", "POST", "/v1/wait-idle?seconds=50"],
            within: Self.patience)
        guard done.code == 0 else { throw NeverHappened(what: "an idle screen: \(done.errorText)") }
    }

    /// Returns the middle of the target for this action, in the upright picture.
    func middle(of action: String) async throws -> Guest.Place {
        let screen = try await screen()
        guard let target = screen.targets.first(where: { $0.action == action }) else {
            throw NeverHappened(
                what: "\(action) on the screen \(screen.screen); it has "
                    + screen.targets.map(\.action).joined(separator: " "))
        }
        return .init(x: target.x + target.width / 2, y: target.y + target.height / 2)
    }

    private func get(_ path: String) async throws -> [UInt8] {
        let done = try await guest.cable.run(
            ["rig-guest", "http", "\(state)/loket.sock", "GET", path], within: Self.patience)
        guard done.code == 0 else {
            throw NeverHappened(what: "\(path): \(done.errorText) \(done.text.prefix(400))")
        }
        return done.output
    }
}
