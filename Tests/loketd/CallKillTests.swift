import Foundation
import Kernel
import Office
import Records
import TestSupport
import Testing
import Wire

/// Kills the daemon while officers press: each press is done once, and what was answered stands.
@Suite("loketd: killed in the middle of calls", .serialized, .timeLimit(.minutes(15)))
struct CallKillTests {
    private static let rounds = 6
    private static let visitors = 600

    @Test("A4 D6 D7 kill -9 while presses fly: each is done once, and an answer stands")
    func killed() async throws {
        let folder = try TemporaryFolder()
        let settings = try Self.settings(folder)
        var random = SeededRandom()
        let daybook = PressBook()
        try Self.fill(folder.file("state"), visitors: Self.visitors)
        var (unanswered, stood) = (0, 0)
        for round in 0...Self.rounds {
            let daemon = try await Daemon.ready(
                folder, config: settings.config, log: "\(round).log")
            let officers = ["1", "2", "3", "4", "5", "6"].map {
                PressingOfficer($0, socket: daemon.socket, book: daybook)
            }
            let open = daybook.open
            unanswered += open.count
            for officer in officers { stood += try await officer.pressAgain() }
            #expect(try await officers[0].repeatAnswers() == [])
            if round == Self.rounds {
                #expect(try await daemon.stop() == 0)
                break
            }
            // After some presses, and somewhere between the sending of one and its answer.
            let count = Int.random(in: 10...60, using: &random)
            let delay = Duration.microseconds(Int.random(in: 0...8_000, using: &random))
            daybook.onPress(count) {
                let moment = Uptime.now() + delay
                while Uptime.now() < moment {}
                daemon.signal(SIGKILL)
            }
            await withTaskGroup(of: Void.self) { group in
                for (index, officer) in officers.enumerated() {
                    let seed = random.next() &+ UInt64(index)
                    group.addTask { await officer.work(seed: seed) }
                }
            }
            #expect(try await daemon.end() == -SIGKILL)
        }
        print(
            "calls: \(daybook.presses.count) presses, \(Self.rounds) kills; of \(unanswered) "
                + "presses without an answer \(stood) stood, and the others were done later")
        #expect(unanswered > 0 && daybook.refusals == [])
        #expect(try daybook.failures(in: folder.file("state")) == [])
    }

    @Test("D6 an officer who gives a press sent again another identity is found")
    func anotherIdentity() async throws {
        let folder = try TemporaryFolder()
        let settings = try Self.settings(folder)
        try Self.fill(folder.file("state"), visitors: 10)
        let daemon = try await Daemon.ready(folder, config: settings.config)
        let book = PressBook()
        let officer = PressingOfficer("1", socket: daemon.socket, book: book)
        // Its answer is lost, and what is sent again is a new press.
        _ = try await officer.send(Wire.Press(id: "lost", order: "next"))
        book.begin("lost", at: "1", order: "next")
        book.end("lost", try await officer.send(Wire.Press(id: "new", order: "next")))
        #expect(try await daemon.stop() == 0)
        let failures = try book.failures(in: folder.file("state"))
        #expect(failures.contains("2 rows ticket.called for presses: 1"), "\(failures)")
        #expect(failures.contains("press lost has another answer on record"), "\(failures)")
    }

    /// Sample settings without pauses between presses.
    private static func settings(_ folder: TemporaryFolder) throws -> SettingsCopy {
        let settings = try SettingsCopy(folder)
        try settings.replace("nextPause: 5 ", with: "nextPause: 0 ")
        try settings.replace("recallGap: 10 ", with: "recallGap: 0 ")
        return settings
    }

    /// Lets visitors wait before the first start.
    private static func fill(_ state: String, visitors: Int) throws {
        let records = try Records(folder: state, terminal: "belu1")
        defer { records.close() }
        let day = BusinessDay(zone: TimeZone(identifier: "Asia/Makassar") ?? .gmt)
        let services = [("ktp-el", "K"), ("kk", "G"), ("skck", "S"), ("paspor", "P")]
        try records.transactionNow { records in
            for number in 0..<visitors {
                let (service, prefix) = services[number % services.count]
                let request = IssueRequest(
                    serviceID: service, prefix: prefix, group: number % 5 == 0 ? .elderly : nil,
                    language: .indonesian, wantsPaper: false)
                let issued = try records.tickets.issue(
                    [request], at: Date(), day: day, policy: .continue)
                for ticket in issued { try records.tickets.markShown(ticket.id, at: Date()) }
            }
        }
    }
}
