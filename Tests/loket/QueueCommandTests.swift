import TestSupport
import Testing

@Suite("loket: what orders at a counter answer", .timeLimit(.minutes(5)))
struct QueueCommandTests {
    @Test("A5 D9 a visitor who is passed on waits for the counter or the service that is named")
    func transfers() async throws {
        let folder = try TemporaryFolder()
        let daemon = try await Daemon.ready(folder)
        func say(_ words: String...) async throws -> String {
            let done = try await Daemon.loket(words + ["--state", daemon.state])
            #expect(done.status == 0, "\(words): \(done.errors)")
            return done.text
        }
        _ = try await say("ticket", "issue", "kk", "--no-paper")
        _ = try await say("counter", "open", "2")
        #expect(try await say("queue", "next", "1").contains("G-001 is called to counter 1"))
        #expect(
            try await say("queue", "transfer", "1", "--to-counter", "2")
                .contains("G-001 waits for counter 2."))
        #expect(try await say("queue", "next", "2").contains("G-001 is called to counter 2"))
        #expect(
            try await say("queue", "transfer", "2", "--to-service", "ktp-el")
                .contains("G-001 waits for KTP elektronik (KTP-el)."))
        for words in [
            ["transfer", "1"], ["transfer", "1", "--to-counter", "2", "--to-service", "kk"],
            ["move", "kk"], ["move", "kk", "--to", "ktp-el", "--reason", "closing"],
        ] {
            let done = try await Daemon.loket(["queue"] + words + ["--state", daemon.state])
            #expect(done.status == 64 && done.errors.contains("one of the two"), "\(words)")
        }
        let chart = try await Daemon.loket(
            ["keypad", "chart", "3", "--profile", "generic-escpos-58", "--state", daemon.state])
        #expect(chart.status == 64 && chart.errors.contains("--out"), "\(chart.errors)")
    }
}
