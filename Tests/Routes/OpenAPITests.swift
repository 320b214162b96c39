import Foundation
import TestSupport
import Testing
import Wire

@testable import Routes

/// Documentation of the routes. `LOKET_RECORD=1` writes it anew and fails the run.
@Suite("Routes: Kiosk/openapi.yaml", .timeLimit(.minutes(5)))
struct OpenAPITests {
    static let file = Repository.file("Kiosk/openapi.yaml")

    @Test("J1 Kiosk/openapi.yaml says what the route table says") func document() throws {
        let text = OpenAPI.text()
        if ProcessInfo.processInfo.environment["LOKET_RECORD"] == "1" {
            try text.write(toFile: Self.file, atomically: true, encoding: .utf8)
            Issue.record("recorded \(Self.file); read it, then run without LOKET_RECORD")
            return
        }
        let stored = try String(contentsOfFile: Self.file, encoding: .utf8)
        let line = zip(text.split(separator: "\n"), stored.split(separator: "\n"))
            .first { $0 != $1 }
        #expect(
            text == stored,
            "first difference: \(line.map { "\($0.0) | \($0.1)" } ?? "its length")")
    }
}
