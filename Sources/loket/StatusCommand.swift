import ArgumentParser
import Foundation
import Routes
import Wire

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "What the terminal is doing, and what is wrong.",
        discussion: """
            Example: loket status --json
            Exit code 0 where nothing is wrong, 1 where something is listed to look at.
            """)

    @OptionGroup var common: CommonOptions

    func run() throws {
        try common.run {
            let status = try common.client.call(RouteTable.status)
            try common.show(status, text)
            if !Self.problems(of: status).isEmpty { throw ExitCode(.broken) }
        }
    }

    private func text(_ status: Wire.Status) -> String {
        var lines = [
            "\(status.office), terminal \(status.terminal), version \(status.version)",
            "running    pid \(status.pid), \(status.uptimeSeconds) s, "
                + "\(status.residentKilobytes / 1024) MB",
            "time       \(status.time), business date \(status.businessDate)",
            "office     \(status.opening)",
            "screen     \(status.screen), \(status.frames) frames, \(status.display)",
            "tickets    \(Self.count(status.issuedToday)) given today, "
                + "\(Self.count(status.waiting)) waiting",
            "printer    \(status.printer.condition) (\(status.printer.summary))",
            "database   \(status.database)", "settings   \(status.settings)",
        ]
        if let page = status.page { lines.append("page       \(page)") }
        if let p50 = status.touch.p50Milliseconds, let p99 = status.touch.p99Milliseconds,
            let worst = status.touch.maximumMilliseconds
        {
            lines.append(
                "touch      \(status.touch.count) touches, to pixels p50 \(p50) ms, p99 \(p99) ms, "
                    + "worst \(worst) ms")
        }
        let problems = Self.problems(of: status)
        lines += problems.isEmpty ? ["", "Nothing is wrong."] : ["", "To look at:"]
        lines += problems.map { "- \($0)" }
        return lines.joined(separator: "\n")
    }

    private static func problems(of status: Wire.Status) -> [String] {
        status.problems + status.printer.warnings
    }

    private static func count(_ number: Int?) -> String { number.map { "\($0)" } ?? "not known" }
}
