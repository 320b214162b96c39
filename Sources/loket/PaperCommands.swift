import ArgumentParser
import Foundation
import Routes
import Wire

extension PrinterCommand {
    /// Command about the roll in the printer (B5, B6).
    struct PaperCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "paper", abstract: "How much paper is left, and that a roll was changed.",
            discussion: """
                Example: loket printer paper loaded --metres 80
                Paper is counted from what was printed. A printer that tells of an empty roll and \
                then has paper again counts as one with a new roll by itself.
                Example: loket printer paper
                """,
            subcommands: [ShowCommand.self, LoadedCommand.self, ConfirmCommand.self],
            defaultSubcommand: ShowCommand.self)

        struct ShowCommand: ParsableCommand {
            static let configuration = CommandConfiguration(
                commandName: "show", abstract: "What is left, and when it will end.",
                discussion: "Example: loket printer paper")

            @OptionGroup var common: CommonOptions

            func run() throws {
                try common.run {
                    let paper = try common.client.call(RouteTable.paper)
                    try common.show(paper, PaperCommand.text)
                }
            }
        }

        struct LoadedCommand: ParsableCommand {
            static let configuration = CommandConfiguration(
                commandName: "loaded", abstract: "A new roll is in.",
                discussion: """
                    Example: loket printer paper loaded --metres 80
                    Then print a test slip with loket printer test, and if it can be read run \
                    loket printer paper confirm.
                    """)

            @Option(help: "Its length, 1 to 1000; else as long as the printer's profile says.")
            var metres: Double?

            @OptionGroup var common: CommonOptions

            func validate() throws {
                if let metres, !(1...1_000).contains(metres) {
                    throw ValidationError("--metres must be from 1 to 1000, not \(metres).")
                }
            }

            func run() throws {
                try common.run {
                    let paper = try common.client.call(
                        RouteTable.loadRoll, sending: Wire.RollRequest(metres: metres))
                    try common.show(paper, PaperCommand.text)
                }
            }
        }

        struct ConfirmCommand: ParsableCommand {
            static let configuration = CommandConfiguration(
                commandName: "confirm", abstract: "A test slip of this roll can be read.",
                discussion: "Example: loket printer paper confirm")

            @OptionGroup var common: CommonOptions

            func run() throws {
                try common.run {
                    let paper = try common.client.call(RouteTable.confirmRoll)
                    try common.show(paper, PaperCommand.text)
                }
            }
        }

        static func text(_ paper: Wire.Paper) -> String {
            guard let loadedAt = paper.loadedAt, let whole = paper.rollMetres,
                let left = paper.leftMetres
            else {
                return "Nobody has told of a roll yet: run loket printer paper loaded."
            }
            let share = whole > 0 ? Int((left / whole * 100).rounded()) : 0
            return [
                "roll     \(String(format: "%.0f", whole)) m, put in \(loadedAt)",
                "left     \(String(format: "%.1f", left)) m, \(share) %"
                    + (paper.isLow ? ": bring a new one" : ""),
                "ends     \(paper.endsAt.map { "about \($0)" } ?? "not known yet")",
                "test     \(paper.isTested ? "a slip was read" : "nobody has seen a slip of it")",
            ].joined(separator: "\n")
        }
    }

    struct HistoryCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "history", abstract: "What was printed lately, and how it ended.",
            discussion: """
                Example: loket printer history --limit 50
                printed: the printer said so; sent: it can't say; notPrinted: surely nothing came \
                out; unknown: a person has to look.
                """)

        @Option(help: "How many, the newest first; 1 to 1000.")
        var limit = 20

        @OptionGroup var common: CommonOptions

        func run() throws {
            try common.run {
                let prints = try common.client.call(
                    RouteTable.prints, Wire.PrintsWish(limit: limit))
                try common.show(prints) { prints in
                    prints.isEmpty
                        ? "Nothing was printed yet."
                        : Table.text(
                            ["TIME", "WHAT", "TRY", "END", "JOB", "WHY"],
                            prints.map {
                                [
                                    $0.time, $0.what, String($0.attempt), $0.end,
                                    $0.job.map(String.init) ?? "", $0.detail ?? "",
                                ]
                            })
                }
            }
        }
    }
}
