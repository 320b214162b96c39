import ArgumentParser
import Foundation
import Office
import Settings
import Wire

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "The settings files.",
        subcommands: [CheckCommand.self, ExplainCommand.self])

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
            var column: Int
            var field: String
            var message: String
        }

        func run() throws {
            let today = LocalTime(Date(), in: .current).date
            let loaded = SettingsBundle.load(file: common.configFile, today: today)
            let problems = loaded.problems
            let lines = problems.map {
                Line(
                    severity: $0.severity.rawValue, file: $0.file, line: $0.line,
                    column: $0.column, field: $0.field, message: $0.message)
            }
            let isBroken = loaded.value == nil || !loaded.errors.isEmpty
            try common.show(lines) { _ in
                var text = problems.map { "\($0.severity.rawValue): \($0)" }
                if let bundle = loaded.value {
                    text.append(
                        "\(common.configFile): \(bundle.catalogue.agencies.count) agencies, "
                            + "\(bundle.catalogue.services.count) services, "
                            + "\(bundle.phrases.languages.count) languages.")
                }
                text.append(
                    isBroken
                        ? "Broken: mend what is named above." : "Good.")
                return text.joined(separator: "\n")
            }
            if isBroken { throw ExitCode(.broken) }
        }
    }
}
