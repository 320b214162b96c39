import Hummingbird
import NIOCore
import Routes
import Terminal
import Wire

/// Request as it comes to a handler.
struct Incoming: Sendable {
    var request: Request
    /// Parameters of the path, still encoded.
    var parameters: [String: Substring]
    /// Text behind the question mark.
    var query: Substring?
    var body: [UInt8]
    var caller: Caller
    var connection: (any Channel)?
}

/// Call of a route by its types.
struct Call<Query: Sendable, Body: Sendable>: Sendable {
    var query: Query
    var body: Body
    var caller: Caller
}

/// Handler of one route.
struct Handler: Sendable {
    let route: RouteFacts
    let respond: @Sendable (Incoming) async throws -> Response

    /// Creates the handler of a route whose answer is a value.
    init<Query, Body, Answer>(
        _ route: Route<Query, Body, Answer>,
        _ body: @escaping @Sendable (Call<Query, Body>) async throws -> Answer
    ) {
        self.init(route) { call, _ in try Response(try await body(call)) }
    }

    /// Creates the handler of a route that makes its response itself.
    init<Query, Body, Answer>(
        _ route: Route<Query, Body, Answer>,
        response: @escaping @Sendable (Call<Query, Body>, Incoming) async throws -> Response
    ) {
        let facts = route.facts
        self.route = facts
        respond = { incoming in
            let query = try facts.query(
                Query.self, path: incoming.parameters, query: incoming.query)
            let body =
                try Nothing() as? Body ?? facts.body(Body.self, incoming.body)
            return try await response(
                Call(query: query, body: body, caller: incoming.caller), incoming)
        }
    }

    /// Creates a handler that makes the same response to any request of a route.
    init(_ route: RouteFacts, _ respond: @escaping @Sendable () async throws -> Response) {
        self.route = route
        self.respond = { _ in try await respond() }
    }
}
