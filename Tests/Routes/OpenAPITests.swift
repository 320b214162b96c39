import Foundation
import TestSupport
import Testing
import Wire

@testable import Routes

/// Documentation of the routes. `LOKET_RECORD=1` writes it anew and fails the run.
@Suite("Routes: Kiosk/openapi.yaml", .timeLimit(.minutes(5)))
struct OpenAPITests {
    static let file = Repository.file("Kiosk/openapi.yaml")

    @Test("J1 no two types share the name of a schema") func names() {
        var found: [String: Set<[String]>] = [:]
        func collect(_ shape: Shape) {
            switch shape {
            case .object(let object):
                let fields = object.fields.map { "\($0.name): \($0.shape)" }
                found[object.name, default: []].insert(fields)
                for field in object.fields { collect(field.shape) }
            case .array(let element), .map(let element): collect(element)
            case .string, .integer, .number, .boolean, .words: break
            }
        }
        for route in RouteTable.all {
            collect(route.body)
            if case .json(let shape) = route.answer { collect(shape) }
            if case .events(let shape) = route.answer { collect(shape) }
        }
        for (name, shapes) in found where shapes.count > 1 {
            Issue.record("\(name) is \(shapes.count) types: \(shapes)")
        }
    }

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
