import Foundation
import HTTPTypes
import Hummingbird
import Kernel
import NIOCore
import ServiceLifecycle
import Synchronization
import Terminal
import Wire

/// Stream of server-sent events for one reader.
struct NewsFeed: Sendable {
    /// Time between two signs of life.
    static let heartbeat = Duration.seconds(15)
    /// Time that a reader may take for one write; then its connection is closed.
    static let writeLimit = Duration.seconds(10)

    let subscription: Bulletin.Subscription
    let incoming: Incoming

    /// Response that lasts until the reader goes, falls behind, or the daemon ends.
    func response() -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: .init { writer in
                defer { subscription.end() }
                guard incoming.connection != nil else {
                    // A request without a connection has no end to watch.
                    return try await write(to: &writer)
                }
                try await incoming.request.body.consumeWithInboundCloseHandler { _ in
                    try await write(to: &writer)
                } onInboundClosed: {
                    subscription.end()
                }
            })
    }

    private func write(to writer: inout any ResponseBodyWriter) async throws {
        let daemonEnds = Mutex(false)
        let beat = Task {
            while true {
                try await UptimeClock().sleep(for: Self.heartbeat)
                subscription.beat()
            }
        }
        defer { beat.cancel() }
        try await withGracefulShutdownHandler {
            // The head goes out with the first bytes.
            try await write(": loketd\n\n", to: &writer)
            for news in subscription.missed { try await write(Self.text(news), to: &writer) }
            for await news in subscription.news {
                try await write(try news.map(Self.text) ?? ":\n\n", to: &writer)
            }
            if daemonEnds.withLock({ $0 }) {
                let end = Wire.News(
                    id: "", at: Date().ISO8601Format(), event: Wire.News.end)
                try await write(Self.text(end), to: &writer)
            }
            try await writer.finish(nil)
        } onGracefulShutdown: {
            daemonEnds.withLock { $0 = true }
            subscription.end()
        }
    }

    /// Writes within the limit. A reader that takes nothing loses its connection.
    private func write(_ text: String, to writer: inout any ResponseBodyWriter) async throws {
        let limit = Task { [connection = incoming.connection] in
            try await UptimeClock().sleep(for: Self.writeLimit)
            connection?.close(promise: nil)
        }
        defer { limit.cancel() }
        try await writer.write(ByteBuffer(string: text))
    }

    /// News as an event. One without an identity leaves the reader's last one as it is.
    static func text(_ news: Wire.News) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = String(decoding: try encoder.encode(news), as: UTF8.self)
        let id = news.id.isEmpty ? "" : "id: \(news.id)\n"
        return "\(id)event: \(news.event)\ndata: \(data)\n\n"
    }
}
