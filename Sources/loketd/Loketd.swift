import API
import ArgumentParser
import Display
import Drawing
import Errands
import Face
import Foundation
import Geometry
import Kernel
import Logging
import Office
import Records
import Screens
import ServiceLifecycle
import Settings
import Slips
import Sound
import Synchronization
import Terminal
import Touch
import Wire

/// Entry point. It runs before there is a second thread.
@main
enum Main {
    static func main() throws {
        Memory.keepFlat()
        DescriptorLimit.raise()
        let daemon = Loketd.parseOrExit()
        if daemon.options.restoreConsole {
            let file = GlassParts.consoleFile(runFolder: daemon.options.runFolder)
            let problems = ConsoleState.restore(from: file)
            for problem in problems { Loketd.complain("\(problem)") }
            exit(problems.isEmpty ? 0 : 1)
        }
        if daemon.mayTakeGlass {
            // The parent stays in this call as the guardian until the daemon has ended (T19).
            let file = GlassParts.consoleFile(runFolder: daemon.options.runFolder)
            if let status = Guardian.guardThisProcess(
                stateFile: file, report: { Loketd.complain("\($0)") })
            {
                exit(status)
            }
            // All threads inherit the mask: the kernel's requests are read and end nothing (T20).
            Console.blockSignals()
        }
        Signals.block()
        // A log or a socket whose reader is gone ends nothing.
        signal(SIGPIPE, SIG_IGN)
        let done = try WakePipe()
        // Detached, since a task of `main` would wait for this thread.
        Task.detached {
            do { try await daemon.run() } catch { Loketd.exit(withError: error) }
            done.wake()
        }
        // `dispatchMain` would unblock the signals in this thread.
        var waiting = PollSet(done.descriptor)
        waiting.wait()
    }
}

