import ArgumentParser
import Foundation
import Routes
import Wire

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "The day in numbers.", subcommands: [DayCommand.self])

    struct DayCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "day", abstract: "What became of a day's tickets, on request on paper.",
            discussion: """
                Example: loket report day --print
                Example: loket report day --date 2026-11-20 --json
                gone: not there when called, given back, or cancelled. expired: not served when \
                the day ended.
                """)

        @OptionGroup var common: CommonOptions
        @Option(help: "The business date, e.g. 2026-11-20; else today.") var date: String?
        @Flag(name: .customLong("print"), help: "Prints it as a slip as well.")
        var onPaper = false

        func run() throws {
            try common.run {
                let day = Wire.DayWish(date: date)
                let report = try common.client.call(RouteTable.dayReport, day)
                try common.show(report) { $0.text }
                guard onPaper else { return }
                let result = try common.client.call(RouteTable.dayReportPrint, day)
                Console.err(PrinterCommand.text(result))
                if result.end != "printed", result.end != "sent" { throw ExitCode(.broken) }
            }
        }
    }
}

extension Wire.DayReport {
    fileprivate var text: String {
        var lines = ["\(date), terminal \(terminal)", ""]
        func row(_ name: String, _ counts: [Int]) -> [String] { [name] + counts.map(String.init) }
        lines.append(
            Table.text(
                ["SERVICE", "GIVEN", "SERVED", "WAITING", "GONE", "EXPIRED"],
                services.map {
                    row(
                        "\($0.prefix) \($0.name)",
                        [$0.given, $0.served, $0.waiting, $0.gone, $0.expired])
                } + [row("all", [given, served, waiting, gone, expired])]))
        let slips = paper.sorted { $0.key < $1.key }.map {
            "\($0.value) \($0.key == "none" ? "on the screen only" : $0.key)"
        }
        lines += [
            "", "slips     \(slips.isEmpty ? "none" : slips.joined(separator: ", "))",
            "surveys   \(surveys), quick ratings \(ratings)",
        ]
        return lines.joined(separator: "\n")
    }
}
