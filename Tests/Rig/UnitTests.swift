import Foundation
import TestSupport
import Testing

/// What systemd has to say about the units of Kiosk/systemd.
@Suite(
    "units",
    .enabled(
        if: FileManager.default.isExecutableFile(atPath: "/usr/bin/systemd-analyze"),
        "no systemd-analyze: Kiosk/install test installs it"))
struct UnitTests {
    static let units: [String] = {
        let folder = Repository.file("Kiosk/systemd")
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(".service") }.sorted()
    }()

    @Test("T22 there is a unit for the daemon") func exists() {
        #expect(Self.units.contains("loketd.service"))
    }

    @Test("T22 J5 systemd finds nothing wrong with the unit", arguments: units)
    func verified(_ unit: String) async throws {
        let folder = try TemporaryFolder("unit")
        // The daemon is not installed here: the one that was built stands in for it.
        let text = try String(
            contentsOfFile: Repository.file("Kiosk/systemd/\(unit)"), encoding: .utf8)
        let path = try folder.write(
            text.replacingOccurrences(of: "/usr/bin/loketd", with: "\(Daemon.binaries)loketd"),
            to: unit)
        let done = try await Command.run("systemd-analyze", ["verify", "--man=no", path])
        #expect(done.status == 0 && done.errors.isEmpty, "\(done.errors)\(done.text)")
    }

    @Test("J5 the unit's exposure is under 2.0", arguments: units)
    func secured(_ unit: String) async throws {
        // The threshold counts tenths, and what is over it fails.
        let done = try await Command.run(
            "systemd-analyze",
            [
                "security", "--offline=true", "--threshold=19", "--no-pager",
                Repository.file("Kiosk/systemd/\(unit)"),
            ])
        #expect(done.status == 0, "\(done.text)")
    }

    @Test(
        "T22 J5 the unit says what the terminal needs",
        arguments: [
            "Type=notify", "NotifyAccess=all", "WatchdogSec=3", "Restart=always", "User=loket",
            "StateDirectory=loket", "RuntimeDirectory=loket", "DevicePolicy=closed",
            "DeviceAllow=char-fb rw", "DeviceAllow=char-drm rw", "DeviceAllow=char-input rw",
            "DeviceAllow=char-tty rw", "NoNewPrivileges=yes", "Conflicts=getty@tty1.service",
            "ExecStart=/usr/bin/loketd --real-display --config /etc/loket/kiosk.yaml",
        ])
    func says(_ line: String) throws {
        let text = try String(
            contentsOfFile: Repository.file("Kiosk/systemd/loketd.service"), encoding: .utf8)
        #expect(text.split(separator: "\n").contains { $0 == line })
    }
}
