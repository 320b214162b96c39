import Foundation
package import Logging

/// Log events as JSON lines on standard error, where the journal takes them: a stable name, and
/// nothing of a person (J3).
package struct JSONLog: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var logLevel: Logger.Level = .info

    package init() {}

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        write(event.level, event.message, event.metadata)
    }

    private func write(
        _ level: Logger.Level, _ message: Logger.Message, _ more: Logger.Metadata?
    ) {
        var fields = ["event": "\(message)", "level": level.rawValue]
        fields["time"] = Date().ISO8601Format()
        for (key, value) in metadata.merging(more ?? [:], uniquingKeysWith: { $1 }) {
            fields[key] = "\(value)"
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard var line = try? encoder.encode(fields) else { return }
        line.append(0x0A)
        // One write a line, so that lines of several threads do not mix.
        line.withUnsafeBytes { bytes in _ = Glibc.write(2, bytes.baseAddress, bytes.count) }
    }
}
