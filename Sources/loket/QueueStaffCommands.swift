import ArgumentParser
import Foundation
import Routes
import Wire

/// Orders and questions about the queue that need a reason, or none at all.
extension QueueCommand {
    struct CallCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "call", abstract: "Calls a given ticket before its turn, on record.",
            discussion: "Example: loket queue call 3 K-012 --reason \"the child is ill\"")

        @OptionGroup var common: CommonOptions
        @OptionGroup var press: PressOptions
        @Argument(help: "Its number, its code, or its identity.") var ticket: String
        @Option(help: "Why this visitor goes before others; kept in the record.") var reason: String

        func run() throws {
            try common.run {
                let answer = try common.client.call(
                    RouteTable.counterCall, Wire.CounterName(press.counter),
                    Wire.GivenCall(id: press.id, ticket: ticket, reason: reason))
                try common.show(answer) { PressOptions.text($0, "call") }
            }
        }
    }

    struct MoveCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "move", abstract: "Moves or ends all that wait for a service.",
            discussion: """
                Examples: loket queue move akta-kelahiran --to kk
                          loket queue move akta-kelahiran --reason agency-away
                """)

        @OptionGroup var common: CommonOptions
        @Argument(help: "The service for which they wait.") var service: String
        @Option(help: "The service to which they are moved; numbers and places stay.") var to:
            String?
        @Option(
            help: """
                Why they are not served, which ends their tickets: agency-away, network-down, \
                documents-missing, closing, other.
                """)
        var reason: String?

        func validate() throws {
            if (to == nil) == (reason == nil) {
                throw ValidationError("Give --to SERVICE or --reason REASON, one of the two.")
            }
        }

        func run() throws {
            try common.run {
                let answer = try common.client.call(
                    RouteTable.queueMove, Nothing(),
                    Wire.MoveRequest(service: service, to: to, reason: reason))
                try common.show(answer) { answer in
                    let count = answer.count == 1 ? "1 ticket" : "\(answer.count) tickets"
                    return to.map { "\(count) moved to \($0)." } ?? "\(count) ended."
                }
            }
        }
    }

    struct WhyCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "why", abstract: "Who is next at a counter, and why.",
            discussion: "Example: loket queue why 3")

        @OptionGroup var common: CommonOptions
        @Argument(help: "The counter, by its name in the settings.") var counter: String

        func run() throws {
            try common.run {
                let choice = try common.client.call(
                    RouteTable.counterNext, Wire.CounterName(counter))
                try common.show(choice, \.sentence)
            }
        }
    }

    struct HistoryCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "history", abstract: "Everything that happened to a ticket.",
            discussion: "Example: loket queue history K-012")

        @OptionGroup var common: CommonOptions
        @Argument(help: "Its number, its code, or its identity.") var ticket: String

        func run() throws {
            try common.run {
                let lines = try common.client.call(
                    RouteTable.ticketHistory, Wire.TicketName(ticket))
                try common.show(lines) { lines in
                    Table.text(
                        ["AT", "WHO", "WHAT", "DETAIL"],
                        lines.map { [$0.at, $0.who, $0.what, $0.note ?? $0.detail ?? "-"] })
                }
            }
        }
    }
}
