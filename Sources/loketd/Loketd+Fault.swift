import API
import ArgumentParser
import Errands
import Face
import Glibc
import Kernel
import Logging
import Office
import Screens
import Settings
import Synchronization
import Terminal

extension Loketd {
    /// Shows the fault screen, since the terminal cannot work. It tries again every
    /// `retryInterval`, and at once on SIGHUP.
    func showFault(
        _ fault: Fault, _ sentences: [String], _ start: Start, _ signals: Signals, _ log: Logger
    ) async throws {
        for sentence in sentences {
            log.error("start.failed", metadata: ["problem": "\(sentence)"])
        }
        let settings = options.settingsOrStandIn
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
                return EffectsTaken()
            }, onDisplayError: { _ in })
        let readiness = Readiness { manager?.tell("READY=1\nSTATUS=Showing a fault.") }
        loop.start(
            FacePlan(
                content: FaultContent.content(configFile: options.configFile),
                hours: OfficeHours(isForcedOpen: true), fault: fault),
            onFirstFrame: { readiness.has(.firstFrame) },
            on: { glass.hardware })
        let answer = FaultAPI(
            fault: fault.rawValue, sentences: sentences,
            picture: { try await loop.picture().png() })
        let retry = RetryService(signals: signals, interval: Self.retryInterval) {
            start.isAnother(than: fault, sentences)
        }
        var services: [any DaemonService] = [
            answer.application(socket: options.socket, logger: log) {
                readiness.has(.controlSocket)
            },
            retry, EndService(signals: signals),
        ]
        if let display = glass.memory, settings.page.isEnabled != .off {
            services.append(
                page(loop, display, port: settings.page.port, log))
        }
        let failure = await Self.run(services, log)
        let startsOver = retry.startsOver.load(ordering: .relaxed)
        await loop.stopped()
        unlink(options.socket)
        // Only now, since exec crashes while another thread is being created.
        if startsOver { signals.startOver() }
        log.info("daemon.ended")
        LogLines.standardError.flush()
        // An end that nobody asked for is no success: the supervisor starts the daemon again.
        if failure != nil { throw ExitCode(70) }
    }
}
