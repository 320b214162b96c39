import ArgumentParser
import Foundation
import Routes
import Wire

extension TicketCommand {
    static let groupHelp: ArgumentHelp =
        "Group of the visitor: elderly, pregnant, disability, infant; none: the regular class."

    struct IssueCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "issue", abstract: "Issues a ticket for somebody who can't use the glass.",
            discussion: """
                Example: loket ticket issue ktp-el --class elderly
                Its slip comes out at the terminal; the number is shown here as well.
                """)

        @OptionGroup var common: CommonOptions
        @Argument(help: "The service, by its identity (loket service list).") var service: String
        @Option(name: .customLong("class"), help: TicketCommand.groupHelp) var group: String?
        @Option(help: "The variant of the service (loket service show).") var variant: String?
        @Option(help: "Language of the slip: id, tet, pt, en.") var language: String?
        @Flag(help: "Only the number, without a slip.") var noPaper = false

        func run() throws {
            try common.run {
                let ticket = try common.client.call(
                    RouteTable.ticketIssue, Nothing(),
                    Wire.IssueWish(
                        service: service, variant: variant, group: TicketCommand.group(group),
                        language: language, paper: !noPaper))
                try common.show(ticket, ShowCommand.text)
            }
        }
    }

    struct ClassCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "class", abstract: "Corrects the group of a visitor, on record.",
            discussion: "Example: loket ticket class K-012 elderly")

        @OptionGroup var common: CommonOptions
        @Argument(help: "Its number, its code, or its identity.") var ticket: String
        @Argument(help: TicketCommand.groupHelp) var group: String

        func run() throws {
            try common.run {
                let answer = try common.client.call(
                    RouteTable.ticketClass, Wire.TicketName(ticket),
                    Wire.ClassWish(group: TicketCommand.group(group)))
                try common.show(answer) {
                    "\($0.number) is of the \($0.group == nil ? "regular" : "priority") class."
                }
            }
        }
    }

    struct TakeBackCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "take-back",
            abstract: "Puts a held ticket or a no-show back into the queue, at its old place.",
            discussion: "Example: loket ticket take-back K-012")

        @OptionGroup var common: CommonOptions
        @Argument(help: "Its number, its code, or its identity.") var ticket: String

        func run() throws {
            try common.run {
                let answer = try common.client.call(
                    RouteTable.ticketTakeBack, Wire.TicketName(ticket))
                try common.show(answer) { "\($0.number) waits again." }
            }
        }
    }

    fileprivate static func group(_ word: String?) -> String? { word == "none" ? nil : word }
}
