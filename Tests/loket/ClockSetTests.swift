import Foundation
import TestSupport
import Testing
import Wire

@testable import loket

@Suite("loket clock set: the clock is set, and its record", .timeLimit(.minutes(1)))
struct ClockSetTests {
    private func end(_ failure: CommandFailure) throws -> CommandFailure {
        let zone = try #require(TimeZone(identifier: "Asia/Makassar"))
        return failure.afterClockSet(to: Date(timeIntervalSince1970: 1_795_398_060), in: zone)
    }

    private let start = "The clock is set to 2026-11-23T09:41:00+08:00, but "

    @Test("L8 J1 without a daemon one sentence says that the clock is set, and not on record")
    func noDaemon() throws {
        let end = try end(.noDaemon(socket: "/run/loket/loket.sock", code: 2))
        #expect(
            "\(end)" == start + "no daemon was at /run/loket/loket.sock to put it on record: it "
                + "looks at the clock when it starts.")
        #expect(end.exitStatus == .noAnswer)
    }

    @Test("L8 J1 a daemon that does not answer or refuses does not hide that the clock is set")
    func unanswered() throws {
        let silent = try end(.silent(socket: "/run/loket/loket.sock"))
        #expect("\(silent)".hasPrefix(start + "the daemon did not say in time"))
        #expect(silent.exitStatus == .noAnswer)
        let refusal = Refusal(.failed, "The disk is full.")
        let refused = try end(.answered(refusal))
        #expect("\(refused)" == start + "the daemon did not put it on record: \(refusal)")
        #expect(refused.exitStatus == refusal.code.exitStatus)
    }

    @Test("L8 J1 the help of clock set names the exit code without a daemon")
    func help() async throws {
        let done = try await Daemon.loket(["clock", "set", "--help"])
        let text = done.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(text.contains("Without a daemon the clock is set all the same, and exit code 3"))
    }
}
