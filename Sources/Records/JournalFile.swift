import Foundation
import GRDB
import Office

/// Journal of a database file, for another process than the daemon's. Nothing is written, and a daemon
/// that runs is not held up: each chain is read by itself.
package struct JournalFile {
    /// Result of a verification.
    package struct Report: Sendable, Equatable {
        /// Number of chains: one for each start of the daemon that wrote anything.
        package var chains = 0
        package var rows: Int64 = 0
        /// First row that is not as it was written; nil: all are.
        package var fault: JournalFault?
    }

    private let path: String
    private let queue: DatabaseQueue

    /// Opens a file for reading. Throws `RecordsError`.
    package init(path: String) throws(RecordsError) {
        self.path = path
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(Records.busyTimeoutSeconds)
        do { queue = try DatabaseQueue(path: path, configuration: configuration) } catch {
            throw .from(error, file: path)
        }
    }

    /// Computes the hashes of all chains anew.
    package func verify() throws(RecordsError) -> Report {
        do {
            var report = Report()
            var chain = try read { try $0.nextChain(after: nil) }
            while let current = chain {
                let (rows, fault) = try read { try $0.check(current) }
                report.chains += 1
                report.rows += rows
                if let fault {
                    report.fault = fault
                    break
                }
                chain = try read { try $0.nextChain(after: current) }
            }
            return report
        } catch { throw .from(error, file: path) }
    }

    private func read<Value>(_ body: (JournalTable) throws -> Value) throws -> Value {
        let origin = RecordsOrigin(
            terminal: "", incarnation: .first, random: SystemRandomNumberGenerator())
        return try queue.read { db in
            try body(RecordsTransaction(db: db, origin: origin, tail: JournalTail(nil)).journal)
        }
    }
}
