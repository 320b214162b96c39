import ArgumentParser
import Foundation
import Kernel
import Routes
import Wire

struct KeypadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keypad", abstract: "Number pads by which officers call.",
        discussion: """
            A number pad of 17 keys is enough for a counter: Enter calls the next visitor, + calls \
            again, - marks an absence, * puts aside, / number Enter passes on to that counter, \
            0 Enter finishes and pauses, or opens, and . cancels. Tones answer each key (loket sound \
            test).
            """,
        subcommands: [
            BindCommand.self, ListCommand.self, UnbindCommand.self, ChartCommand.self,
        ])

    struct BindCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "bind",
            abstract: "Gives the keypad on which the next key is pressed to a counter.",
            discussion: """
                Example: loket keypad bind 3, then press Enter on the pad within a minute.
                The pad is known by its port, vendor and product, so plug it into the port where it \
                stays. A counter may have several pads.
                """)

        static let pause = Duration.milliseconds(250)
        /// Time limit, longer than the daemon waits for a key.
        static let limit = Duration.seconds(70)

        @OptionGroup var common: CommonOptions
        @Argument(help: "The counter, by its name in the settings (loket counter list).")
        var counter: String
        @Flag(help: "Takes the pad from another counter, where it is bound to one.")
        var replace = false

        func run() throws {
            try common.run {
                let begun = try common.client.call(
                    RouteTable.bindKeypad,
                    sending: Wire.KeypadBindRequest(counter: counter, replace: replace))
                Console.err("Press Enter on the keypad of counter \(counter) within a minute.")
                let end = try follow(begun)
                switch end.state {
                case .bound: try common.show(end, Self.text)
                case .timedOut, .listening:
                    throw CommandFailure.refused(end.problem ?? "No key came.")
                case .refused: throw CommandFailure.refused(end.problem ?? "It was refused.")
                }
            }
        }

        private func follow(_ begun: Wire.KeypadBinding) throws -> Wire.KeypadBinding {
            var now = begun
            let end = Uptime.now() + Self.limit
            while now.state == .listening {
                if Uptime.now() > end { throw CommandFailure.notIdle }
                Uptime.pause(for: Self.pause)
                now = try common.client.call(RouteTable.keypadBinding)
                guard now.id == begun.id else {
                    throw CommandFailure.refused(
                        "Another keypad is being bound: wait for its end, then try again.")
                }
            }
            return now
        }

        private static func text(_ end: Wire.KeypadBinding) -> String {
            "Counter \(end.counter) has the keypad \(end.name ?? "") (\(end.vendorProduct ?? "") at "
                + "\(end.port ?? "")).\nPrint its chart: loket keypad chart \(end.counter)"
        }
    }

    struct ListCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Keypads that are there or bound, and their counters.",
            discussion: """
                Example: loket keypad list
                A bound pad that is away does nothing at another port until it is bound there.
                """)

        @OptionGroup var common: CommonOptions

        func run() throws {
            try common.run {
                let pads = try common.client.call(RouteTable.keypads)
                try common.show(pads, KeypadCommand.table)
            }
        }
    }

    struct UnbindCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "unbind", abstract: "Takes the keypads of a counter from it.",
            discussion: "Example: loket keypad unbind 3 --port usb-0000:00:14.0-2")

        @OptionGroup var common: CommonOptions
        @Argument(help: "The counter.") var counter: String
        @Option(help: "The port of one pad (loket keypad list); else all pads of the counter.")
        var port: String?

        func run() throws {
            try common.run {
                let pads = try common.client.call(
                    RouteTable.unbindKeypad,
                    sending: Wire.KeypadUnbindRequest(counter: counter, port: port))
                try common.show(pads, KeypadCommand.table)
            }
        }
    }

    struct ChartCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "chart",
            abstract: "Prints what a keypad's keys do, to be stuck beside it.",
            discussion: """
                Example: loket keypad chart 3
                Example: loket keypad chart 3 --out chart.png --profile generic-escpos-58
                """)

        @OptionGroup var common: CommonOptions
        @Argument(help: "The counter whose sign stands on it; else a chart for any counter.")
        var counter: String?
        @Option(help: "The language, e.g. tet; else the office's first.") var language: String?
        @Option(help: "A file to write, PNG, instead of printing.") var out: String?
        @Option(help: "With --out: a name of loket printer profiles; else the terminal's own.")
        var profile: String?

        func validate() throws {
            if profile != nil, out == nil {
                throw ValidationError(
                    "--profile goes with --out alone: a chart on paper takes the terminal's own.")
            }
        }

        func run() throws {
            try common.run {
                guard let out else {
                    let result = try common.client.call(
                        RouteTable.printKeypadChart,
                        sending: Wire.ChartRequest(counter: counter, language: language))
                    try common.show(result, PrinterCommand.text)
                    if result.end != "printed", result.end != "sent" { throw ExitCode(.broken) }
                    return
                }
                let picture = try common.client.call(
                    RouteTable.keypadChart,
                    Wire.ChartWish(counter: counter, language: language, profile: profile))
                let png = Data(picture.png)
                try ResultFile.write([UInt8](png), to: out)
            }
        }
    }

    static func table(_ pads: [Wire.Keypad]) -> String {
        pads.isEmpty
            ? "No keyboards or keypads are there but those of kiosk.yaml, and none is bound."
            : Table.text(
                ["COUNTER", "STATE", "LAST KEY", "MODEL", "PORT", "NAME"],
                pads.map { pad in
                    let state =
                        pad.isPresent
                        ? "there"
                        : pad.elsewhere.isEmpty
                            ? "away"
                            : "away; its model is at \(pad.elsewhere.joined(separator: ", "))"
                    let key = pad.lastKey.map { "\($0) \(pad.lastKeyAt ?? "")" }
                    return [
                        pad.counter ?? "-", state, key ?? "-", pad.vendorProduct,
                        pad.port.isEmpty ? "-" : pad.port, pad.name,
                    ]
                })
    }
}

struct SoundCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sound", abstract: "Tones that answer officers' keys.",
        subcommands: [TestCommand.self])

    struct TestCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "test", abstract: "Plays each tone and says what it means.",
            discussion: "Example: loket sound test")

        @OptionGroup var common: CommonOptions
        @Argument(help: "One tone; else all: heard, accepted, nobody, busy, refused, officer.")
        var tone: String?

        func run() throws {
            try common.run {
                var played: [Wire.SoundTone] = []
                let names =
                    try tone.map { [$0] }
                    ?? common.client.call(RouteTable.sound).tones.map(\.tone)
                for name in names {
                    let done = try common.client.call(
                        RouteTable.soundTest, sending: Wire.SoundTestRequest(tone: name))
                    if !common.json { Console.out("\(done.tone): \(done.meaning)") }
                    played.append(done)
                }
                if common.json { try common.show(played) { _ in "" } }
            }
        }
    }
}
