import Drawing
import Foundation
import Geometry
import Testing

/// Fonts of the repository, and folders for files of a test.
enum Ink {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// Result of loading the fonts, once and before any shaper is made.
    static let fonts: Result<Void, any Error> = Result {
        try Fonts.load(configuration: root + "/Kiosk/fonts.conf")
    }

    static func shaper() throws -> TextShaper {
        try fonts.get()
        return TextShaper()
    }

    /// Runs the body with a folder of its own and removes it afterwards.
    static func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("loket-drawing-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder.path)
    }
}

extension PixelBuffer {
    /// Returns the first pixel that differs, for the message of a failure; nil: none.
    func firstDifference(from other: PixelBuffer) -> String? {
        guard size == other.size else { return "\(size) is not \(other.size)" }
        for y in 0..<size.height {
            for x in 0..<size.width where self[x, y] != other[x, y] {
                return "(\(x), \(y)) is \(String(self[x, y], radix: 16)), "
                    + "not \(String(other[x, y], radix: 16))"
            }
        }
        return nil
    }
}
