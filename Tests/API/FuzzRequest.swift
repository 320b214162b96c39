import Foundation
import Routes
import TestSupport

/// Request to a route with values of any kind.
struct FuzzRequest {
    var method: String
    var target: String
    var body: String
    /// Whether it may be answered only after seconds, as it asks for.
    var waits = false

    init(_ route: RouteFacts, _ one: inout FuzzCase) {
        method =
            one.oneIn(20)
            ? one.pick(["GET", "POST", "PUT", "HEAD", "OPTIONS", "X"]) : route.method.rawValue
        var target = route.path
        var pairs: [String] = []
        for field in route.query.fields {
            let value = one.oneIn(5) ? "" : Self.text(field, &one)
            if route.pathNames.contains(field.name) {
                target = target.replacingOccurrences(of: "{\(field.name)}", with: value)
            } else if !one.oneIn(3) {
                if ["seconds", "after"].contains(field.name) { waits = Self.isLong(value) }
                pairs.append("\(field.name)=\(value)")
            }
        }
        // Without a number the page waits for the frame behind 0, which has come.
        if one.oneIn(12) { pairs.append(one.pick(["a", "=", "&", "%", "x=%zz", "service=%FF"])) }
        if !pairs.isEmpty { target += "?" + pairs.joined(separator: "&") }
        self.target = String(target.prefix(4_000))
        let fields = route.body.fields.map { "\"\($0.name)\": \(Self.json($0, &one))" }
        body = fields.isEmpty && !one.oneIn(8) ? "" : "{\(fields.joined(separator: ", "))}"
        if one.oneIn(10), !fields.isEmpty {
            var mutator = ByteMutator(
                Array(body.utf8), tokens: ["{", "[", "\"", "\\u0000", "\\ud800"])
            mutator.mutate(&one.random)
            body = String(decoding: mutator.bytes, as: UTF8.self)
        }
        if one.oneIn(40) {
            let depth = one.pick([10, 600, 30_000])
            body = String(repeating: one.pick(["[", "{\"x\":"]), count: depth)
        }
    }

    private static func isLong(_ text: String) -> Bool {
        guard let number = Double(text.removingPercentEncoding ?? "") else { return false }
        return number > 0
    }

    private static let words = [
        "ktp-el", "K-001", "K-0", "K-9223372036854775807", "K-9223372036854775808", "test1-1",
        "test1-9223372036854775807", "a-1.ffffffffffffffff", "7F3KQ9TZ", "2026-11-23", "2026-02-30",
        "9999-12-31", "0001-01-01", "-1-1-1", "0", "kartu", "\"", "*", "NEAR", "½", "ı", "😀",
        "a\u{301}",
        "../../etc/passwd", "generic-escpos-80", "down", "up", "move", "cancel", "'; DROP TABLE x",
        "00000000-1", "ffffffff-9223372036854775807", "true",
    ]

    /// Value of a parameter, encoded for a URL or not.
    private static func text(_ field: Shape.Field, _ one: inout FuzzCase) -> String {
        let plain = one.oneIn(2) ? one.pick(Edges.texts) : word(&one)
        if one.oneIn(15) { return plain.replacingOccurrences(of: " ", with: "%") }
        let encoded = plain.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "x"
        return one.oneIn(20)
            ? encoded + one.pick(["%00", "%FF", "%C3%28", "%", "%2", "+"]) : encoded
    }

    private static func word(_ one: inout FuzzCase) -> String {
        if one.oneIn(12) {
            return String(
                repeating: one.pick(["x", "9", "ä"]), count: one.pick([100, 101, 501, 3_000]))
        }
        return one.pick(words)
    }

    /// Value of a field as JSON.
    private static func json(_ field: Shape.Field, _ one: inout FuzzCase) -> String {
        switch one.number(0...5) {
        case 0: one.pick(["null", "true", "[]", "{}", "[1]", "\"\"", "{\"x\":1}", ""])
        case 1: quoted(word(&one))
        case 2...3: one.pick(Edges.texts)
        default:
            switch field.shape {
            case .integer, .number: "\(one.number(-40_000...40_000))"
            default: quoted(word(&one))
            }
        }
    }

    private static func quoted(_ text: String) -> String {
        String(decoding: (try? JSONEncoder().encode(text)) ?? Data("\"\"".utf8), as: UTF8.self)
    }
}
