import ArgumentParser
import Cups
import Foundation
import Office
import Routes
import Settings
import Wire

extension PrinterCommand {
    struct StatusCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status",
            abstract: "How a queue and its printer are, and what to do.",
            discussion: """
                Example: loket printer status slips
                The daemon answers, as the terminal sees it. Without one, or with --config alone, \
                loket asks CUPS, and the printer itself while no job runs, and says so.
                Exit code 0 where a slip would come out, 1 where not.
                """)

        @Argument(help: "The queue; else printer.queue of kiosk.yaml.")
        var name: String?

        @OptionGroup var common: CommonOptions

        func run() throws {
            try common.run {
                let (report, source) = try report()
                try common.show(report) { Self.text($0) + "\nasked    \(source)" }
                if !report.isReady { throw ExitCode(.broken) }
            }
        }

        /// The daemon's report, else one of our own, and a line that says whose it is.
        private func report() throws -> (Wire.QueueReport, String) {
            if common.config != nil, common.state == nil {
                return (try ownReport(), "by loket itself, with the settings of --config")
            }
            do {
                let report = try common.client.call(
                    RouteTable.printerReport, Wire.PrinterWish(queue: name))
                return (report, "by the daemon")
            } catch let failure as CommandFailure {
                switch failure {
                case .noDaemon, .silent:
                    return (try ownReport(), "by loket itself. \(failure)")
                case .answered(let refusal) where refusal.code == .atFault:
                    return (
                        try ownReport(),
                        "by loket itself, since the terminal shows its fault screen"
                    )
                case .answered, .ended, .refused, .noService, .notIdle, .broken, .unrecordedClock:
                    throw failure
                }
            }
        }

        private func ownReport() throws -> Wire.QueueReport {
            let place = try PrinterPlace(common)
            let queue = try place.queue(name)
            return try common.setUp(place) { setup throws(PrinterSetupError) in
                try await setup.status(queue)
            }.wire(isOurs: place.isOurs(queue), isFromDaemon: false)
        }

        private static func text(_ report: Wire.QueueReport) -> String {
            let marks = [
                report.isOurs ? "the terminal's" : nil, report.isDefault ? "default" : nil,
            ].compactMap(\.self)
            var lines = [
                "queue    \(report.queue)"
                    + (marks.isEmpty ? "" : " (\(marks.joined(separator: ", ")))"),
                "is       \(report.condition)",
                "state    \(report.state), \(report.isAccepting ? "takes" : "rejects") jobs",
                "reasons  \(report.reasons.isEmpty ? "none" : report.reasons.joined(separator: ", "))",
            ]
            if !report.message.isEmpty { lines.append("message  \(report.message)") }
            lines += [
                "device   \(report.device)", "policy   \(report.errorPolicy ?? "not known")",
                "printer  \(report.printerSays)",
            ]
            lines += report.advice.map { "to do    \($0)" }
            return lines.joined(separator: "\n")
        }
    }

    struct ResumeCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "resume",
            abstract: "Lets a queue that stopped or rejects go on.",
            discussion: """
                Example: loket printer resume slips
                Slips of this terminal that still wait in it are cancelled first: they would come \
                out for nobody. What other programs and terminals print stays, and so does \
                everything where no settings name this terminal.
                Needs no daemon, but the right to set up CUPS: root or the group lpadmin.
                """)

        @Argument(help: "The queue; else printer.queue of kiosk.yaml.")
        var name: String?

        @OptionGroup var common: CommonOptions

        func run() throws {
            let terminal = try? PrinterPlace(common).settings?.terminal
            try common.change(name, "resumed") { setup, queue throws(PrinterSetupError) in
                let count = try await setup.resume(
                    queue, jobPrefix: terminal.map(JobName.prefix(of:)))
                return count == 0 ? [] : ["Slips that waited in it and were cancelled: \(count)."]
            }
        }
    }

    struct MendCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "mend",
            abstract: "Sets right what loses, repeats or holds up slips in a queue.",
            discussion: """
                Example: loket printer mend slips
                That is the error policy, and of a raw port waiteof, snmp and contimeout.
                Needs no daemon, but the right to set up CUPS: root or the group lpadmin.
                """)

        @Argument(help: "The queue; else printer.queue of kiosk.yaml.")
        var name: String?

        @OptionGroup var common: CommonOptions

        func run() throws {
            try common.change(name, "mended") { setup, queue throws(PrinterSetupError) in
                try await setup.mend(queue).map(\.sentence)
            }
        }
    }

    struct DefaultCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "default", abstract: "Makes a queue CUPS's default.",
            discussion: """
                Example: loket printer default slips
                The terminal prints to printer.queue of kiosk.yaml, whatever the default is.
                """)

        @Argument(help: "The queue.")
        var name: String

        @OptionGroup var common: CommonOptions

        func run() throws {
            try common.change(name, "default") { setup, queue throws(PrinterSetupError) in
                try await setup.makeDefault(queue)
                return []
            }
        }
    }

    struct RemoveCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove", abstract: "Takes a queue away, with all that waits in it.",
            discussion: """
                Example: loket printer remove slips
                Needs no daemon, but the right to set up CUPS: root or the group lpadmin.
                """)

        @Argument(help: "The queue.")
        var name: String

        @OptionGroup var common: CommonOptions

        func run() throws {
            try common.change(name, "removed") { setup, queue throws(PrinterSetupError) in
                try await setup.remove(queue)
                return []
            }
        }
    }
}

extension CommonOptions {
    /// Changes a queue and prints what was done.
    fileprivate func change(
        _ name: String?, _ word: String,
        _ body:
            @Sendable @escaping (PrinterSetup, String) async throws(PrinterSetupError) ->
            [String]
    ) throws {
        try run {
            let place = try PrinterPlace(self)
            let queue = try place.queue(name)
            let details = try setUp(place) { setup throws(PrinterSetupError) in
                try await body(setup, queue)
            }
            try show(Wire.QueueChange(queue: queue, change: word, details: details)) { change in
                if word == "mended", change.details.isEmpty { return "\(queue) is right as it is." }
                return (["\(queue): \(word)."] + change.details).joined(separator: "\n")
            }
        }
    }
}
