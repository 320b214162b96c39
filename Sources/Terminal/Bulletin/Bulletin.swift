package import Foundation
import Synchronization
package import Wire

/// Bus of the terminal's news: everything that its log tells, and what became of tickets. Readers
/// get what comes, and what they missed as far as it is kept. Nothing of a person is in it (C4, G2).
package final class Bulletin: Sendable {
    /// News that are kept for readers who come back.
    package static let maximumKept = 1_000
    /// News that a reader may be behind before it is cut off.
    package static let maximumBehind = 256
    package static let maximumReaders = 16

    private struct Reader {
        var id: Int
        var sink: AsyncStream<Wire.News?>.Continuation
    }

    private struct State {
        /// Newest news, oldest first. The last one has the number `count`.
        var kept: [Wire.News] = []
        var count = 0
        var readers: [Reader] = []
        var nextReader = 0
        /// Last fields of news that are told only when they change.
        var last: [String: [String: String]] = [:]
    }

    /// Random name of this run, so that an identity of an earlier one is known as such.
    private let run = String(UInt32.random(in: 1...UInt32.max), radix: 16)
    private let state = Mutex(State())

    package init() {}

    // MARK: Writing

    /// Tells all readers. A reader that is too far behind gets no more.
    package func publish(_ event: String, _ fields: [String: String] = [:], at moment: Date) {
        Self.end(state.withLock { publish(event, fields, at: moment, &$0) })
    }

    /// Tells all readers, unless the last news of this name said the same.
    package func publishChange(_ event: String, _ fields: [String: String], at moment: Date) {
        let slow: [Reader] = state.withLock { state in
            if state.last[event] == fields { return [] }
            state.last[event] = fields
            return publish(event, fields, at: moment, &state)
        }
        Self.end(slow)
    }

    /// Ends readers, outside of the lock: they take themselves off the list.
    private static func end(_ readers: [Reader]) { for reader in readers { reader.sink.finish() } }

    /// Returns the readers that are too far behind.
    private func publish(
        _ event: String, _ fields: [String: String], at moment: Date, _ state: inout State
    ) -> [Reader] {
        state.count += 1
        let news = Wire.News(
            id: id(state.count), at: moment.ISO8601Format(), event: event, fields: fields)
        state.kept.append(news)
        if state.kept.count > Self.maximumKept { state.kept.removeFirst() }
        var slow: [Reader] = []
        state.readers.removeAll { reader in
            if case .enqueued = reader.sink.yield(news) { return false }
            slow.append(reader)
            return true
        }
        return slow
    }

    private func id(_ number: Int) -> String { "\(run)-\(number)" }

    // MARK: Reading

    /// News for one reader. They end when the reader is too far behind, or at `end`.
    package struct Subscription: Sendable {
        /// News that the reader missed.
        package let missed: [Wire.News]
        /// News that come; nil where `beat` was called.
        package let news: AsyncStream<Wire.News?>
        fileprivate let sink: AsyncStream<Wire.News?>.Continuation

        /// Puts a sign of life between the news.
        package func beat() { sink.yield(nil) }

        /// Ends the news.
        package func end() { sink.finish() }
    }

    /// Begins to read, from now on or behind an identity. Where that can't be continued, the missed
    /// news begin with `reset`. Throws `invalid` for text that is no identity, and `tooMany`.
    package func subscribe(since: String? = nil, at moment: Date) throws(Refusal) -> Subscription {
        let place = try since.map(Self.parse)
        let (news, sink) = AsyncStream<Wire.News?>.makeStream(
            bufferingPolicy: .bufferingOldest(Self.maximumBehind))
        let result: Subscription? = state.withLock { state in
            guard state.readers.count < Self.maximumReaders else { return nil }
            let id = state.nextReader
            state.nextReader += 1
            state.readers.append(Reader(id: id, sink: sink))
            sink.onTermination = { [weak self] _ in self?.remove(id) }
            return Subscription(missed: missed(place, state, at: moment), news: news, sink: sink)
        }
        guard let result else {
            throw Refusal(
                .tooMany,
                "\(Self.maximumReaders) callers read the news already: end one of them first.")
        }
        return result
    }

    private func remove(_ id: Int) {
        state.withLock { $0.readers.removeAll { $0.id == id } }
    }

    private enum Place {
        case start
        case news(run: String, number: Int)
    }

    private static func parse(_ text: String) throws(Refusal) -> Place {
        if text == "0" { return .start }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, UInt32(parts[0], radix: 16) != nil, let number = Int(parts[1]),
            number >= 0
        else {
            throw .invalid(
                "since", "'\(text)' is no identity of news: use one that the stream gave, or 0.")
        }
        return .news(run: String(parts[0]), number: number)
    }

    private func missed(_ place: Place?, _ state: State, at moment: Date) -> [Wire.News] {
        let first = state.count - state.kept.count + 1
        func reset(_ why: String) -> Wire.News {
            Wire.News(
                id: id(first - 1), at: moment.ISO8601Format(), event: Wire.News.reset,
                fields: ["why": why])
        }
        switch place {
        case nil: return []
        case .start: return state.kept
        case .news(let run, _) where run != self.run:
            return [reset("The daemon has started since then.")] + state.kept
        case .news(_, let number) where number > state.count:
            return [reset("There is no such news yet.")] + state.kept
        case .news(_, let number) where number < first - 1:
            return [reset("What came after it is not kept any more.")] + state.kept
        case .news(_, let number): return Array(state.kept.suffix(state.count - number))
        }
    }

    /// Number of readers, for tests.
    package var readerCount: Int { state.withLock { $0.readers.count } }
}
