import Desk
import Foundation
package import Logging

/// Log events as JSON lines on standard error, where the journal takes them: a stable name, and
/// nothing of a person (J3). Nobody waits for the log (`LogLines`).
package struct JSONLog: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var logLevel: Logger.Level = .info
    private let lines: LogLines

    package init(_ lines: LogLines = .standardError) {
        self.lines = lines
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var fields = ["event": "\(event.message)", "level": event.level.rawValue]
        for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }) {
            fields[key] = "\(value)"
        }
        lines.add(Self.line(fields))
    }

    /// Line of these fields and the time, with its end.
    static func line(_ fields: [String: String]) -> [UInt8] {
        var fields = fields
        fields["time"] = Date().ISO8601Format()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let line = try? encoder.encode(fields) else { return [] }
        return Array(line) + [0x0A]
    }
}

extension Logger {
    /// Logs a line of the desk.
    func log(_ line: LogLine) {
        let level: Level =
            switch line.level {
            case .info: .info
            case .notice: .notice
            case .warning: .warning
            case .error: .error
            }
        log(
            level: level, "\(line.event)",
            metadata: line.fields.mapValues { .string($0) })
    }
}
