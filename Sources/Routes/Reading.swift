import Foundation
package import Wire

/// Reading of what a caller sends. Each error is a `Refusal` that names the field and the place.
extension RouteFacts {
    /// Parameters of a URL as a value: the encoded ones of the path, and the text behind the
    /// question mark.
    package func query<Query: RouteInput>(
        _ type: Query.Type, path: [String: Substring], query: Substring?
    ) throws(Refusal) -> Query {
        var texts: [String: String] = [:]
        for (name, text) in path { texts[name] = try Self.decoded(text, name) }
        for pair in query?.split(separator: "&") ?? [] {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            // The path's own parameters can't be overruled, and the first of two counts.
            guard texts[name] == nil else { continue }
            let text = parts.count > 1 ? parts[1] : ""
            texts[name] = try Self.decoded(
                Substring(text.replacingOccurrences(of: "+", with: " ")), name)
        }
        var values: [String: JSONValue] = [:]
        for field in self.query.fields {
            guard let text = texts[field.name] else { continue }
            values[field.name] = try Self.value(text, field)
        }
        return try Self.make(type, of: .object(values), shape: self.query)
    }

    /// Body of a request as a value.
    package func body<Body: RouteInput>(_ type: Body.Type, _ bytes: [UInt8]) throws(Refusal)
        -> Body
    {
        let json: JSONValue
        do { json = try JSONDecoder().decode(JSONValue.self, from: Data(bytes)) } catch {
            throw Self.refusal(error)
        }
        return try Self.make(type, of: json, shape: body)
    }

    private static func make<Value: RouteInput>(
        _ type: Value.Type, of json: JSONValue, shape: Shape
    ) throws(Refusal) -> Value {
        if let nothing = Nothing() as? Value { return nothing }
        try json.check(shape)
        do {
            return try JSONDecoder().decode(type, from: JSONEncoder().encode(json))
        } catch { throw refusal(error) }
    }

    private static func decoded(_ text: Substring, _ name: String) throws(Refusal) -> String {
        guard let decoded = text.removingPercentEncoding else {
            throw .invalid(name, "The parameter '\(name)' is not encoded as URLs demand.")
        }
        return decoded
    }

    private static func value(_ text: String, _ field: Shape.Field) throws(Refusal) -> JSONValue {
        switch field.shape {
        case .integer, .number:
            guard let number = Double(text), number.isFinite else {
                throw .invalid(
                    field.name,
                    "The parameter '\(field.name)' must be \(field.shape.kind), not "
                        + "'\(text.prefix(40))'.")
            }
            return .number(number)
        case .boolean:
            guard let isTrue = Bool(text) else {
                throw .invalid(
                    field.name, "The parameter '\(field.name)' must be true or false.")
            }
            return .boolean(isTrue)
        case .string, .words, .array, .map, .object: return .string(text)
        }
    }

    /// Refusal of JSON that can't be read, with the place.
    private static func refusal(_ error: any Error) -> Refusal {
        let context: DecodingError.Context? =
            switch error as? DecodingError {
            case .dataCorrupted(let context)?, .keyNotFound(_, let context)?,
                .typeMismatch(_, let context)?, .valueNotFound(_, let context)?:
                context
            default: nil
            }
        var path = ""
        for key in context?.codingPath ?? [] {
            if let index = key.intValue {
                path += "[\(index)]"
            } else {
                path += (path.isEmpty ? "" : ".") + key.stringValue
            }
        }
        if !path.isEmpty { return .invalid(path, "The field '\(path)' can't be read.") }
        let why = (context?.underlyingError as NSError?)?.userInfo["NSDebugDescription"]
        return Refusal(
            .invalid,
            "The body is no JSON" + (why.map { ": \("\($0)".prefix(200))" } ?? "."))
    }
}

/// Writing of what a client sends.
extension Route {
    /// Path and query of a URL that asks for this.
    package func target(_ query: Query) throws -> String {
        let json = try JSONDecoder().decode(
            JSONValue.self, from: JSONEncoder().encode(query))
        guard case .object(let values) = json else { return facts.path }
        var path = facts.path
        var pairs: [String] = []
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            guard let text = Self.text(value) else { continue }
            let encoded = try Self.encoded(text, name)
            if path.contains("{\(name)}") {
                path = path.replacingOccurrences(of: "{\(name)}", with: encoded)
            } else {
                pairs.append("\(name)=\(encoded)")
            }
        }
        return path + (pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&"))
    }

    private static func text(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): text
        case .number(let number): Int64(exactly: number).map { "\($0)" } ?? "\(number)"
        case .boolean(let isTrue): "\(isTrue)"
        case .null, .array, .object: nil
        }
    }

    private static func encoded(_ text: String, _ name: String) throws(Refusal) -> String {
        var allowed = CharacterSet.alphanumerics
        allowed.formIntersection(CharacterSet(charactersIn: "\u{0}"..."\u{7F}"))
        allowed.insert(charactersIn: "-._~")
        guard !text.isEmpty,
            let encoded = text.addingPercentEncoding(withAllowedCharacters: allowed)
        else { throw .invalid(name, "'\(text)' can't be asked for.") }
        return encoded
    }
}
