import ArgumentParser
import Foundation
import Office
import Settings
import Slips
import Wire

struct PrinterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "printer", abstract: "The receipt printer.",
        subcommands: [
            ListCommand.self, TestCommand.self, PaperCommand.self, HistoryCommand.self,
            ProfilesCommand.self, PreviewCommand.self,
            DiscoverCommand.self, AddCommand.self, RemoveCommand.self, DefaultCommand.self,
            StatusCommand.self, ResumeCommand.self, MendCommand.self,
        ])

    struct ListCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "The queues that CUPS has, and which one is ours.",
            discussion: "Example: loket printer list")

        @OptionGroup var common: CommonOptions

        func run() throws {
            try common.run {
                let printers: [Wire.PrinterLine] = try common.client.get("/v1/printers")
                try common.show(printers) { printers in
                    printers.isEmpty
                        ? "CUPS has no queues: add one with loket printer add."
                        : Table.text(
                            ["", "QUEUE", "CONDITION", "DEVICE"],
                            printers.map {
                                [$0.isOurs ? "*" : "", $0.queue, $0.condition, $0.device]
                            })
                }
            }
        }
    }

    struct TestCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "test", abstract: "Prints a test slip and says how it ended.",
            discussion: "Example: loket printer test")

        @OptionGroup var common: CommonOptions

        func run() throws {
            try common.run {
                // Covers a print that waits for a person to mend the printer.
                let result: Wire.PrintResult = try common.client.post(
                    "/v1/printers/test", [String: String](), timeoutSeconds: 90)
                try common.show(result, PrinterCommand.text)
                if result.end != "printed", result.end != "sent" { throw ExitCode(1) }
            }
        }
    }
}

extension PrinterCommand {
    static func text(_ result: Wire.PrintResult) -> String {
        switch result.end {
        case "printed": "Printed: the printer says that it is on paper."
        case "sent": "Sent: this printer can't answer, so look whether it came out."
        default: "\(result.end): \(result.detail ?? "no reason given")"
        }
    }
}

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "The settings files.",
        subcommands: [CheckCommand.self])

    struct CheckCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Reads all settings files and says what is wrong, by file and line.",
            discussion: """
                Needs no daemon. Exit code 1 where a file is broken; warnings, such as a missing \
                phrase, are listed and leave it 0.
                Example: loket config check --config Kiosk/kiosk.yaml
                """)

        @OptionGroup var common: CommonOptions

        struct Line: Encodable {
            var severity: String
            var file: String
            var line: Int
            var field: String
            var message: String
        }

        func run() throws {
            let today = LocalTime(Date(), in: .current).date
            let loaded = SettingsBundle.load(file: common.configFile, today: today)
            var problems = loaded.problems
            if let bundle = loaded.value {
                problems +=
                    PrinterProfile.load(
                        name: bundle.settings.printer.profile, folder: bundle.printersFolder
                    ).problems
            }
            let lines = problems.map {
                Line(
                    severity: $0.severity.rawValue, file: $0.file, line: $0.line, field: $0.field,
                    message: $0.message)
            }
            try common.show(lines) { _ in
                var text = problems.map { "\($0.severity.rawValue): \($0)" }
                if let bundle = loaded.value {
                    text.append(
                        "\(common.configFile): \(bundle.catalogue.agencies.count) agencies, "
                            + "\(bundle.catalogue.services.count) services, "
                            + "\(bundle.phrases.languages.count) languages.")
                }
                text.append(
                    problems.contains { $0.severity == .error }
                        ? "Broken: mend what is named above." : "Good.")
                return text.joined(separator: "\n")
            }
            if problems.contains(where: { $0.severity == .error }) { throw ExitCode(1) }
        }
    }
}
