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

struct QueueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue", abstract: "Who waits.", subcommands: [ListCommand.self])

    struct ListCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Who waits, first come first.",
            discussion: "Example: loket queue list --service ktp-el")

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
                            ["NUMBER", "SERVICE", "GROUP", "ISSUED", "STATE", "PAPER", "ID"],
                            tickets.map {
                                [
                                    $0.number, $0.service, $0.group ?? "-", $0.issuedAt, $0.state,
                                    $0.paper, $0.id,
                                ]
                            })
                }
            }
        }
    }
}

struct TicketCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ticket", abstract: "One ticket.",
        subcommands: [ShowCommand.self, PrintCommand.self, VoidCommand.self])

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
            if let ahead = ticket.peopleAhead { lines.append("ahead      \(ahead)") }
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
