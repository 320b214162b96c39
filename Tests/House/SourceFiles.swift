import Foundation
import TestSupport

/// A text file of the repository, by its path from the root.
struct SourceFile: Sendable {
    let path: String
    let text: String

    /// Throws where the file can't be read as UTF-8.
    init(_ path: String) throws {
        self.path = path
        text = try String(contentsOfFile: Repository.file(path), encoding: .utf8)
    }

    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

    /// Every file under a folder whose name ends as wanted, sorted by path.
    static func all(under folder: String, ext: String = "swift") throws -> [SourceFile] {
        let names = FileManager.default.enumerator(atPath: Repository.file(folder))
        var paths: [String] = []
        while let name = names?.nextObject() as? String {
            if name.hasSuffix(".\(ext)") { paths.append("\(folder)/\(name)") }
        }
        return try paths.sorted().map(SourceFile.init)
    }

    static let sources = Result { try all(under: "Sources") }
    static let tests = Result { try all(under: "Tests") }
}
