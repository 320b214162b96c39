import Foundation
import Logging
import Synchronization
import TestSupport
import Testing

@testable import API

/// Lines of the HTTP library on their way to the log.
@Suite("Y9 Events of the server have stable names", .timeLimit(.minutes(1)))
struct ServerLogTests {
    private final class Lines: Sendable {
        let all = Mutex<[String]>([])
    }

    private struct Handler: LogHandler {
        let lines: Lines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.info

        init(_ lines: Lines) { self.lines = lines }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            lines.all.withLock { $0.append("\(event.level) \(event.message)") }
        }
    }

    @Test("Y9 J3 an end on demand is no event, and a failure has one name") func names() {
        let lines = Lines()
        let log = ControlAPI.quiet(Logger(label: "test") { _ in Handler(lines) })
        log.error("Waiting on child channel: CancellationError()")
        log.info("Server started and listening on socket path /run/x")
        #expect(lines.all.withLock { $0 }.isEmpty)
        log.error("Server shutdown error: EBADF")
        #expect(lines.all.withLock { $0 } == ["warning server.failed"])
    }
}
