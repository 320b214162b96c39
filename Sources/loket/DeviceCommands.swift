import ArgumentParser
import Foundation
import Office
import Routes
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
                let printers = try common.client.call(RouteTable.printers)
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
                let result = try common.client.call(RouteTable.testPrint)
                try common.show(result, PrinterCommand.text)
                if result.end != "printed", result.end != "sent" { throw ExitCode(.broken) }
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
