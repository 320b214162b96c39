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
                Example: loket report day --date 2026-11-20 --pdf day.pdf --csv day.csv
                WITHDRAWN: given back, or cancelled. EXPIRED: not served when the day ended. The wait \
                ends with the first call, and counts for the hour in which the number was given. \
                SERVICE is from the call to the end, of those who were served.
                """)

        @OptionGroup var common: CommonOptions
        @Option(help: "The business date, e.g. 2026-11-20; else today.") var date: String?
        @Flag(name: .customLong("print"), help: "Prints it as a slip as well.")
        var onPaper = false
        @Option(help: "Writes it on A4 sheets, as PDF.") var pdf: String?
        @Option(help: "Writes a row for each service and hour, as CSV.") var csv: String?

        func run() throws {
            try common.run {
                let day = Wire.DayWish(date: date)
                let report = try common.client.call(RouteTable.dayReport, day)
                if let csv { try ResultFile.write(Array(report.csv.utf8), to: csv) }
                if let pdf {
                    let document = try common.client.call(RouteTable.dayReportPDF, day)
                    try ResultFile.write(document.bytes, to: pdf)
                }
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
        if services.isEmpty {
            lines.append("No tickets were given.")
        } else {
            let head = [
                "GIVEN", "SERVED", "NOT SERVED", "NO SHOW", "WITHDRAWN", "WAITING", "EXPIRED",
                "WAIT", "LONGEST", "SERVICE",
            ]
            lines += [
                Table.text(
                    ["FOR"] + head,
                    services.map { ["\($0.prefix) \($0.name)"] + $0.counts.cells }
                        + [["all"] + all.cells]),
                "",
                Table.text(
                    ["HOUR"] + head,
                    hours.map { hour in
                        [(hour.hour < 10 ? "0" : "") + "\(hour.hour):00"] + hour.counts.cells
                    }),
            ]
        }
        let slips = paper.sorted { $0.key < $1.key }.map {
            "\($0.value) \($0.key == "none" ? "on the screen only" : $0.key)"
        }
        lines += [
            "", "slips     \(slips.isEmpty ? "none" : slips.joined(separator: ", "))",
            "lists     \(lists)", "surveys   \(surveys), quick ratings \(ratings)",
        ]
        return lines.joined(separator: "\n")
    }
}

extension Wire.DayReport.Counts {
    fileprivate var cells: [String] {
        [given, served, notServed, noShow, withdrawn, waiting, expired].map(String.init)
            + [averageWaitSeconds, longestWaitSeconds, averageServiceSeconds].map {
                $0.map { "\(($0 + 30) / 60) min" } ?? "-"
            }
    }
}
