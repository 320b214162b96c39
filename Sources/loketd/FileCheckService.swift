import Foundation
import Logging
import Records
import ServiceLifecycle
import Synchronization
import Terminal

/// Checks the database after the first frame. Damage after an unclean end ends the daemon for a start
/// over, which sets the file aside, as soon as nobody uses the terminal; what leaves the file readable
/// is named in the status.
final class FileCheckService: DaemonService {
    private let records: Records
    private let terminal: Terminal
    private let firstFrame: AsyncStream<Void>
    private let log: Logger
    /// Whether it ended for a start over.
    let startsOver = Atomic(false)

    init(records: Records, terminal: Terminal, firstFrame: AsyncStream<Void>, log: Logger) {
        self.records = records
        self.terminal = terminal
        self.firstFrame = firstFrame
        self.log = log
    }

    func run() async throws {
        for await _ in firstFrame.cancelOnGracefulShutdown() {}
        // An end that is asked for does not wait for a file of any length.
        guard let damage = await cancelWhenGracefulShutdown({ await self.damage() }) else {
            // A service that ends takes the others with it.
            try? await gracefulShutdown()
            return
        }
        log.error("database.damaged", metadata: ["file": "\(records.file)", "found": "\(damage)"])
        terminal.faults.stand(
            .damage,
            "\(records.file) is damaged: SQLite says «\(damage)». It is set aside and a new one begun "
                + "as soon as nobody uses the screen.")
        let isFree = await cancelWhenGracefulShutdown {
            await self.terminal.untilFree()
            return !Task.isCancelled
        }
        if isFree { startsOver.store(true, ordering: .relaxed) }
    }

    private func damage() async -> String? {
        do {
            if records.openingReport.endedUncleanly {
                if let damage = try await records.damage() { return damage }
                log.notice("database.checked", metadata: ["file": "\(records.file)"])
            }
            try await lookCloser()
        } catch {
            if !Task.isCancelled {
                log.error("database.unchecked", metadata: ["error": "\(error)"])
            }
        }
        return nil
    }

    /// Largest file that each start looks at as a whole: it takes about a second.
    private static let maximumBytes = 100_000_000

    /// Looks for damage that leaves the file readable.
    private func lookCloser() async throws {
        guard records.openingReport.endedUncleanly || records.byteCount <= Self.maximumBytes,
            let found = try await records.disagreement()
        else { return }
        log.error("database.disagrees", metadata: ["file": "\(records.file)", "found": "\(found)"])
        terminal.faults.stand(
            .damage,
            "\(records.file) is damaged: SQLite says «\(found)». Tickets go on; have a technician copy "
                + "the file, and replace the disk where this comes back.")
    }
}
