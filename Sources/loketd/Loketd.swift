import API
import ArgumentParser
import Display
import Drawing
import Foundation
import Geometry
import Logging
import Office
import Records
import Screens
import ServiceLifecycle
import Settings
import Slips
import Synchronization
import Terminal
import Touch

/// The first lines of the process, before there is a second thread.
@main
enum Main {
    static func main() {
        let daemon = Loketd.parseOrExit()
        if daemon.options.restoreConsole {
            let file = GlassParts.consoleFile(runFolder: daemon.options.runFolder)
            let problems = ConsoleState.restore(from: file)
            for problem in problems { Loketd.complain("\(problem)") }
            exit(problems.isEmpty ? 0 : 1)
        }
        if daemon.mayTakeGlass {
            // The guardian, which only waits, stays in here until the daemon is dead (T19).
            let file = GlassParts.consoleFile(runFolder: daemon.options.runFolder)
            if let status = Guardian.guardThisProcess(
                stateFile: file, report: { Loketd.complain("\($0)") })
            {
                exit(status)
            }
            // All threads inherit it: the kernel's requests are read, and kill nobody (T20).
            Console.blockSignals()
        }
        Signals.block()
        let done = DispatchSemaphore(value: 0)
        // Detached: a task of `main` would wait for this very thread.
        Task.detached {
            do { try await daemon.run() } catch { Loketd.exit(withError: error) }
            done.signal()
        }
        // Not `dispatchMain`, which lets this thread take the signals again.
        done.wait()
    }
}

