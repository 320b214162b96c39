import ArgumentParser
import Foundation
import Routes
import Wire

struct TicketCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ticket", abstract: "One ticket.",
        subcommands: [
            ShowCommand.self, IssueCommand.self, PrintCommand.self, VoidCommand.self,
            ClassCommand.self, TakeBackCommand.self,
        ])

    struct ShowCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Where a ticket stands.",
            discussion: "Example: loket ticket show K-012")

        @OptionGroup var common: CommonOptions
        @Argument(help: "Its number, its code, or its identity.") var ticket: String

        func run() throws {
            try common.run {
                let answer = try common.client.call(
                    RouteTable.ticket, Wire.TicketName(ticket))
                try common.show(answer, Self.text)
            }
        }

        static func text(_ ticket: Wire.Ticket) -> String {
            var lines = [
                "\(ticket.number)  \(ticket.serviceName)\(ticket.variant.map { " (\($0))" } ?? "")",
                "state      \(ticket.state)",
                "paper      \(ticket.paper), reprints \(ticket.reprints)",
                "issued     \(ticket.issuedAt), business date \(ticket.businessDate)",
                "identity   \(ticket.id), language \(ticket.language)",
            ]
            if let group = ticket.group { lines.append("group      \(group)") }
            if let ahead = ticket.peopleAhead {
                lines.append("ahead      \(ahead)")
                lines.append("wait       \(ticket.wait?.text ?? "not yet known")")
            }
            return lines.joined(separator: "\n")
        }
    }

    struct PrintCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "print", abstract: "Prints a ticket again, marked as a copy.",
            discussion: """
                Example: loket ticket print K-012
                For slips that got lost or came out blank. Three times at most; each is on record.
                """)

        @OptionGroup var common: CommonOptions
        @Argument(help: "Its number, its code, or its identity.") var ticket: String

        func run() throws {
            try common.run {
                let result = try common.client.call(
                    RouteTable.ticketPrint, Wire.TicketName(ticket))
                try common.show(result, PrinterCommand.text)
                if result.end != "printed", result.end != "sent" { throw ExitCode(.broken) }
            }
        }
    }

    struct VoidCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "void", abstract: "Takes a ticket out of the queue, on record.",
            discussion: "Example: loket ticket void K-012 --reason \"left the hall\"")

        @OptionGroup var common: CommonOptions
        @Argument(help: "Its number, its code, or its identity.") var ticket: String
        @Option(help: "Why; kept in the record.") var reason: String

        func run() throws {
            try common.run {
                let answer = try common.client.call(
                    RouteTable.ticketVoid, Wire.TicketName(ticket),
                    Wire.VoidRequest(reason: reason))
                try common.show(answer) { "\($0.number) is void." }
            }
        }
    }
}
