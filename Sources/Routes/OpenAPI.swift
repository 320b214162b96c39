import Wire

/// Text of `Kiosk/openapi.yaml`, made from the route table.
package enum OpenAPI {
    /// Document in OpenAPI 3.1.
    package static func text(_ routes: [RouteFacts] = RouteTable.all) -> String {
        head + YAML(document(routes)).text
    }

    private static let head = """
        # Routes of loketd. Made from Sources/Routes/RouteTable.swift: change nothing here, and run
        #   LOKET_RECORD=1 swift test --filter RoutesTests
        # to write it anew.

        """

    private static func document(_ routes: [RouteFacts]) -> YAML.Value {
        var names: [String] = []
        for route in routes where !names.contains(route.path) { names.append(route.path) }
        let paths = names.map { path in
            (
                path,
                YAML.Value.map(
                    routes.filter { $0.path == path }.map {
                        ($0.method.rawValue.lowercased(), operation($0))
                    })
            )
        }
        return .map([
            ("openapi", .string("3.1.0")),
            (
                "info",
                .map([
                    ("title", .string("Loket")), ("version", .string("1")),
                    ("description", .string(description)),
                ])
            ),
            (
                "servers",
                .list([
                    .map([
                        ("url", .string("http://loketd")),
                        (
                            "description",
                            .string(
                                "Unix socket /run/loket/loket.sock, or loket.sock of the folder "
                                    + "that --state names. The routes of the tag `page` are on "
                                    + "127.0.0.1 instead, where the display is in memory.")
                        ),
                    ])
                ])
            ),
            ("paths", .map(paths)),
            (
                "components",
                .map([
                    ("schemas", .map(schemas(routes))),
                    ("responses", .map(commonResponses)),
                ])
            ),
        ])
    }

    private static let description =
        "What technicians and tools ask of a Loket terminal. An unknown path is answered with 404, "
        + "another method with 405 and Allow, a body over 64 KiB with 413; each error has the "
        + "shape of Failure. In what is sent, null is a field left out. x-right is the right that the caller needs, x-exit-code the exit "
        + "code of loket."

    // MARK: Operations

    private static func operation(_ route: RouteFacts) -> YAML.Value {
        var fields: [(String, YAML.Value)] = [
            ("operationId", .string(route.name)), ("summary", .string(route.summary)),
            ("tags", .list([.string(route.door == .page ? "page" : "control")])),
            ("x-right", .string(route.right.rawValue)),
            ("x-patience-seconds", .number(Double(route.patienceSeconds))),
        ]
        var parameters = route.query.fields.map { parameter($0, route) }
        if case .events = route.answer { parameters.append(lastEvent) }
        if !parameters.isEmpty { fields.append(("parameters", .list(parameters))) }
        if !route.body.fields.isEmpty {
            fields.append(
                (
                    "requestBody",
                    .map([
                        ("required", .boolean(true)),
                        ("content", content("application/json", reference(route.body))),
                    ])
                ))
        }
        fields.append(("responses", .map(responses(route))))
        return .map(fields)
    }

    /// Header by which a reader of events goes on, as the HTML standard names it.
    private static var lastEvent: YAML.Value {
        .map([
            ("name", .string("Last-Event-ID")), ("in", .string("header")),
            ("description", .string("The same as since, which goes before it.")),
            ("required", .boolean(false)), ("schema", schema(.string, .form(.newsIdentity))),
        ])
    }

    private static func parameter(_ field: Shape.Field, _ route: RouteFacts) -> YAML.Value {
        let isInPath = route.pathNames.contains(field.name)
        return .map([
            ("name", .string(field.name)), ("in", .string(isInPath ? "path" : "query")),
            ("required", .boolean(isInPath || field.isRequired)),
            ("schema", schema(field.shape, field.limit)),
        ])
    }

    private static func responses(_ route: RouteFacts) -> [(String, YAML.Value)] {
        var responses = [success(route)]
        if case .pngOrNothing = route.answer {
            responses.append(("204", .map([("description", .string("There is none."))])))
        }
        // Two codes may have one status.
        var statuses: [Int: [(Refusal.Code, String)]] = [:]
        for (code, sentence) in route.refusals {
            statuses[code.status, default: []].append((code, sentence))
        }
        let common = RouteFacts.commonRefusals.keys.map(\.status)
        for status in Set(Array(statuses.keys) + common).sorted() {
            if let own = statuses[status] {
                responses.append(("\(status)", failure(own)))
            } else {
                responses.append(
                    ("\(status)", .map([("$ref", .string("#/components/responses/\(status)"))])))
            }
        }
        return responses
    }

    private static func success(_ route: RouteFacts) -> (String, YAML.Value) {
        func answer(_ sentence: String, _ shape: YAML.Value) -> (String, YAML.Value) {
            (
                "200",
                .map([
                    ("description", .string(sentence)),
                    ("content", content(route.answer.mediaType ?? "", shape)),
                ])
            )
        }
        return switch route.answer {
        case .json(let shape): answer("The answer.", reference(shape))
        case .png, .pngOrNothing: answer("The picture.", .map([]))
        case .pdf: answer("The document.", .map([]))
        case .html: answer("The page.", .map([("type", .string("string"))]))
        case .events(let shape):
            answer(
                "Events, each of which has this shape. A line that begins with a colon is sent "
                    + "every 15 s, and a reader that is 256 events behind, or takes nothing for "
                    + "10 s, is cut off.", event(shape))
        case .nothing: ("204", .map([("description", .string("Done."))]))
        }
    }

    /// Schema of a server-sent event, whose data are JSON of a shape.
    private static func event(_ shape: Shape) -> YAML.Value {
        let text: (String, YAML.Value) = ("type", .string("string"))
        return .map([
            ("type", .string("object")),
            (
                "properties",
                .map([
                    ("id", .map([text])), ("event", .map([text])),
                    (
                        "data",
                        .map([
                            text, ("contentMediaType", .string("application/json")),
                            ("contentSchema", reference(shape)),
                        ])
                    ),
                ])
            ), ("required", .list([.string("event"), .string("data")])),
        ])
    }

    private static func failure(_ refusals: [(Refusal.Code, String)]) -> YAML.Value {
        let refusals = refusals.sorted { $0.0.rawValue < $1.0.rawValue }
        return .map([
            (
                "description",
                .string(refusals.map { "\($0.0.rawValue): \($0.1)" }.joined(separator: "\n"))
            ),
            (
                "x-exit-code",
                .number(Double(refusals.first?.0.exitStatus.rawValue ?? 0))
            ),
            ("content", content("application/json", reference(failureShape))),
        ])
    }

    private static var failureShape: Shape { Shape(of: Wire.Failure.self) }

    private static var commonResponses: [(String, YAML.Value)] {
        var statuses: [Int: [(Refusal.Code, String)]] = [:]
        for (code, sentence) in RouteFacts.commonRefusals {
            statuses[code.status, default: []].append((code, sentence))
        }
        return statuses.sorted { $0.key < $1.key }.map { ("\($0.key)", failure($0.value)) }
    }

    private static func content(_ type: String, _ schema: YAML.Value) -> YAML.Value {
        .map([(type, .map([("schema", schema)]))])
    }

    // MARK: Schemas

    /// Schemas of all objects, by name.
    private static func schemas(_ routes: [RouteFacts]) -> [(String, YAML.Value)] {
        var found: [String: (object: Shape.Fields, isSent: Bool)] = [:]
        func collect(_ shape: Shape, isSent: Bool = false) {
            switch shape {
            case .object(let object):
                found[object.name] = (object, isSent)
                for field in object.fields { collect(field.shape) }
            case .array(let element), .map(let element): collect(element)
            case .string, .integer, .number, .boolean, .words: break
            }
        }
        for route in routes {
            switch route.answer {
            case .json(let shape), .events(let shape): collect(shape)
            case .png, .pngOrNothing, .pdf, .html, .nothing: break
            }
        }
        // After the answers: a type that is sent as well has its limits from there.
        for route in routes where !route.body.fields.isEmpty { collect(route.body, isSent: true) }
        collect(failureShape)
        return found.sorted { $0.key < $1.key }.map {
            ($0.key, object($0.value.object, isSent: $0.value.isSent))
        }
    }

    /// Schema of an object. In one that callers send, null is the same as a field left out.
    private static func object(_ object: Shape.Fields, isSent: Bool) -> YAML.Value {
        let required = object.fields.filter(\.isRequired).map { YAML.Value.string($0.name) }
        var fields: [(String, YAML.Value)] = [
            ("type", .string("object")),
            (
                "properties",
                .map(
                    object.fields.map {
                        let schema = schema($0.shape, $0.limit)
                        return ($0.name, isSent && !$0.isRequired ? schema.orNull : schema)
                    })
            ),
        ]
        if !required.isEmpty { fields.append(("required", .list(required))) }
        if !object.rules.isEmpty {
            fields.append(("allOf", .list(object.rules.map { .map($0.schema) })))
        }
        return .map(fields)
    }

    private static func reference(_ shape: Shape) -> YAML.Value { schema(shape, nil) }

    private static func schema(_ shape: Shape, _ limit: FieldLimit?) -> YAML.Value {
        var fields: [(String, YAML.Value)] =
            switch shape {
            case .string: [("type", .string("string"))]
            case .integer: [("type", .string("integer"))]
            case .number: [("type", .string("number"))]
            case .boolean: [("type", .string("boolean"))]
            case .words(let words):
                [("type", .string("string")), ("enum", .list(words.map { .string($0) }))]
            case .array(let element):
                [("type", .string("array")), ("items", schema(element, nil))]
            case .map(let element):
                [("type", .string("object")), ("additionalProperties", schema(element, nil))]
            case .object(let object):
                [("$ref", .string("#/components/schemas/\(object.name)"))]
            }
        switch limit {
        case .range(let range)?:
            fields += [
                ("minimum", .number(range.lowerBound)), ("maximum", .number(range.upperBound)),
            ]
        case .length(let range)?:
            fields += [
                ("minLength", .number(Double(range.lowerBound))),
                ("maxLength", .number(Double(range.upperBound))),
            ]
        case .words(let words)?: fields.append(("enum", .list(words.map { .string($0) })))
        case .numbers(let numbers)?:
            fields.append(("enum", .list(numbers.map { .number(Double($0)) })))
        case .form(let form)?:
            if let format = form.format { fields.append(("format", .string(format))) }
            if let pattern = form.pattern { fields.append(("pattern", .string(pattern))) }
            if let length = form.length {
                fields += [
                    ("minLength", .number(Double(length.lowerBound))),
                    ("maxLength", .number(Double(length.upperBound))),
                ]
            }
        case nil: break
        }
        return .map(fields)
    }
}

extension YAML.Value {
    /// Schema that allows null, too.
    fileprivate var orNull: YAML.Value {
        guard case .map(var fields) = self else { return self }
        for index in fields.indices {
            switch fields[index] {
            case ("type", let type): fields[index].1 = .list([type, .string("null")])
            case ("enum", .list(let values)): fields[index].1 = .list(values + [.null])
            default: break
            }
        }
        return .map(fields)
    }
}
