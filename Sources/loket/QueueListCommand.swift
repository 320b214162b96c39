import ArgumentParser
import Foundation
import Routes
import Wire

struct QueueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue", abstract: "Who waits, and who is called.",
        discussion: """
            Officers call with these commands, and programs by the socket's API; the rules are the same.
            Example: loket queue next 3
            """,
        subcommands: [
            ListCommand.self, NextCommand.self, CallCommand.self, RecallCommand.self,
            NoShowCommand.self, ServeCommand.self, FinishCommand.self, NotServedCommand.self,
            TransferCommand.self, HoldCommand.self, ResumeCommand.self, MoveCommand.self,
            WhyCommand.self, HistoryCommand.self,
        ])

    struct ListCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Who waits, first come first.",
            discussion: """
                Example: loket queue list --service ktp-el
                * marks who waits longest of all. AHEAD are all who can be called before.
                """)

        @OptionGroup var common: CommonOptions
        @Option(help: "Only this service.") var service: String?

        func run() throws {
            try common.run {
                let tickets = try common.client.call(
                    RouteTable.queue, Wire.QueueWish(service: service))
                try common.show(tickets) { tickets in
                    tickets.isEmpty
                        ? "Nobody waits."
                        : Table.text(
                            [
                                "NUMBER", "SERVICE", "GROUP", "ISSUED", "AHEAD", "WAIT", "STATE",
                                "PAPER", "ID",
                            ],
                            tickets.map {
                                [
                                    $0.number + ($0.waitsLongest ? " *" : ""), $0.service,
                                    $0.group ?? "-", $0.issuedAt,
                                    $0.peopleAhead.map(String.init) ?? "-",
                                    $0.wait?.text ?? "not yet known", $0.state, $0.paper, $0.id,
                                ]
                            })
                }
            }
        }
    }
}

extension Wire.Ticket.Minutes {
    var text: String { "\(from)-\(to) min" }
}
