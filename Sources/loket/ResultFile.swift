import Foundation

/// File that a command writes its result into.
enum ResultFile {
    /// Writes the whole file or leaves the old one. Throws `refused`, with the file's name.
    static func write(_ bytes: [UInt8], to file: String) throws {
        do { try Data(bytes).write(to: URL(fileURLWithPath: file), options: .atomic) } catch {
            throw CommandFailure.refused(
                "\(file) can't be written: \(error.localizedDescription)")
        }
    }
}
