import Foundation
import HTTPTypes
import Hummingbird
import Kernel
import Logging
import NIOCore
import NIOHTTP1
import Routes
import Terminal
import Wire

/// Responder that finds the route of a request in the table, checks the caller's right, and answers
/// every error in the one shape.
struct Dispatcher<Context: CallContext>: HTTPResponder {
    /// Largest body in bytes. No request needs a hundredth of it.
    static var maximumBodyBytes: Int { 64 << 10 }

    let handlers: [Handler]
    let log: Logger
    /// Refuses requests that no route is open to.
    var admits: @Sendable (Request) throws -> Void = { _ in }
    /// Refuses a caller without the right.
    var permits: @Sendable (Right, Caller) throws -> Void = { _, _ in }

    func respond(to request: Request, context: Context) async throws -> Response {
        let path = request.head.path ?? "/"
        let parts = path.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        do {
            try admits(request)
            let found = RouteMatch(
                request.method.rawValue, parts[0], in: handlers.map(\.route))
            switch found {
            case .route(let index, let parameters):
                return try await respond(
                    handlers[index], request, parameters, parts.count > 1 ? parts[1] : nil, context)
            case .wrongMethod(let methods):
                let allowed = methods.map(\.rawValue).joined(separator: ", ")
                return Response(
                    Refusal(
                        .wrongMethod,
                        "'\(parts[0].prefix(100))' takes \(allowed) and no "
                            + "\(request.method.rawValue.prefix(20))."),
                    allowing: methods)
            case .unknown:
                throw Refusal.notFound(
                    "There is no '\(parts[0].prefix(100))': Kiosk/openapi.yaml lists the paths.")
            }
        } catch let error as HTTPParserError {
            // The server answers what is no HTTP, and closes.
            throw error
        } catch is CancellationError {
            return Response(Refusal.unavailable("The daemon ends: ask again when it runs."))
        } catch {
            let refusal = Refusal(error)
            if refusal.code == .failed {
                log.error("api.failed", metadata: ["error": "\(error)"])
            }
            return Response(refusal)
        }
    }

    private func respond(
        _ handler: Handler, _ request: Request, _ parameters: [String: Substring],
        _ query: Substring?, _ context: Context
    ) async throws -> Response {
        let caller = await context.caller()
        try permits(handler.route.right, caller)
        let incoming = Incoming(
            request: request, parameters: parameters, query: query,
            body: try await body(of: request, for: handler.route), caller: caller,
            connection: context.connection)
        guard let limit = handler.route.limitSeconds else {
            return try await handler.respond(incoming)
        }
        let result = await within(.seconds(limit)) { () -> Result<Response, any Error> in
            do { return .success(try await handler.respond(incoming)) } catch {
                return .failure(error)
            }
        }
        guard let result else {
            log.warning("api.late", metadata: ["route": "\(handler.route.name)"])
            throw Refusal.unavailable(
                "The terminal had no answer within \(limit) s: see loket status, and its log.")
        }
        return try result.get()
    }

    /// Body of a request; empty for a route that has none.
    private func body(of request: Request, for route: RouteFacts) async throws -> [UInt8] {
        let tooLarge = Refusal(
            .tooLarge,
            "The body is larger than \(Self.maximumBodyBytes / 1_024) KiB: no request needs that.")
        let length = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        if length > Self.maximumBodyBytes { throw tooLarge }
        if route.body.fields.isEmpty { return [] }
        do {
            let buffer = try await request.body.collect(upTo: Self.maximumBodyBytes)
            return Array(buffer.readableBytesView)
        } catch is NIOTooManyBytesError { throw tooLarge }
    }
}
