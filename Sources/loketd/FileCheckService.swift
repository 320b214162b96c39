import Foundation
import Logging
import Records
import ServiceLifecycle
import Synchronization
import Terminal

/// Checks the database after the first frame, if an earlier run ended uncleanly. Damage ends the daemon
/// for a start over, which sets the file aside, as soon as nobody uses the terminal.
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
        guard let damage = await damage() else {
            // A service that ends takes the others with it.
            try? await gracefulShutdown()
            return
        }
        log.error("database.damaged", metadata: ["file": "\(records.file)", "found": "\(damage)"])
        let isFree = await cancelWhenGracefulShutdown {
            await self.terminal.untilFree()
            return !Task.isCancelled
        }
        if isFree { startsOver.store(true, ordering: .relaxed) }
    }

    private func damage() async -> String? {
        guard records.openingReport.endedUncleanly else { return nil }
        do {
            if let damage = try await records.damage() { return damage }
            log.notice("database.checked", metadata: ["file": "\(records.file)"])
        } catch {
            log.error("database.unchecked", metadata: ["error": "\(error)"])
        }
        return nil
    }
}
