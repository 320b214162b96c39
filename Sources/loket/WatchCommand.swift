import ArgumentParser
import Foundation
import Kernel
import Wire

struct WatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Prints what happens at the terminal, a line each.",
        discussion: """
            Tickets, slips, printer, paper, touchscreen, display and settings, as they come, with \
            the names of the daemon's log; nothing of a person is in it. Where the daemon starts \
            over, the watch goes on behind the last line; where it ends for good, so does this, \
            with exit code 3.
            --since takes the identity that --json prints, or 0 for all that is kept. The line \
            'reset' says that news are missing in between.
            Examples:
              loket watch
              loket watch --since 0 --json --count 20
            """)

    static let pause = Duration.milliseconds(250)

    @OptionGroup var common: CommonOptions
    @Option(help: "Begins behind these news, with all that came since; 0: all that is kept.")
    var since: String?
    @Option(help: "Ends after so many lines.") var count: Int?

    @Option(
        name: .customLong("wait"),
        help: "Waits so many seconds for another daemon where one ends, 0 to 3600.")
    var patience = 30

    func validate() throws {
        guard (0...3_600).contains(patience) else {
            throw ValidationError("--wait must be from 0 to 3600, not \(patience).")
        }
        if let count, count < 1 { throw ValidationError("--count must be 1 or more.") }
    }

    func run() throws {
        try common.run {
            var last = since
            var left = count ?? Int.max
            var ended: Duration?
            while left > 0 {
                do {
                    try common.client.follow(since: last) { news in
                        if !news.id.isEmpty { last = news.id }
                        try show(news)
                        left -= 1
                        return left > 0
                    }
                } catch let failure as CommandFailure {
                    // Only a daemon that was there is waited for.
                    guard failure.isAbsence, let ended else { throw failure }
                    guard Uptime.now() - ended < .seconds(patience) else {
                        throw CommandFailure.ended(socket: common.client.socket)
                    }
                    wait()
                    continue
                }
                ended = Uptime.now()
                if left > 0 { wait() }
            }
        }
    }

    /// Waits before the next attempt.
    private func wait() {
        var nothing = PollSet()
        nothing.wait(until: Uptime.now() + Self.pause)
    }

    private func show(_ news: Wire.News) throws {
        if common.json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            Console.out(String(decoding: try encoder.encode(news), as: UTF8.self))
        } else {
            let fields = news.fields.sorted { $0.key < $1.key }.map { name, value in
                value.contains(" ") ? "\(name)=\"\(value)\"" : "\(name)=\(value)"
            }
            Console.out(([news.at, news.event] + fields).joined(separator: "  "))
        }
    }
}
