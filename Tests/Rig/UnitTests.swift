import Foundation
import TestSupport
import Testing

/// Checks of Kiosk/systemd's units by systemd.
@Suite(
    "units",
    .enabled(
        if: FileManager.default.isExecutableFile(atPath: "/usr/bin/systemd-analyze"),
        "no systemd-analyze: Kiosk/install test installs it"), .timeLimit(.minutes(15)))
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
        // The daemon is not installed here, so use the one that was built.
        let text = try String(
            contentsOfFile: Repository.file("Kiosk/systemd/\(unit)"), encoding: .utf8)
        let path = try folder.write(
            text.replacingOccurrences(of: "/usr/bin/loketd", with: "\(Daemon.binaries)loketd"),
            to: unit)
        let done = try await Command.run("systemd-analyze", ["verify", "--man=no", path])
        #expect(done.status == 0 && done.errors.isEmpty, "\(done.errors)\(done.text)")
    }

    @Test("B3 B10 systemd finds nothing wrong with what is added to the unit of CUPS")
    func dropIn() async throws {
        let folder = try TemporaryFolder("unit")
        let ours = try String(
            contentsOfFile: Repository.file("Kiosk/systemd/cups.service.d/loket.conf"),
            encoding: .utf8)
        #expect(ours.contains("\nTemporaryFileSystem=/var/spool/cups:"))
        // The unit of the package is next to it, as on a terminal.
        let path = try folder.write(
            try String(contentsOfFile: "/usr/lib/systemd/system/cups.service", encoding: .utf8),
            to: "cups.service")
        try FileManager.default.createDirectory(
            atPath: folder.file("cups.service.d"), withIntermediateDirectories: false)
        try folder.write(ours, to: "cups.service.d/loket.conf")
        let done = try await Command.run("systemd-analyze", ["verify", "--man=no", path])
        #expect(done.status == 0 && !done.errors.contains("loket.conf"), "\(done.errors)")
        // A mistake in the file is reported, which proves that it is read.
        try folder.write(ours + "Nonsense=yes\n", to: "cups.service.d/loket.conf")
        let wrong = try await Command.run("systemd-analyze", ["verify", "--man=no", path])
        #expect(wrong.errors.contains("Nonsense"), "\(wrong.errors)")
    }

    @Test("J5 the unit's exposure is under 2.0", arguments: units)
    func secured(_ unit: String) async throws {
        // The threshold is in tenths; a higher exposure fails.
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
            "DeviceAllow=char-tty rw", "DeviceAllow=char-usb rw", "DeviceAllow=char-ttyS rw",
            "DeviceAllow=char-ttyUSB rw", "DeviceAllow=char-ttyACM rw",
            "SupplementaryGroups=lp dialout audio", "DeviceAllow=char-alsa rw",
            "IPAddressAllow=localhost link-local 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7",
            "NoNewPrivileges=yes", "Conflicts=getty@tty1.service",
            "ExecStart=/usr/bin/loketd --real-display --config /etc/loket/kiosk.yaml",
        ])
    func says(_ line: String) throws {
        let text = try String(
            contentsOfFile: Repository.file("Kiosk/systemd/loketd.service"), encoding: .utf8)
        #expect(text.split(separator: "\n").contains { $0 == line })
    }
}
