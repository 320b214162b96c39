import Foundation
import Logging
import Testing
import Wire

@testable import Terminal

@Suite("Terminal: the bulletin", .timeLimit(.minutes(5)))
struct BulletinTests {
    private let now = Date(timeIntervalSince1970: 1_764_000_000)

    private func bulletin(with count: Int) -> Bulletin {
        let bulletin = Bulletin()
        for number in 0..<count { bulletin.publish("test", ["number": "\(number)"], at: now) }
        return bulletin
    }

    private func numbers(_ news: [Wire.News]) -> [String] {
        news.map { $0.event == Wire.News.reset ? "reset" : $0.fields["number"] ?? "?" }
    }

    @Test("J1 a reader gets what comes, and behind an identity what was missed") func continues()
        async throws
    {
        let bulletin = bulletin(with: 3)
        #expect(try bulletin.subscribe(at: now).missed.isEmpty)
        let all = try bulletin.subscribe(since: "0", at: now).missed
        #expect(numbers(all) == ["0", "1", "2"] && Set(all.map(\.id)).count == 3)
        #expect(numbers(try bulletin.subscribe(since: all[0].id, at: now).missed) == ["1", "2"])
        let last = try bulletin.subscribe(since: all[2].id, at: now)
        #expect(last.missed.isEmpty)
        bulletin.publish("test", ["number": "3"], at: now)
        last.beat()
        last.end()
        var came: [String] = []
        for await news in last.news { came.append(news?.fields["number"] ?? "beat") }
        #expect(came == ["3", "beat"])
    }

    @Test("J1 an identity that can't be continued is told by reset, and nonsense is refused")
    func resets() throws {
        let bulletin = bulletin(with: Bulletin.maximumKept + 10)
        let all = try bulletin.subscribe(since: "0", at: now).missed
        #expect(all.count == Bulletin.maximumKept && all.first?.fields["number"] == "10")
        let run = try #require(all[0].id.split(separator: "-").first)
        // The one before the oldest continues without a gap.
        #expect(try bulletin.subscribe(since: "\(run)-10", at: now).missed == all)
        for since in ["\(run)-9", "\(run)-0", "\(run)-999999", "abc-5", "1-1"] {
            let missed = try bulletin.subscribe(since: since, at: now).missed
            #expect(missed.first?.event == Wire.News.reset, "\(since)")
            #expect(Array(missed.dropFirst()) == all)
        }
        for since in ["", "x", "-1", "\(run)", "\(run)-", "\(run)--1", "\(run)-1-1", "1g3-1"] {
            let refusal = #expect(throws: Refusal.self) {
                try bulletin.subscribe(since: since, at: now).missed.count
            }
            #expect(refusal?.code == .invalid && refusal?.field == "since", "\(since)")
        }
    }

    @Test("J1 a reader who is too far behind is cut off, and readers have a limit")
    func slowReader() async throws {
        let bulletin = Bulletin()
        let slow = try bulletin.subscribe(at: now)
        for _ in 0...Bulletin.maximumBehind { bulletin.publish("test", at: now) }
        #expect(bulletin.readerCount == 0)
        var count = 0
        for await _ in slow.news { count += 1 }
        #expect(count == Bulletin.maximumBehind)

        var readers = try (0..<Bulletin.maximumReaders).map { _ in
            try bulletin.subscribe(at: now)
        }
        let refusal = #expect(throws: Refusal.self) { try bulletin.subscribe(at: now) }
        #expect(refusal?.code == .tooMany)
        readers.removeLast().end()
        #expect(bulletin.readerCount == Bulletin.maximumReaders - 1)
        _ = try bulletin.subscribe(at: now)
    }

    @Test("J3 what the log says is news too, but for the names of staff") func tee() throws {
        let bulletin = Bulletin()
        let log = Logger(label: "test") { _ in
            BulletinLog(SwiftLogNoOpLogHandler(), bulletin)
        }
        log.notice("ticket.void", metadata: ["ticket": "a-1", "who": "budi (pid 7)"])
        log.info("ticket.issued", metadata: ["count": "1"])
        log.debug("noise")
        let news = try bulletin.subscribe(since: "0", at: now).missed
        #expect(news.map(\.event) == ["ticket.void"])
        #expect(news.first?.fields == ["ticket": "a-1"])
    }

    @Test("J1 news that repeat themselves are told once") func changes() throws {
        let bulletin = Bulletin()
        for count in ["1", "1", "2", "2", "1"] {
            bulletin.publishChange("queue.waiting", ["count": count], at: now)
        }
        let news = try bulletin.subscribe(since: "0", at: now).missed
        #expect(news.compactMap { $0.fields["count"] } == ["1", "2", "1"])
    }
}
