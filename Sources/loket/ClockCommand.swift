import ArgumentParser
import Foundation
import Kernel
import Office
import Routes
import Wire

struct ClockCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clock", abstract: "The machine's clock, beside the newest ticket.",
        subcommands: [ShowCommand.self, SetCommand.self, AcceptCommand.self])

    struct ShowCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "What the clock says, and whether it can be right.",
            discussion: "Example: loket clock show")

        @OptionGroup var common: CommonOptions

        func run() throws {
            try common.run {
                let clock = try common.client.call(RouteTable.clock)
                try common.show(clock) { $0.text }
                if clock.fault != nil { throw ExitCode(.broken) }
            }
        }
    }

    struct SetCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set",
            abstract: "Sets the clock of the machine and of its board, on record.",
            discussion: """
                Example: loket clock set "2026-11-29 14:30"
                Example: loket clock set 2026-11-29T06:30:00Z
                A time without a zone is the office's. Only root may set the clock: the daemon \
                itself can't. Where a time server is used, it corrects the clock afterwards.
                Without a daemon the clock is set all the same, and exit code \
                \(ExitStatus.noAnswer.rawValue) says that this is not on record.
                """)

        @OptionGroup var common: CommonOptions
        @Argument(help: "The time, e.g. \"2026-11-29 14:30\".") var time: String

        func run() throws {
            try common.run {
                guard geteuid() == 0 else {
                    throw CommandFailure.refused("Only root may set the clock: use sudo.")
                }
                // Without a daemon, the machine's own zone is the best that is known.
                let clock = try? common.client.call(RouteTable.clock)
                let zone = clock.flatMap { TimeZone(identifier: $0.zone) } ?? .current
                guard let moment = ClockTime.moment(time, in: zone) else {
                    throw CommandFailure.refused(
                        "'\(time)' is no time: write it as \"2026-11-29 14:30\".")
                }
                let before = Date().timeIntervalSince1970
                let board: SystemError?
                do throws(SystemError) {
                    board = try MachineClock.set(to: moment.timeIntervalSince1970)
                } catch { throw CommandFailure.refused("The clock can't be set: \(error).") }
                if let board {
                    Console.err(
                        "The board has no clock that keeps the time without power: \(board).")
                }
                let after: Wire.Clock
                do {
                    after = try common.client.call(
                        RouteTable.clockSet, sending: Wire.ClockSetReport(before: before))
                } catch let failure as CommandFailure {
                    throw failure.afterClockSet(to: moment, in: zone)
                }
                try common.show(after) { $0.text }
                if after.fault != nil { throw ExitCode(.broken) }
            }
        }
    }

    struct AcceptCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "accept",
            abstract: "Takes the clock as right, although a ticket is ahead.",
            discussion: """
                Example: loket clock accept
                For a clock that was ahead when tickets were given, and is right again. Those tickets \
                become today's, and what expired meanwhile waits again. Only root may do this; it is \
                on record.
                """)

        @OptionGroup var common: CommonOptions

        func run() throws {
            try common.run {
                let result = try common.client.call(RouteTable.clockAccept)
                try common.show(result) { result in
                    var lines = ["The business date is \(result.businessDate)."]
                    if result.moved > 0 {
                        lines.append("\(result.moved) tickets of later dates are of this day now.")
                    }
                    if !result.stranded.isEmpty {
                        lines.append(
                            "No longer valid, since their numbers were given today already: "
                                + result.stranded.joined(separator: ", ")
                                + ". Their visitors need new ones.")
                    }
                    return lines.joined(separator: "\n")
                }
            }
        }
    }
}

extension Wire.Clock {
    fileprivate var text: String {
        var lines = [
            "clock          \(time), the office is in \(zone)", "business date  \(businessDate)",
            "newest ticket  \(newestTicket ?? "none")",
        ]
        if let acceptedTime { lines.append("called right   \(acceptedTime)") }
        lines.append(fault ?? "Nothing contradicts the clock.")
        return lines.joined(separator: "\n")
    }
}
