import ArgumentParser
import Foundation
import Routes
import Wire

struct CounterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "counter", abstract: "Counters, and whether they call.",
        subcommands: [
            ListCommand.self, OpenCommand.self, CloseCommand.self, PauseCommand.self,
        ])

    struct ListCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "All counters, whom they have, and how many wait for them.",
            discussion: "Example: loket counter list")

        @OptionGroup var common: CommonOptions

        func run() throws {
            try common.run {
                let counters = try common.client.call(RouteTable.counters)
                try common.show(counters, CounterCommand.table)
            }
        }
    }

    struct OpenCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "open", abstract: "Opens a counter.",
            discussion: "Example: loket counter open 3. The first call opens it as well.")

        @OptionGroup var common: CommonOptions
        @OptionGroup var press: PressOptions

        func run() throws { try press.run(common, "open") }
    }

    struct CloseCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "close", abstract: "Closes a counter: its open ticket is finished.",
            discussion:
                "Example: loket counter close 3. Visitors sent to it may then be called by others.")

        @OptionGroup var common: CommonOptions
        @OptionGroup var press: PressOptions

        func run() throws { try press.run(common, "close") }
    }

    struct PauseCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "pause", abstract: "Pauses a counter: its open ticket is finished.",
            discussion: "Example: loket counter pause 3 --reason prayer")

        @OptionGroup var common: CommonOptions
        @OptionGroup var press: PressOptions
        @Option(help: "One of: rest, meal, prayer, meeting, technical, other.")
        var reason = "rest"

        func run() throws { try press.run(common, "pause", reason: reason) }
    }

    static func table(_ counters: [Wire.Counter]) -> String {
        counters.isEmpty
            ? "No counters: set them up in kiosk.yaml (loket config explain counters)."
            : Table.text(
                ["COUNTER", "SIGN", "ZONE", "STATE", "TICKET", "WAITING", "CLASSES", "SERVICES"],
                counters.map { counter in
                    [
                        counter.id, "\(counter.place) \(counter.number)", counter.zone,
                        counter.state + (counter.reason.map { " (\($0))" } ?? ""),
                        (counter.ticket?.number ?? "-")
                            + (counter.isForgotten ? " (forgotten?)" : ""), String(counter.waiting),
                        counter.classes,
                        (counter.primary + counter.secondary.map { "(\($0))" })
                            .joined(separator: " "),
                    ]
                })
    }
}
