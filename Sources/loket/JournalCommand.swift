import ArgumentParser
import Foundation
import Records
import Routes
import Wire

struct JournalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal", abstract: "The record of all transitions.",
        subcommands: [VerifyCommand.self])

    struct VerifyCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract: "Checks that no row was altered or taken out since it was written.",
            discussion: """
                Example: loket journal verify
                Example: loket journal verify --file /media/stick/loket.sqlite3
                It reads the file by itself, and may run beside the daemon. Rows that were cut off \
                behind the newest one left are not found.
                """)

        @OptionGroup var common: CommonOptions
        @Option(help: "The database; else that of the state folder or of the daemon.")
        var file: String?

        private struct Report: Encodable {
            var file: String
            var chains: Int
            var rows: Int64
            var fault: String?
        }

        func run() throws {
            try common.run {
                let file = try self.file ?? database()
                let found: JournalFile.Report
                do throws(RecordsError) { found = try JournalFile(path: file).verify() } catch {
                    throw CommandFailure.broken("\(error)")
                }
                let report = Report(
                    file: file, chains: found.chains, rows: found.rows,
                    fault: found.fault?.description)
                try common.show(report) { report in
                    let size = "\(report.rows) rows in \(report.chains) chains"
                    return report.fault.map { "\($0) \(size) were read up to it." }
                        ?? "The journal is whole: \(size)."
                }
                if found.fault != nil { throw ExitCode(.broken) }
            }
        }

        private func database() throws -> String {
            if let state = common.state { return state + "/loket.sqlite3" }
            return try common.client.call(RouteTable.status).database
        }
    }
}
