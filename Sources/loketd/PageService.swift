import API
import Kernel
import Logging
import ServiceLifecycle
import Synchronization

/// Service of the memory display's page. The kiosk works without it: where its port is taken, that
/// stands in the status and the port is tried again (X5).
final class PageService: DaemonService {
    /// Time from one try to the next.
    static let retryInterval = Duration.seconds(10)

    private let page: ScreenPage
    private let port: Int
    private let log: Logger
    /// Called with a sentence where the page can't be served, and with nil once it is.
    private let report: @Sendable (String?) -> Void
    private let servedPort = Mutex<Int?>(nil)

    init(
        page: ScreenPage, port: Int, log: Logger, report: @escaping @Sendable (String?) -> Void
    ) {
        self.page = page
        self.port = port
        self.log = log
        self.report = report
    }

    /// Address of the page; nil while it is not served.
    var address: String? {
        servedPort.withLock { $0 }.map { "http://127.0.0.1:\($0)/" }
    }

    func run() async throws {
        var told: String?
        while !Task.isCancelled, !Task.isShuttingDownGracefully {
            do {
                try await serve()
                return
            } catch {
                if Task.isCancelled || Task.isShuttingDownGracefully { return }
                let problem =
                    "The page can't use port \(port) of 127.0.0.1 (\(error)): end the program that "
                    + "has it (ss -ltnp), or set page.port. Everything else works; it is tried "
                    + "again every \(Self.retryInterval.components.seconds) s."
                servedPort.withLock { $0 = nil }
                report(problem)
                if told != problem { log.error("page.failed", metadata: ["problem": "\(problem)"]) }
                told = problem
            }
            await cancelWhenGracefulShutdown {
                try? await UptimeClock().sleep(for: Self.retryInterval)
            }
        }
    }

    private func serve() async throws {
        try await page.application(port: port, logger: log) { [self] port in
            servedPort.withLock { $0 = port }
            report(nil)
            log.info("page.ready", metadata: ["url": "http://127.0.0.1:\(port)/"])
        }.run()
    }
}
