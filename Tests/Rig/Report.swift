import Foundation
import Testing

/// List of the rig's cases: machine, result and duration of each, and the skipped ones.
final class Report: @unchecked Sendable {
    static let shared = Report()

    struct Row: Sendable {
        var name: String
        var machine: String
        var result: String
        var seconds: Double
    }

    // `lock` protects these.
    private let lock = NSLock()
    private var rows: [Row] = []
    private var skipped: [String] = []
    private var notes: [String] = []

    /// Folder for photographs; nil: none are kept.
    static let pictures = ProcessInfo.processInfo.environment["LOKET_RIG_PICTURES"]
    /// Whether skipping a case fails.
    static let isStrict = ProcessInfo.processInfo.environment["CI"] == "true"

    func add(_ row: Row) { lock.withLock { rows.append(row) } }

    /// Adds a measured figure.
    func note(_ text: String) { lock.withLock { notes.append(text) } }

    func skip(_ name: String, on machine: String, because reason: String) {
        lock.withLock {
            rows.append(Row(name: name, machine: machine, result: "skipped", seconds: 0))
            skipped.append("\(name) [\(machine)]: \(reason)")
        }
    }

    /// Keeps a photograph under its name, where a folder is set.
    func keep(_ photo: Photo, as name: String) {
        guard let folder = Self.pictures else { return }
        let file = name.map { $0.isLetter || $0.isNumber ? $0 : "-" }
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        try? photo.save("\(folder)/\(String(file)).png")
    }

    /// Text of the whole list, printed at the end.
    var text: String {
        lock.withLock {
            var lines = ["Rig: cases"]
            let wide = rows.map(\.name.count).max() ?? 0
            let broad = rows.map(\.machine.count).max() ?? 0
            for row in rows {
                let seconds = String(format: "%6.1f s", row.seconds)
                lines.append(
                    "Rig: " + row.name.padding(toLength: wide, withPad: " ", startingAt: 0) + "  "
                        + row.machine.padding(toLength: broad, withPad: " ", startingAt: 0) + "  "
                        + row.result.padding(toLength: 7, withPad: " ", startingAt: 0) + seconds)
            }
            lines += notes.map { "Rig: measured: \($0)" }
            lines += skipped.map { "Rig: skipped: \($0)" }
            return lines.joined(separator: "\n")
        }
    }
}
