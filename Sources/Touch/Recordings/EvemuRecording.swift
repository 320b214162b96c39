import Foundation

/// Device and its events in evemu's text format: one field a line, with a leading letter (`N` name,
/// `I` numbers, `P` properties, `B` codes, `A` axes, `E` events).
package struct EvemuRecording: Hashable, Sendable {
    /// Maximum number of events in a file. A day's touches are fewer.
    package static let maximumEvents = 4_000_000
    package static let maximumBytes = 256 << 20

    package var device: DeviceDescription
    /// Events. Their times count from the start of the recording.
    package var events: [RawEvent]

    package init(device: DeviceDescription, events: [RawEvent] = []) {
        self.device = device
        self.events = events
    }

    /// Reads a file of at most `maximumBytes`. Throws `EvemuError`.
    package init(file: String) throws(EvemuError) {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw EvemuError(file: file, line: 0, message: "The recording can't be read.")
        }
        guard data.count <= Self.maximumBytes else {
            throw EvemuError(
                file: file, line: 0, message: "A recording has at most 256 MB; cut it.")
        }
        try self.init(text: String(decoding: data, as: UTF8.self), file: file)
    }

    /// Parses the text of a file; `file` names it in errors. Throws `EvemuError`.
    package init(text: String, file: String) throws(EvemuError) {
        var reader = EvemuReader(file: file)
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() { try reader.read(line, number: index + 1) }
        self = try reader.finish()
    }
}

/// Error in a recording: file, line and what to write instead.
package struct EvemuError: Error, Hashable, Sendable, CustomStringConvertible {
    package var file: String
    /// Line number from 1; 0: the file as a whole.
    package var line: Int
    package var message: String

    package var description: String {
        line > 0 ? "\(file):\(line): \(message)" : "\(file): \(message)"
    }
}
