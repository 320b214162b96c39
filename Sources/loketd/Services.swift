import Foundation
import Kernel
import Office
import ServiceLifecycle
import Synchronization
import Terminal

/// Service that stays until the group ends, also where the one in it has ended: a group takes a second
/// one that ends meanwhile for a failure.
struct StayingService: DaemonService {
    let service: any DaemonService
    /// Called when the service in it has ended.
    let ended: @Sendable () -> Void

    func run() async throws {
        try await service.run()
        ended()
        try? await gracefulShutdown()
    }
}

/// Service that runs the terminal's tasks.
struct TerminalService: DaemonService {
    let terminal: Terminal

    func run() async throws {
        await cancelWhenGracefulShutdown { await terminal.run() }
    }
}

/// Service that ends the group on SIGTERM or SIGINT.
struct EndService: DaemonService {
    let signals: Signals

    func run() async throws {
        for await _ in signals.ends.cancelOnGracefulShutdown() { break }
    }
}

/// Service that reads the settings anew on SIGHUP. Where they need a restart, it ends the group as
/// soon as the terminal is free.
final class ReloadService: DaemonService {
    private let terminal: Terminal
    private let zone: TimeZone
    private let signals: Signals
    /// Whether it ended for a restart.
    let startsOver = Atomic(false)

    init(terminal: Terminal, zone: TimeZone, signals: Signals) {
        self.terminal = terminal
        self.zone = zone
        self.signals = signals
    }

    func run() async throws {
        for await _ in signals.reloads.cancelOnGracefulShutdown() {
            let today = LocalTime(Date(), in: zone).date
            guard await terminal.reload(today: today) == .needsStart else { continue }
            let isFree = await cancelWhenGracefulShutdown {
                await self.terminal.untilFree()
                return !Task.isCancelled
            }
            if isFree { startsOver.store(true, ordering: .relaxed) }
            return
        }
    }
}

/// Service that waits for the next attempt to start: it ends the group on SIGHUP, and as soon as a
/// start would have another result. The daemon then restarts as a whole, since that is the one path
/// in regular use.
final class RetryService: DaemonService {
    private let signals: Signals
    private let interval: Duration
    private let isAnother: @Sendable () -> Bool
    /// Whether it ended for a restart.
    let startsOver = Atomic(false)

    /// Creates it. `isAnother` tries a start, every `interval`.
    init(signals: Signals, interval: Duration, isAnother: @escaping @Sendable () -> Bool) {
        self.signals = signals
        self.interval = interval
        self.isAnother = isAnother
    }

    func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [self] in
                for await _ in signals.reloads.cancelOnGracefulShutdown() {
                    startsOver.store(true, ordering: .relaxed)
                    return
                }
            }
            group.addTask { [self] in
                await cancelWhenGracefulShutdown { [self] in
                    while (try? await UptimeClock().sleep(for: interval)) != nil {
                        guard isAnother() else { continue }
                        startsOver.store(true, ordering: .relaxed)
                        return
                    }
                }
            }
            await group.next()
            group.cancelAll()
        }
    }
}

/// Service of the daemon, not to be confused with a service of the office.
typealias DaemonService = ServiceLifecycle.Service
