import ArgumentParser
import Foundation
import Wire

/// Command line for technicians.
@main
struct Loket: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "loket",
        abstract: "Looks into a Loket terminal, sets it up and repairs it.",
        discussion: """
            Every command takes --state FOLDER (as loketd does) to find the daemon, and --json \
            where it prints data.

            Examples:
              loket status
              loket queue list --service ktp-el
              loket ticket void K-012 --reason "left the hall"
              loket config check --config Kiosk/kiosk.yaml

            Exit codes: \(ExitStatus.list).
            """, version: Wire.productVersion,
        subcommands: [
            StatusCommand.self, WatchCommand.self, QueueCommand.self, CounterCommand.self,
            KeypadCommand.self, SoundCommand.self,
            TicketCommand.self, ServiceCommand.self, OfficeCommand.self,
            PrinterCommand.self, SurveyCommand.self, ReportCommand.self, JournalCommand.self,
            ClockCommand.self, ConfigCommand.self,
            ScreenshotCommand.self,
            TapCommand.self, StateCommand.self, WaitIdleCommand.self, CleanCommand.self,
            PaperCommand.self, TouchCommand.self, DisplayCommand.self,
        ])
}

/// Options of every command.
struct CommonOptions: ParsableArguments {
    @Option(help: "The settings file, for commands that read it themselves.")
    var config: String?

    @Option(help: "The state folder of the daemon; else its socket is /run/loket/loket.sock.")
    var state: String?

    @Flag(help: "Print JSON instead of text.")
    var json = false

    var client: Client {
        Client(socket: state.map { $0 + "/loket.sock" } ?? "/run/loket/loket.sock")
    }

    var configFile: String {
        if let config { return config }
        let installed = "/etc/loket/kiosk.yaml"
        return FileManager.default.fileExists(atPath: installed) ? installed : "Kiosk/kiosk.yaml"
    }

    /// Prints an answer as JSON or as text.
    func show<Value: Encodable>(_ value: Value, _ text: (Value) -> String) throws {
        if json {
            Console.out(String(decoding: try Wire.encode(value), as: UTF8.self))
        } else {
            Console.out(text(value))
        }
    }

    /// Runs the command. A failure becomes one sentence and a documented exit code.
    func run(_ body: () throws -> Void) throws {
        do { try body() } catch let failure as CommandFailure {
            Console.err("loket: \(failure)")
            throw ExitCode(failure.exitStatus)
        }
    }
}

enum Console {
    static func out(_ text: String) { write(1, text) }
    static func err(_ text: String) { write(2, text) }

    private static func write(_ descriptor: Int32, _ text: String) {
        let line = text.hasSuffix("\n") ? text : text + "\n"
        FileHandle(fileDescriptor: descriptor).write(Data(line.utf8))
    }
}

/// Formatter of tables, with columns as wide as their content.
enum Table {
    static func text(_ head: [String], _ rows: [[String]]) -> String {
        let all = [head] + rows
        let widths = head.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { row in
            row.enumerated().map { column, cell in
                column == row.count - 1
                    ? cell : cell + String(repeating: " ", count: widths[column] - cell.count)
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}
