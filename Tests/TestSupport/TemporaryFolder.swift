import Foundation

/// Folder of a test, removed with it.
package final class TemporaryFolder: Sendable {
    package let path: String

    /// Creates the folder. Throws where the machine's folder for temporary files cannot be written.
    package init(_ name: String = "loket") throws {
        // The path is short because the path of a Unix socket has at most 107 bytes.
        path = "/tmp/\(name)-\(UInt32.random(in: 0...UInt32.max))"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false,
            // Programs of an ordinary user must reach their files in it.
            attributes: [.posixPermissions: 0o711])
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    package func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file and returns its path.
    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        try text.write(toFile: file(name), atomically: true, encoding: .utf8)
        return file(name)
    }
}

/// Paths of the package's files, for tests that read some of them.
package enum Repository {
    package static let root: String = {
        var url = URL(filePath: #filePath)
        for _ in 0..<3 { url.deleteLastPathComponent() }
        return url.path(percentEncoded: false).hasSuffix("/")
            ? String(url.path(percentEncoded: false).dropLast()) : url.path(percentEncoded: false)
    }()

    package static func file(_ path: String) -> String { "\(root)/\(path)" }
}
