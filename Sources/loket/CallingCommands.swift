import ArgumentParser
import Foundation
import Routes
import Wire

/// Counter of a press, and the identity that makes it once.
struct PressOptions: ParsableArguments {
    @Argument(help: "The counter, by its name in the settings (loket counter list).")
    var counter: String

    @Option(
        help: "Identity of the press. One that is sent again with the same identity is done once.")
    var press: String?

    var id: String { press ?? "loket-\(UUID().uuidString.lowercased())" }

    func run(
        _ common: CommonOptions, _ order: String, reason: String? = nil, ticket: String? = nil,
        toService: String? = nil, toCounter: String? = nil
    ) throws {
        try common.run {
            let answer = try common.client.call(
                RouteTable.counterPress, Wire.CounterName(counter),
                Wire.Press(
                    id: id, order: order, reason: reason, ticket: ticket, toService: toService,
                    toCounter: toCounter))
            try common.show(answer) { Self.text($0, order, toCounter: toCounter) }
        }
    }

    static func text(
        _ answer: Wire.PressAnswer, _ order: String, toCounter: String? = nil
    ) -> String {
        var lines: [String] = []
        if answer.isRepeat { lines.append("This press was done before; this is its answer.") }
        if let finished = answer.finished { lines.append("\(finished.number) is finished.") }
        lines.append(sentence(answer, order, toCounter))
        return lines.joined(separator: "\n")
    }

    private static func sentence(
        _ answer: Wire.PressAnswer, _ order: String, _ toCounter: String?
    ) -> String {
        let (counter, number) = ("counter \(answer.counter)", answer.ticket?.number ?? "A ticket")
        return switch answer.what {
        case "ticket.called":
            "\(number) is called to \(counter): \(answer.ticket?.serviceName ?? "")"
        case "ticket.recalled": "\(number) is called to \(counter) again."
        case "ticket.serving": "\(number) is served at \(counter)."
        case "ticket.done": "\(number) is finished."
        case "ticket.noShow": "\(number) did not come and is out of the queue."
        case "ticket.held": "\(number) is held for \(counter)."
        case "ticket.notServed": "\(number) was not served."
        case "ticket.waiting" where order == "no-show":
            "\(number) did not come: it is set aside, and called again later."
        case "ticket.waiting":
            "\(number) waits for "
                + (toCounter.map { "counter \($0)." } ?? "\(answer.ticket?.serviceName ?? "").")
        case "counter.idle": "Nobody waits for \(counter)."
        case "counter.open": "Counter \(answer.counter) is open."
        case "counter.paused": "Counter \(answer.counter) pauses."
        case "counter.closed": "Counter \(answer.counter) is closed."
        default: "\(answer.what) at \(counter)"
        }
    }
}

/// Orders of an officer at a counter.
extension QueueCommand {
    struct NextCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "next",
            abstract: "Finishes the open ticket of a counter and calls the next one.",
            discussion: "Example: loket queue next 3. It opens a counter that is paused or closed.")

        @OptionGroup var common: CommonOptions
        @OptionGroup var press: PressOptions

        func run() throws { try press.run(common, "next") }
    }

    struct RecallCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "recall", abstract: "Calls the visitor of a counter again; nothing moves.",
            discussion: "Example: loket queue recall 3")

        @OptionGroup var common: CommonOptions
        @OptionGroup var press: PressOptions

        func run() throws { try press.run(common, "recall") }
    }

    struct NoShowCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "no-show",
            abstract: "Sets aside the ticket of a visitor who does not come.",
            discussion:
                "Example: loket queue no-show 3. After a recall; it is called again in 5 minutes.")

        @OptionGroup var common: CommonOptions
        @OptionGroup var press: PressOptions

        func run() throws { try press.run(common, "no-show") }
    }

    struct ServeCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "serve", abstract: "Says that the visitor has come. Optional.",
            discussion: "Example: loket queue serve 3")

        @OptionGroup var common: CommonOptions
        @OptionGroup var press: PressOptions

        func run() throws { try press.run(common, "serve") }
    }

    struct FinishCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "finish", abstract: "Finishes the open ticket of a counter.",
            discussion: "Example: loket queue finish 3")

        @OptionGroup var common: CommonOptions
        @OptionGroup var press: PressOptions

        func run() throws { try press.run(common, "finish") }
    }

    struct NotServedCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "not-served", abstract: "Sends a visitor away unserved, with a reason.",
            discussion: "Example: loket queue not-served 3 --reason network-down")

        @OptionGroup var common: CommonOptions
        @OptionGroup var press: PressOptions
        @Option(help: "One of: agency-away, network-down, documents-missing, closing, other.")
        var reason: String

        func run() throws { try press.run(common, "not-served", reason: reason) }
    }

    struct HoldCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "hold", abstract: "Puts a visitor aside who fetches something.",
            discussion: "Example: loket queue hold 3")

        @OptionGroup var common: CommonOptions
        @OptionGroup var press: PressOptions

        func run() throws { try press.run(common, "hold") }
    }

    struct ResumeCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "resume", abstract: "Calls a held ticket back to a counter.",
            discussion: "Example: loket queue resume 3 K-012")

        @OptionGroup var common: CommonOptions
        @OptionGroup var press: PressOptions
        @Argument(help: "The held ticket: its number, its code, or its identity.") var ticket:
            String

        func run() throws { try press.run(common, "resume", ticket: ticket) }
    }

    struct TransferCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "transfer",
            abstract: "Passes the visitor of a counter on. The number stays.",
            discussion: """
                Examples: loket queue transfer 3 --to-counter 5
                          loket queue transfer 3 --to-service kk
                """)

        @OptionGroup var common: CommonOptions
        @OptionGroup var press: PressOptions
        @Option(help: "The service that the visitor waits for now.") var toService: String?
        @Option(help: "The counter that alone calls the visitor.") var toCounter: String?

        func validate() throws {
            if (toService == nil) == (toCounter == nil) {
                throw ValidationError(
                    "Say where to: --to-service SERVICE or --to-counter COUNTER, one of the two.")
            }
        }

        func run() throws {
            try press.run(common, "transfer", toService: toService, toCounter: toCounter)
        }
    }
}
