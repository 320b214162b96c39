import API
import ArgumentParser
import Display
import Drawing
import Foundation
import Logging
import Office
import Paper
import Records
import Screens
import ServiceLifecycle
import Settings
import Terminal
import UnixSignals

/// The daemon: reads the settings, wires the rooms, lives and dies well.
@main
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

    func run() async throws {
        // One that comes before anybody listens must not end the daemon.
        signal(SIGHUP, SIG_IGN)
        LoggingSystem.bootstrap { _ in JSONLog() }
        let log = Logger(label: "loketd")
        let lock: StateLock
        do { lock = try StateLock(folder: options.stateFolder) } catch {
            FileHandle.standardError.write(Data("loketd: \(error)\n".utf8))
            throw ExitCode(error is AlreadyRunning ? 69 : 73)
        }
        defer { withExtendedLifetime(lock) {} }
        // Whatever stands where the socket goes is an earlier run's: the lock says so.
        unlink(options.socket)
        let start = Start(options: options, log: log)
        switch start.prepare() {
        case .ready(let parts): try await serve(parts, log)
        case .fault(let fault, let sentences): await showFault(fault, sentences, log)
        }
    }

    private func serve(_ parts: Start.Parts, _ log: Logger) async throws {
        let terminal = Terminal(
            bundle: parts.bundle, problems: parts.problems, records: parts.records,
            printer: parts.printer, printRoom: parts.printRoom,
            startProblems: parts.sentences, log: log)
        let display = parts.display
        let (bundle, clock) = (parts.bundle, SystemClock())
        let fault = parts.fault
        terminal.loop.start(
            onFirstFrame: { log.info("display.firstFrame") },
            makeCore: {
                var session = Session(
                    content: bundle.content, rules: bundle.rules, now: clock.now())
                if let fault { _ = session.handle(.fault(fault), at: clock.now()) }
                return KioskCore(
                    session: session, hours: bundle.settings.hours,
                    touch: bundle.touch(on: display.panel), display: display)
            })
        log.info(
            "display.ready",
            metadata: ["display": "\(display.summary)", "printer": "\(parts.printerSummary)"])
        let settings = parts.bundle.settings
        let showsPage = settings.page.isEnabled != .off
        let port = options.port ?? settings.page.port
        let page = showsPage ? "http://127.0.0.1:\(port)/" : nil
        let api = ControlAPI(
            terminal: terminal, display: display, page: page,
            allowsTaps: settings.controlTap != .off)
        try FileManager.default.createDirectory(
            atPath: URL(fileURLWithPath: options.socket).deletingLastPathComponent().path,
            withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])
        var services: [any DaemonService] = [
            TerminalService(terminal: terminal),
            api.application(socket: options.socket, logger: log),
        ]
        if showsPage {
            let screenPage = ScreenPage(
                terminal: terminal, display: display, slips: options.slips)
            services.append(
                screenPage.application(port: port, logger: log) { port in
                    log.info("page.ready", metadata: ["url": "http://127.0.0.1:\(port)/"])
                })
        }
        services.append(ReloadService(terminal: terminal, zone: settings.office.timeZone))
        let group = ServiceGroup(
            configuration: .init(
                services: services.map {
                    .init(
                        service: $0, successTerminationBehavior: .gracefullyShutdownGroup,
                        failureTerminationBehavior: .gracefullyShutdownGroup)
                }, gracefulShutdownSignals: [.sigterm, .sigint],
                logger: Logger(label: "lifecycle", factory: { _ in SwiftLogNoOpLogHandler() })))
        do { try await group.run() } catch {
            log.error("service.failed", metadata: ["error": "\(error)"])
        }
        terminal.loop.stop()
        parts.records.close()
        unlink(options.socket)
        log.info("daemon.ended")
    }

    /// The terminal can't work; its screen says so rather than nothing. It tries again by itself
    /// as often as the fault may have gone, and at once on SIGHUP.
    private func showFault(_ fault: Fault, _ sentences: [String], _ log: Logger) async {
        for sentence in sentences {
            log.error("start.failed", metadata: ["problem": "\(sentence)"])
        }
        let display = MemoryDisplay(panel: options.size?.panel ?? .small)
        let loop = KioskLoop(
            onEffects: { effects in
                for case .callOfficer(let screen) in effects {
                    log.notice("officer.called", metadata: ["screen": "\(screen)"])
                }
            }, onDisplayError: { _ in })
        let clock = SystemClock()
        let content = FaultContent.content(configFile: options.configFile)
        loop.start {
            var session = Session(content: content, now: clock.now())
            _ = session.handle(.fault(fault), at: clock.now())
            return KioskCore(
                session: session, hours: OfficeHours(isForcedOpen: true),
                touch: .init(panel: display.panel), display: display)
        }
        let answer = FaultAPI(fault: fault.rawValue, sentences: sentences, display: display)
        let socket = options.socket
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await answer.application(socket: socket, logger: log).run() }
            group.addTask { await Self.waitForRetry() }
            await group.next()
            group.cancelAll()
        }
        loop.stop()
        unlink(socket)
        log.info("daemon.ended")
    }

    /// Ends on SIGTERM; on SIGHUP, and every ten seconds, the daemon starts over: a fresh start
    /// is the one path that is always tried out.
    private static func waitForRetry() async {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                for await signal in await UnixSignalsSequence(trapping: .sighup, .sigterm, .sigint)
                { return signal == .sighup }
                return false
            }
            group.addTask {
                (try? await Task.sleep(for: .seconds(10))) != nil
            }
            let startsOver = await group.next() ?? false
            group.cancelAll()
            if startsOver { Restart.now() }
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

/// Reads the settings anew on SIGHUP.
struct ReloadService: DaemonService {
    let terminal: Terminal
    let zone: TimeZone

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            await terminal.reload(today: LocalTime(Date(), in: zone).date)
        }
    }
}

/// A part of the daemon that runs; not to be mixed up with a service of the office.
typealias DaemonService = ServiceLifecycle.Service
