/// Identifier that matches an answer to its request. A session drops answers to ended visits.
package struct RequestID: Hashable, Sendable {
    package var value: UInt64

    package init(_ value: UInt64) {
        self.value = value
    }
}
