import ArgumentParser
import Foundation
import Routes
import Wire

struct OfficeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "office", abstract: "Opens and closes the office, whatever its hours say.",
        subcommands: [
            ShowCommand.self, OpenCommand.self, CloseCommand.self, AutoCommand.self,
        ])

    /// Options of an order.
    struct OrderOptions: ParsableArguments {
        @Option(help: "Time of the office at which it ends, e.g. 15:30; else the end of the day.")
        var until: String?
        @Option(help: "Why, for the record. Visitors do not see it.") var reason: String?

        var wish: Wire.OfficeOrderRequest { Wire.OfficeOrderRequest(until: until, reason: reason) }
    }

    struct ShowCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status", abstract: "Whether tickets are given, why not, and when again.",
            discussion: "Example: loket office status")

        @OptionGroup var common: CommonOptions

        func run() throws {
            try common.run {
                try common.show(try common.client.call(RouteTable.office)) { $0.text }
            }
        }
    }

    struct OpenCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "open", abstract: "Gives tickets until a time, on record.",
            discussion: """
                Example: loket office open --until 17:00 --reason "ceremony moved"
                Quotas, and agencies that are not in today, still count. The order ends with the \
                business date at the latest, and outlasts a restart.
                """)

        @OptionGroup var common: CommonOptions
        @OptionGroup var order: OrderOptions

        func run() throws {
            try common.run {
                let office = try common.client.call(
                    RouteTable.officeOpen, Nothing(), order.wish)
                try common.show(office) { $0.text }
            }
        }
    }

    struct CloseCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "close", abstract: "Gives no more tickets until a time, on record.",
            discussion: """
                Example: loket office close --until 10:30 --reason "power cut"
                Who waits is still served. The order ends with the business date at the latest, and \
                outlasts a restart.
                """)

        @OptionGroup var common: CommonOptions
        @OptionGroup var order: OrderOptions

        func run() throws {
            try common.run {
                let office = try common.client.call(
                    RouteTable.officeClose, Nothing(), order.wish)
                try common.show(office) { $0.text }
            }
        }
    }

    struct AutoCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "auto",
            abstract: "Ends an order of loket office open or close: the hours count again.",
            discussion: "Example: loket office auto")

        @OptionGroup var common: CommonOptions

        func run() throws {
            try common.run {
                try common.show(try common.client.call(RouteTable.officeAuto)) { $0.text }
            }
        }
    }
}

extension Wire.Office {
    fileprivate var text: String {
        var lines = ["office         \(sentence)", "business date  \(businessDate)"]
        if let order {
            lines.append("order          \(order.sentence)")
        }
        for service in closedServices {
            let name = service.service
            lines.append(
                name.padding(toLength: max(14, name.count), withPad: " ", startingAt: 0)
                    + " \(service.sentence)")
        }
        return lines.joined(separator: "\n")
    }
}
