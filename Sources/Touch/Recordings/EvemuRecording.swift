import Foundation

/// A device and what it sent, as the tools of evemu keep it in text: one field a line, with a
/// letter before it (`N` name, `I` numbers, `P` properties, `B` codes, `A` axes, `E` events).
public struct EvemuRecording: Hashable, Sendable {
    /// Events that a file may hold; a day's touches are fewer.
    public static let maximumEvents = 4_000_000
    public static let maximumBytes = 256 << 20

    public var device: DeviceDescription
    /// Times count from the start of the recording.
    public var events: [RawEvent]

    public init(device: DeviceDescription, events: [RawEvent] = []) {
        self.device = device
        self.events = events
    }

    /// Reads a file. Throws `EvemuError`.
    public init(file: String) throws(EvemuError) {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw EvemuError(file: file, line: 0, message: "The recording can't be read.")
        }
        guard data.count <= Self.maximumBytes else {
            throw EvemuError(
                file: file, line: 0, message: "A recording has at most 256 MB; cut it.")
        }
        try self.init(text: String(decoding: data, as: UTF8.self), file: file)
    }

    /// Reads the text of a file; `file` names it in errors. Throws `EvemuError`.
    public init(text: String, file: String) throws(EvemuError) {
        var reader = EvemuReader(file: file)
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() { try reader.read(line, number: index + 1) }
        self = try reader.finish()
    }
}

/// A recording can't be used: where, what, and what to write instead.
public struct EvemuError: Error, Hashable, Sendable, CustomStringConvertible {
    public var file: String
    /// From 1; 0 where it is about the file as a whole.
    public var line: Int
    public var message: String

    public var description: String {
        line > 0 ? "\(file):\(line): \(message)" : "\(file): \(message)"
    }
}
