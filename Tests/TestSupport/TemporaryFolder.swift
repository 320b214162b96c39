import Foundation

/// A folder of a test's own, gone when the test is over.
package final class TemporaryFolder: Sendable {
    package let path: String

    /// Throws where the machine's folder for such things can't be written.
    package init(_ name: String = "loket") throws {
        // Short, for the sockets in it: a Unix socket's path has 107 bytes.
        path = "/tmp/\(name)-\(UInt32.random(in: 0...UInt32.max))"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false,
            // An ordinary user's programs reach what is theirs in it.
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

/// Where the package's files are, for tests that read some of them.
package enum Repository {
    package static let root: String = {
        var url = URL(filePath: #filePath)
        for _ in 0..<3 { url.deleteLastPathComponent() }
        return url.path(percentEncoded: false).hasSuffix("/")
            ? String(url.path(percentEncoded: false).dropLast()) : url.path(percentEncoded: false)
    }()

    package static func file(_ path: String) -> String { "\(root)/\(path)" }
}