/// The daemon: reads the settings, wires the rooms, lives and dies well.
struct Loketd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "loketd",
        abstract: "The daemon of a Loket terminal: screen, queue and receipts.",
        discussion: """
            Signals: SIGTERM ends it, SIGHUP reads the settings anew.
            Exit codes: 0 ended as asked, 64 wrong options, 69 another loketd runs on the \
            state folder, 73 the state folder can't be used.
            """, version: Terminal.version)

    @OptionGroup var options: Options

    /// A fault may have gone by itself: it is looked at this often.
    static let retryInterval = Duration.seconds(10)

    static func complain(_ sentence: String) {
        FileHandle.standardError.write(Data("loketd: \(sentence)\n".utf8))
    }

    /// Whether glass and console may be taken, as far as that can be said before the settings are
    /// read with all their files.
    var mayTakeGlass: Bool {
        guard GlassParts.hasDevices else { return false }
        let choice =
            options.display
            ?? KioskSettings.load(file: options.configFile).value?.display.backend ?? .auto
        if case .memory = choice { return false }
        return true
    }

    func run() async throws {
        let signals = try Signals()
        LoggingSystem.bootstrap { _ in JSONLog() }
        let log = Logger(label: "loketd")
        let lock: StateLock
        do { lock = try StateLock(folder: options.stateFolder) } catch {
            Self.complain("\(error)")
            throw ExitCode(error is AlreadyRunning ? 69 : 73)
        }
        defer { withExtendedLifetime(lock) {} }
        // Whatever stands where the socket goes is an earlier run's: the lock says so.
        unlink(options.socket)
        try FileManager.default.createDirectory(
            atPath: options.runFolder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o750])
        let start = Start(options: options, log: log)
        switch start.prepare() {
        case .ready(let parts): try await serve(parts, signals, log)
        case .fault(let fault, let sentences):
            await showFault(fault, sentences, start, signals, log)
        }
    }

    private func serve(_ parts: Start.Parts, _ signals: Signals, _ log: Logger) async throws {
        let settings = parts.bundle.settings
        let manager = ServiceManager()
        let terminal = Terminal(
            bundle: parts.bundle, problems: parts.problems, records: parts.records,
            printer: parts.printer, printRoom: parts.printRoom,
            startProblems: parts.sentences,
            calibrations: CalibrationStore(folder: options.stateFolder), log: log,
            heartbeat: manager.flatMap { manager in
                manager.heartbeat.map { ($0, { manager.tell("WATCHDOG=1") }) }
            })
        let glass = GlassParts.open(settings, options: options, log: log)
        let (bundle, clock) = (parts.bundle, SystemClock())
        let fault = parts.fault
        terminal.loop.start(
            onFirstFrame: {
                log.info("display.firstFrame")
                manager?.tell("READY=1\nSTATUS=Showing the screen.")
            },
            makeCore: {
                var session = Session(
                    content: bundle.content, rules: bundle.rules, now: clock.now())
                if let fault { _ = session.handle(.fault(fault), at: clock.now()) }
                return KioskCore(
                    session: session, hours: bundle.settings.hours,
                    touch: { bundle.touch(on: $0) }, display: glass.display,
                    hardware: glass.hardware, light: bundle.light,
                    switchesOff: bundle.settings.display.switchesOff, report: { terminal.note($0) })
            })
        log.info(
            "display.ready",
            metadata: [
                "display": "\(glass.display.summary)", "printer": "\(parts.printerSummary)",
            ])
        let showsPage = settings.page.isEnabled != .off && glass.memory != nil
        let port = options.port ?? settings.page.port
        let pageAddress = showsPage ? "http://127.0.0.1:\(port)/" : nil
        let api = ControlAPI(
            terminal: terminal, page: pageAddress,
            allowsTaps: settings.controlTap == .on
                || settings.controlTap == .auto && glass.memory != nil)
        var services: [any DaemonService] = [
            TerminalService(terminal: terminal),
            api.application(socket: options.socket, logger: log),
        ]
        if showsPage, let display = glass.memory {
            services.append(page(terminal.loop, display, port: port, log))
        }
        let reloading = ReloadService(
            terminal: terminal, zone: settings.office.timeZone, signals: signals)
        services.append(reloading)
        services.append(EndService(signals: signals))
        let group = ServiceGroup(
            configuration: .init(
                services: services.map {
                    .init(
                        service: $0, successTerminationBehavior: .gracefullyShutdownGroup,
                        failureTerminationBehavior: .gracefullyShutdownGroup)
                },
                logger: Logger(label: "lifecycle", factory: { _ in SwiftLogNoOpLogHandler() })))
        do { try await group.run() } catch {
            log.error("service.failed", metadata: ["error": "\(error)"])
        }
        let startsOver = reloading.startsOver.load(ordering: .relaxed)
        manager?.tell(startsOver ? "STATUS=Starting over with new settings." : "STOPPING=1")
        terminal.loop.stop()
        await parts.records.closed()
        unlink(options.socket)
        // Only now: a thread that is being made while exec ends all others is a crash.
        if startsOver { signals.startOver() }
        log.info("daemon.ended")
    }

    private func page(
        _ loop: KioskLoop, _ display: MemoryDisplay, port: Int, _ log: Logger
    ) -> any DaemonService {
        ScreenPage(loop: loop, display: display, slips: options.slips)
            .application(port: port, logger: log) { port in
                log.info("page.ready", metadata: ["url": "http://127.0.0.1:\(port)/"])
            }
    }

    /// The terminal can't work; its screen says so rather than nothing. It tries again by itself
    /// as often as the fault may have gone, and at once on SIGHUP.
    private func showFault(
        _ fault: Fault, _ sentences: [String], _ start: Start, _ signals: Signals, _ log: Logger
    ) async {
        for sentence in sentences {
            log.error("start.failed", metadata: ["problem": "\(sentence)"])
        }
        var settings =
            KioskSettings.load(file: options.configFile).value
            ?? KioskSettings(terminal: "", officeName: "", timeZone: .current)
        if let size = options.size { settings.display.panel = size.panel }
        if let choice = options.display { settings.display.backend = choice }
        let glass = GlassParts.open(settings, options: options, log: log)
        let manager = ServiceManager()
        let loop = KioskLoop(
            heartbeat: manager.flatMap { manager in
                manager.heartbeat.map { ($0, { manager.tell("WATCHDOG=1") }) }
            },
            onEffects: { effects in
                for case .callOfficer(let screen) in effects {
                    log.notice("officer.called", metadata: ["screen": "\(screen)"])
                }
            }, onDisplayError: { _ in })
        let clock = SystemClock()
        let content = FaultContent.content(configFile: options.configFile)
        loop.start(
            onFirstFrame: { manager?.tell("READY=1\nSTATUS=Showing a fault.") },
            makeCore: {
                var session = Session(content: content, now: clock.now())
                _ = session.handle(.fault(fault), at: clock.now())
                return KioskCore(
                    session: session, hours: OfficeHours(isForcedOpen: true),
                    display: glass.display, hardware: glass.hardware)
            })
        let answer = FaultAPI(
            fault: fault.rawValue, sentences: sentences,
            picture: { try await loop.picture().png() })
        let socket = options.socket
        let startsOver = await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                try? await answer.application(socket: socket, logger: log).run()
                return false
            }
            if let display = glass.memory, settings.page.isEnabled != .off {
                let port = options.port ?? settings.page.port
                group.addTask {
                    try? await page(loop, display, port: port, log).run()
                    // Without its page it goes on: the socket answers.
                    try? await Task.sleep(for: .seconds(86_400 * 365))
                    return false
                }
            }
            group.addTask {
                await Self.waitForRetry(signals) { start.isAnother(than: fault, sentences) }
            }
            let first = await group.next() ?? false
            group.cancelAll()
            return first
        }
        loop.stop()
        unlink(socket)
        // Only now: a thread that is being made while exec ends all others is a crash.
        if startsOver { signals.startOver() }
        log.info("daemon.ended")
    }

    /// False on SIGTERM; true on SIGHUP, and as soon as a start would come to something else: then
    /// the daemon is to start over, since that is the one path that is always tried out.
    private static func waitForRetry(
        _ signals: Signals, _ isAnother: @escaping @Sendable () -> Bool
    ) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                for await _ in signals.ends { break }
                return false
            }
            group.addTask {
                for await _ in signals.reloads { return true }
                return false
            }
            group.addTask {
                while (try? await Task.sleep(for: Self.retryInterval)) != nil {
                    if isAnother() { return true }
                }
                return false
            }
            let startsOver = await group.next() ?? false
            group.cancelAll()
            return startsOver
        }
    }
}

/// Runs the terminal's own tasks as a service.
struct TerminalService: DaemonService {
    let terminal: Terminal

    func run() async throws {
        await cancelWhenGracefulShutdown { await terminal.run() }
    }
}

/// Ends, and the other services with it, when it is asked to.
struct EndService: DaemonService {
    let signals: Signals

    func run() async throws {
        for await _ in signals.ends.cancelOnGracefulShutdown() { break }
    }
}

/// Reads the settings anew on SIGHUP. Where they need a start over, it ends, and the other
/// services with it, as soon as nobody uses the terminal.
final class ReloadService: DaemonService {
    private let terminal: Terminal
    private let zone: TimeZone
    private let signals: Signals
    /// It ended for a start over.
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

/// A part of the daemon that runs; not to be mixed up with a service of the office.
typealias DaemonService = ServiceLifecycle.Service
