import Foundation
import TestSupport
import Testing
import Wire

@Suite("loketd: the database after an unclean end", .timeLimit(.minutes(15)))
struct FileCheckTests {
    /// Issues a ticket, and kills the daemon.
    private func killed(_ folder: TemporaryFolder) async throws -> String {
        let daemon = try await Daemon.ready(folder)
        try await daemon.tap("service(ktp-el)", "issue")
        daemon.signal(SIGKILL)
        #expect(try await daemon.end() == -SIGKILL)
        return "\(daemon.state)/loket.sqlite3"
    }

    @Test("I2 damage that a start does not meet is found after the first frame, set aside, named")
    func damaged() async throws {
        let folder = try TemporaryFolder()
        let file = try await killed(folder)
        // No start reads the index of the codes.
        let edit = try await Command.run(
            "python3",
            [
                "-c",
                """
                import sqlite3, sys
                db = sqlite3.connect(sys.argv[1])
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                find = "SELECT rootpage FROM sqlite_master WHERE name = 'ticket_by_code'"
                page = db.execute(find).fetchone()[0]
                size = db.execute("PRAGMA page_size").fetchone()[0]
                db.close()
                with open(sys.argv[1], "r+b") as file:
                    file.seek((page - 1) * size)
                    file.write(b"Z" * size)
                """, file,
            ])
        try #require(edit.status == 0, "\(edit.errors)")
        let daemon = try Daemon(folder, log: "second.log")
        try await daemon.event("database.damaged")
        // It starts over by itself, since nobody uses the screen.
        try await daemon.event("api.ready", 2)
        let status: Wire.Status = try await daemon.ask("status")
        let sentence = try #require(status.problems.first { $0.contains("damaged") })
        let kept = try FileManager.default.contentsOfDirectory(atPath: daemon.state)
            .filter { $0.contains(".damaged-") && !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }
        try #require(kept.count == 1)
        #expect(sentence.contains(kept[0]))
        #expect(status.pid == daemon.pid)
        try await daemon.tap("service(ktp-el)", "issue")
        #expect(try await daemon.stop() == 0)
    }

    @Test("I2 a sound file of a killed daemon goes on with its tickets, and is checked once")
    func sound() async throws {
        let folder = try TemporaryFolder()
        _ = try await killed(folder)
        let daemon = try await Daemon.ready(folder, log: "second.log")
        try await daemon.event("database.checked")
        let tickets: [Wire.Ticket] = try await daemon.ask("queue", "list")
        #expect(tickets.map(\.number) == ["K-001"])
        #expect(try await daemon.stop() == 0)
        let third = try await Daemon.ready(folder, log: "third.log")
        #expect(try await third.stop() == 0)
        #expect(!third.events.contains { $0["event"] == "database.checked" })
    }
}
