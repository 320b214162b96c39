import Foundation
import TestSupport
import Testing

/// Claims of Package.swift: pinned dependencies, and one place for the version.
@Suite("The package", .timeLimit(.minutes(5)))
struct PackageTests {
    @Test("Every direct dependency is pinned to one exact version") func pins() throws {
        let text = try Manifest.shared.get().text
        let packages = text.matches(of: #/\.package\(\s*url:\s*"([^"]+)",\s*([a-z]+)?/#)
        #expect(packages.count == text.components(separatedBy: ".package(").count - 1)
        #expect(packages.count >= 7, "dependencies were not found")
        for package in packages {
            #expect(package.2 == "exact", "\(package.1) is not pinned by exact:")
        }
    }

    @Test("The version of the product stands in one place") func version() throws {
        let home = try SourceFile("Sources/Wire/Version.swift")
        let version = try #require(
            home.text.firstMatch(of: #/productVersion = "([0-9]+\.[0-9]+\.[0-9]+)"/#)?.1)
        var places: [String] = []
        for file in try SourceFile.sources.get() + Self.others() {
            for line in file.lines where line.contains(version) {
                // Not as a part of a longer number: 10.1.0.1.
                let numbers = line.split(whereSeparator: { !$0.isNumber && $0 != "." })
                    .map { $0.split(separator: ".").joined(separator: ".") }
                if numbers.contains(String(version)) { places.append("\(file.path): \(line)") }
            }
        }
        #expect(places.count == 1, "\(places.joined(separator: "\n"))")
        for file in try SourceFile.sources.get() where file.path != home.path {
            let copies = file.text.matches(of: #/[vV]ersion[^\n"]*"[0-9]+\.[0-9]+\.[0-9]+"/#)
            #expect(copies.isEmpty, "\(file.path) has a version of its own")
        }
    }

    /// Texts outside Sources that could repeat it.
    private static func others() throws -> [SourceFile] {
        try SourceFile.all(under: "Kiosk", ext: "yaml")
            + SourceFile.all(under: "Kiosk", ext: "service")
            + SourceFile.all(under: "Kiosk", ext: "md")
            + [SourceFile("README.md"), SourceFile("Sources/ARCHITECTURE.md")]
    }
}
