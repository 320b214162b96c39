import Logging

/// Log handler of the HTTP server. Its lines are sentences of a library; they become an event with a
/// stable name (J3), and the end of a server on demand is none at all (Y9).
struct ServerLog: LogHandler {
    private var log: any LogHandler
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.error

    init(_ log: any LogHandler) { self.log = log }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let sentence = "\(event.message)"
        guard event.level >= .error, log.logLevel <= .error,
            !sentence.contains("CancellationError")
        else { return }
        log.log(
            event: LogEvent(
                level: .warning, message: "server.failed", metadata: ["problem": "\(sentence)"],
                source: event.source, file: event.file, function: event.function, line: event.line))
    }
}
