/// Result of work that may wait for something that never answers; nil where it takes longer than
/// `limit`. The work is told to end then, and whatever it waits for is left to itself.
package func within<Value: Sendable>(
    _ limit: Duration, _ body: @Sendable @escaping () async -> Value
) async -> Value? {
    let (results, sink) = AsyncStream<Value?>.makeStream(bufferingPolicy: .bufferingOldest(1))
    // Not a group, whose end would wait for both.
    let work = Task { sink.yield(await body()) }
    let timer = Task {
        try await UptimeClock().sleep(for: limit)
        sink.yield(nil)
    }
    defer {
        timer.cancel()
        work.cancel()
    }
    for await result in results { return result }
    return nil
}
