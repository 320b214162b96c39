import Foundation
import TestSupport
import Testing
import Wire

/// Disks that refuse to be written, named while they do, and used again as soon as they can be.
@Suite("loketd: a disk that refuses", .timeLimit(.minutes(15)))
struct DiskFaultTests {
    @Test("Y8 X7 a full disk stands in the status until it has room, though nobody comes")
    func full() async throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.file("state"), withIntermediateDirectories: true)
        let disk = try await SmallDisk(at: folder.file("state"), kilobytes: 4_096)
        let daemon = try await Daemon.ready(folder)
        try disk.fill()
        @Sendable func names(_ word: String) async throws -> Bool {
            let status: Wire.Status = try await daemon.ask("status")
            return status.problems.contains { $0.contains(word) }
        }
        try await eventually("a ticket is refused", within: Daemon.patience) {
            try await daemon.tap("service(ktp-el)", "issue", "home")
            return try await names("is full")
        }
        let text = try await daemon.loket("status")
        #expect(text.status == 1 && text.text.contains("No ticket can be given"))
        try disk.empty()
        try await eventually("it is written again", within: Daemon.patience) {
            try await !names("is full")
        }
        try await daemon.event("database.writtenAgain")
        #expect(try await daemon.stop() == 0)
    }

    @Test("X7 a database that belongs to somebody else is named, and used once that is mended")
    func unwritable() async throws {
        let folder = try TemporaryFolder()
        let first = try await Daemon.ready(folder)
        try await first.tap("service(ktp-el)", "issue")
        #expect(try await first.stop() == 0)
        // Root may write any file, but none that is mounted for reading only.
        let file = "\(first.state)/loket.sqlite3"
        let mount = try await Command.run(
            "bash", ["-ec", "mount --bind $1 $1 && mount -o remount,ro,bind $1", "bash", file])
        try #require(mount.status == 0, "\(mount.errors)")
        defer { umount2(file, Int32(MNT_DETACH)) }

        let daemon = try Daemon(folder, log: "second.log")
        #expect(try await daemon.event("api.ready")["fault"] == "storage")
        let status = try await daemon.loket("status")
        #expect(status.status == 2 && status.errors.contains(file), "\(status.errors)")
        #expect(umount2(file, 0) == 0)
        try await daemon.event("api.ready", 2)
        try await daemon.tap("service(ktp-el)", "issue")
        let tickets: [Wire.Ticket] = try await daemon.ask("queue", "list")
        #expect(tickets.map(\.number) == ["K-001", "K-002"])
        #expect(try await daemon.stop() == 0)
    }

    @Test("Y6 refused settings stand in the status, with file and line, until they are mended")
    func refusedSettings() async throws {
        let folder = try TemporaryFolder()
        let settings = try SettingsCopy(folder)
        let daemon = try await Daemon.ready(folder, config: settings.config)
        let name = "name: Mal Pelayanan Publik Timor Atambua"
        try settings.replace(name, with: "name: [not, a, name]")
        daemon.signal(SIGHUP)
        try await daemon.event("settings.refused")
        let status = try await daemon.loket("status")
        #expect(status.status == 1)
        #expect(status.text.contains("were refused") && status.text.contains("kiosk.yaml:"))
        try settings.replace("name: [not, a, name]", with: "name: Balai Uji")
        daemon.signal(SIGHUP)
        try await daemon.event("settings.reloaded")
        let mended: Wire.Status = try await daemon.ask("status")
        #expect(mended.office == "Balai Uji")
        #expect(!mended.problems.contains { $0.contains("were refused") })
    }
}