/// Daemon: it reads the settings, connects the rooms and runs them to an orderly end.
struct Loketd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "loketd",
        abstract: "The daemon of a Loket terminal: screen, queue and receipts.",
        discussion: """
            Signals: SIGTERM ends it, SIGHUP reads the settings anew.
            Options that name a key of kiosk.yaml win over the file, also when it is read anew; \
            `loket config explain KEY` tells their ranges.
            Exit codes: 0 ended as asked, 64 wrong options, 69 another loketd runs on the \
            state folder, 70 a part of it failed (see the log), 73 the state folder can't be used.
            """, version: Wire.productVersion)

    @OptionGroup var options: Options

    /// Interval at which a fault is checked again, since it may have gone by itself.
    static let retryInterval = Duration.seconds(10)

    static func complain(_ sentence: String) {
        FileHandle.standardError.write(Data("loketd: \(sentence)\n".utf8))
    }

    /// Whether glass and console may be taken, as far as this is known before all settings are
    /// read.
    var mayTakeGlass: Bool {
        guard GlassParts.hasDevices else { return false }
        if case .memory = options.settingsOrStandIn.display.backend { return false }
        return true
    }

    func run() async throws {
        let signals = try Signals()
        LoggingSystem.bootstrap { _ in JSONLog() }
        let log = Logger(label: "loketd")
        do { _ = try UnixAddress(options.socket) } catch {
            Self.complain(
                "The socket's path is too long for Linux, which takes 107 bytes: "
                    + "\(options.socket). Take a shorter --state or --socket.")
            throw ExitCode(73)
        }
        let lock: StateLock
        do { lock = try StateLock(folder: options.stateFolder) } catch {
            Self.complain("\(error)")
            throw ExitCode(error is AlreadyRunning ? 69 : 73)
        }
        defer { withExtendedLifetime(lock) {} }
        // A socket here is an earlier run's, as the lock proves.
        unlink(options.socket)
        try FileManager.default.createDirectory(
            atPath: options.runFolder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o750])
        let start = Start(options: options, log: log)
        switch start.prepare() {
        case .ready(let parts): try await serve(parts, signals, log)
        case .fault(let fault, let sentences):
            try await showFault(fault, sentences, start, signals, log)
        }
    }

    private func serve(_ parts: Start.Parts, _ signals: Signals, _ startLog: Logger) async throws {
        let settings = parts.bundle.settings
        let manager = ServiceManager()
        let terminal = Terminal(
            bundle: parts.bundle, problems: parts.problems, records: parts.records,
            printer: parts.printer, printRoom: parts.printRoom,
            startProblems: parts.sentences,
            calibrations: CalibrationStore(folder: options.stateFolder),
            pads: PadRegister(store: PadStore(folder: options.stateFolder)),
            sound: SoundPlayer(device: settings.sound.alsaDevice, level: settings.sound.level),
            log: startLog,
            heartbeat: manager.flatMap { manager in
                manager.heartbeat.map { ($0, { manager.tell("WATCHDOG=1") }) }
            })
        // What the parts around the terminal say is news as well.
        let log = terminal.log
        let glass = GlassParts.open(settings, options: options, log: log)
        var face = parts.bundle.face
        face.fault = parts.fault
        face.pads = terminal.padBindings
        let (firstFrames, firstFrame) = AsyncStream.makeStream(of: Void.self)
        let readiness = Readiness { manager?.tell("READY=1\nSTATUS=Showing the screen.") }
        terminal.loop.start(
            face, report: { terminal.note($0) },
            onFirstFrame: {
                log.info("display.firstFrame")
                firstFrame.finish()
                readiness.has(.firstFrame)
            }, on: { glass.hardware })
        log.info(
            "display.ready",
            metadata: [
                "display": "\(glass.hardware.display.summary)",
                "printer": "\(parts.printerSummary)",
            ])
        let showsPage = settings.page.isEnabled != .off && glass.memory != nil
        let port = settings.page.port
        let page = glass.memory.flatMap { display in
            showsPage
                ? self.page(
                    terminal.loop, display, port: port, log,
                    report: { terminal.faults.set(.page, $0) },
                    reportConnections: { terminal.faults.set(.connections("page"), $0) }) : nil
        }
        let api = ControlAPI(
            terminal: terminal, page: { page?.address },
            allowsTaps: settings.controlTap == .on
                || settings.controlTap == .auto && glass.memory != nil)
        var services: [any DaemonService] = [
            TerminalService(terminal: terminal),
            api.application(socket: options.socket, logger: log) {
                readiness.has(.controlSocket)
            },
        ]
        if let page { services.append(page) }
        let reloading = ReloadService(
            terminal: terminal, zone: settings.office.timeZone, signals: signals)
        services.append(reloading)
        services.append(EndService(signals: signals))
        let checking = FileCheckService(
            records: parts.records, terminal: terminal, firstFrame: firstFrames, log: log)
        services.append(checking)
        let failure = await Self.run(services, log)
        let startsOver =
            reloading.startsOver.load(ordering: .relaxed)
            || checking.startsOver.load(ordering: .relaxed)
        manager?.tell(startsOver ? "STATUS=Starting over with new settings." : "STOPPING=1")
        await terminal.loop.stopped()
        await parts.records.closed()
        unlink(options.socket)
        // Only now, since exec crashes while another thread is being created.
        if startsOver { signals.startOver() }
        log.info("daemon.ended")
        LogLines.standardError.flush()
        // An end that nobody asked for is no success: the supervisor starts the daemon again.
        if failure != nil { throw ExitCode(70) }
    }

    /// Runs services until one of them ends, and then until all have. Returns the error of the one
    /// that failed.
    static func run(_ services: [any DaemonService], _ log: Logger) async -> (any Error)? {
        let (ends, end) = AsyncStream<Void>.makeStream()
        let group = ServiceGroup(
            configuration: .init(
                services: services.map {
                    .init(
                        service: StayingService(service: $0) { end.yield() },
                        failureTerminationBehavior: .gracefullyShutdownGroup)
                },
                logger: Logger(label: "lifecycle", factory: { _ in SwiftLogNoOpLogHandler() })))
        let ending = Task {
            for await _ in ends { break }
            await group.triggerGracefulShutdown()
        }
        defer { ending.cancel() }
        do { try await group.run() } catch {
            log.error("service.failed", metadata: ["error": "\(error)"])
            return error
        }
        return nil
    }

    func page(
        _ loop: KioskLoop, _ display: MemoryDisplay, port: Int, _ log: Logger,
        report: @escaping @Sendable (String?) -> Void = { _ in },
        reportConnections: @escaping @Sendable (String?) -> Void = { _ in }
    ) -> PageService {
        PageService(
            page: ScreenPage(
                loop: loop, display: display, slips: options.slips,
                reportConnections: reportConnections), port: port, log: log, report: report)
    }
}
