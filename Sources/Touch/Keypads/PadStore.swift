import Foundation
package import Kernel

/// Bindings of keypads in the state folder. They are learned at the pad, so the technician's
/// `kiosk.yaml` has none of them.
package struct PadStore: Sendable {
    /// Maximum file size. A longer file is not one of these.
    static let maximumBytes = 64 << 10

    /// File that holds no bindings. It is left as it is: nothing of it is guessed.
    package struct Unreadable: Error, Hashable, Sendable, CustomStringConvertible {
        package var path: String

        package var description: String {
            "The counters' keypads in \(path) can't be read, so none of them does anything: mend "
                + "the file, or delete it and bind the pads again (loket keypad bind)."
        }
    }

    package struct Unwritable: Error, Hashable, Sendable, CustomStringConvertible {
        package var cause: SystemError

        package var description: String {
            "The counters' keypads can't be written: \(cause). See that the state folder belongs "
                + "to the user that runs loketd and has room."
        }
    }

    private struct Stored: Codable {
        var keypads: [PadBinding]
    }

    package let folder: String
    package var file: String { "\(folder)/keypads.json" }

    package init(folder: String) { self.folder = folder }

    /// Bindings of the file; none where there is no file.
    package func load() throws(Unreadable) -> [PadBinding] {
        var facts = stat()
        if stat(file, &facts) != 0, errno == ENOENT { return [] }
        guard facts.st_mode & S_IFMT == S_IFREG, facts.st_size <= Self.maximumBytes,
            let data = FileManager.default.contents(atPath: file),
            let stored = try? JSONDecoder().decode(Stored.self, from: data)
        else { throw Unreadable(path: file) }
        return stored.keypads
    }

    /// Writes the bindings so that a power cut leaves the old file or the new one. It waits for the
    /// disk and must not run on the loop's thread.
    package func save(_ bindings: [PadBinding]) throws(Unwritable) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do throws(SystemError) {
            guard let data = try? encoder.encode(Stored(keypads: bindings)) else {
                throw SystemError(call: "write", path: file, code: EINVAL)
            }
            try Folder.make(folder, permissions: 0o750)
            try Folder.replace(file, with: Array(data) + [0x0A], permissions: 0o640)
        } catch { throw Unwritable(cause: error) }
    }
}
