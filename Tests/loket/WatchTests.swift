import Foundation
import TestSupport
import Testing
import Wire

@Suite("loket watch: what happens, as it happens", .timeLimit(.minutes(10)))
struct WatchTests {
    /// Watch that runs beside a test, and what it has printed.
    private final class Watch: Sendable {
        private let process: Spawned
        private let file: String

        init(_ daemon: Daemon, _ folder: TemporaryFolder, _ words: String...) throws {
            file = folder.file("watch-\(UUID().uuidString)")
            _ = FileManager.default.createFile(atPath: file, contents: nil)
            process = try Spawned(
                "\(Daemon.binaries)/loket", ["watch", "--state", daemon.state] + words, log: file,
                environment: Command.environment)
        }

        var text: String { (try? String(contentsOfFile: file, encoding: .utf8)) ?? "" }

        var news: [Wire.News] {
            text.split(separator: "\n").compactMap {
                try? JSONDecoder().decode(Wire.News.self, from: Data($0.utf8))
            }
        }

        func wait(for what: String, _ holds: @Sendable @escaping ([Wire.News]) -> Bool) async throws
        {
            do {
                try await eventually(what, within: Daemon.patience) {
                    holds(self.news) || self.process.end != nil
                }
            } catch { throw NeverHappened(what: "\(what) in:\n\(text)") }
            guard holds(news) else { throw NeverHappened(what: "\(what) before the end:\n\(text)") }
        }

        func end() async throws -> Int32 {
            try await eventually("the watch ends", within: Daemon.patience) {
                self.process.end != nil
            }
            return process.end ?? 0
        }
    }

    @Test("J1 a ticket is told to who watches, and to who comes later behind what they have")
    func ticket() async throws {
        let folder = try TemporaryFolder()
        let daemon = try await Daemon.ready(folder)
        let watch = try Watch(daemon, folder, "--since", "0", "--json")
        try await daemon.tap("service(ktp-el)", "issue")
        try await watch.wait(for: "the ticket") { $0.contains { $0.event == "ticket.issued" } }
        let news = watch.news
        let issued = try #require(news.first { $0.event == "ticket.issued" })
        #expect(issued.fields["number"] == "K-001")
        // Nothing of the person or of the slip's secrets (C4, G2).
        #expect(!watch.text.contains("ktp-el") && Set(issued.fields.keys) == ["number", "ticket"])

        let first = try #require(news.first)
        let later = try Watch(daemon, folder, "--since", first.id, "--json", "--count", "1")
        #expect(try await later.end() == 0)
        #expect(later.news == [news[1]])
        let text = try Watch(daemon, folder, "--since", "0", "--count", "\(news.count)")
        #expect(try await text.end() == 0)
        #expect(text.text.split(separator: "\n").count == news.count)
        #expect(text.text.contains("ticket.issued  number=K-001  ticket="), "\(text.text)")

        let wrong = try await daemon.loket("watch", "--since", "nonsense")
        #expect(wrong.status == 2 && wrong.errors.contains("'nonsense'"))
        #expect(try await daemon.stop() == 0)
    }

    @Test("J1 a watch goes on behind a daemon that starts over, and ends with one that ends")
    func ends() async throws {
        let folder = try TemporaryFolder()
        let settings = try SettingsCopy(folder)
        let daemon = try await Daemon.ready(folder, config: settings.config)
        let watch = try Watch(daemon, folder, "--since", "0", "--json", "--wait", "3")
        try await daemon.tap("service(ktp-el)", "issue")
        try await watch.wait(for: "the ticket") { $0.contains { $0.event == "ticket.issued" } }
        // The daemon starts over once nobody uses the screen.
        try await daemon.tap("home")
        try settings.replace("width: 1280", with: "width: 1600")
        daemon.signal(SIGHUP)
        try await watch.wait(for: "the end and the reset") {
            $0.contains { $0.event == Wire.News.end } && $0.last?.event != Wire.News.end
        }
        let after = watch.news.drop { $0.event != Wire.News.end }.dropFirst()
        #expect(after.first?.event == Wire.News.reset)
        #expect(try await daemon.stop() == 0)
        #expect(try await watch.end() == 3)
        #expect(watch.text.contains("has ended"), "\(watch.text)")
        #expect(watch.news.last?.event == Wire.News.end)
    }

    @Test("J1 without a daemon a watch ends at once with a sentence") func noDaemon() async throws {
        let folder = try TemporaryFolder()
        let done = try await Daemon.loket(["watch", "--state", folder.path])
        #expect(done.status == 3 && done.errors.contains("No daemon answers"))
        let wrong = try await Daemon.loket(["watch", "--count", "0"])
        #expect(wrong.status == 64)
    }
}
