import Foundation

/// File that a command writes its result into.
enum ResultFile {
    /// Writes into the file. Not by a new one in its place: it may be a device, or a link. Throws
    /// `refused`, with the file's name.
    static func write(_ bytes: [UInt8], to file: String) throws {
        do { try Data(bytes).write(to: URL(fileURLWithPath: file)) } catch {
            throw CommandFailure.refused(
                "\(file) can't be written; see that its folder is there and may be written.")
        }
    }
}
