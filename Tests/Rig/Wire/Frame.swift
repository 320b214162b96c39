/// Message between host and guest on the single link: a stream id, a kind, a length and the bytes,
/// so that many programs run at once.
package struct Frame: Equatable, Sendable {
    package enum Kind: UInt8, Sendable {
        /// Host: starts a program; its words, each ended by a zero byte.
        case start = 1
        /// Host: bytes for its standard input.
        case input
        /// Host: end of its input.
        case endInput
        /// Host: signal, one byte.
        case signal
        /// Guest: bytes of its standard output.
        case output
        /// Guest: bytes of its standard error.
        case errors
        /// Guest: end after all output; its code, or minus the signal, as four bytes.
        case ended
        /// Guest: the agent runs.
        case hello
    }

    package var stream: UInt32
    package var kind: Kind
    package var bytes: [UInt8]

    /// Number of bytes before the content.
    package static let headLength = 9
    /// Maximum length of the content. Longer content uses several frames.
    package static let maximumLength = 32_768

    package init(_ kind: Kind, stream: UInt32, _ bytes: some Sequence<UInt8> = []) {
        self.kind = kind
        self.stream = stream
        self.bytes = Array(bytes)
    }

    package var encoded: [UInt8] {
        Self.bytes(of: stream) + [kind.rawValue] + Self.bytes(of: UInt32(bytes.count)) + bytes
    }

    /// Takes the first whole frame from the front; nil: none yet. Throws `Broken` for bytes that
    /// are no frame.
    package static func take(from buffer: inout [UInt8]) throws(Broken) -> Frame? {
        guard buffer.count >= headLength else { return nil }
        let length = Int(number(buffer[5..<9]))
        guard let kind = Kind(rawValue: buffer[4]), length <= maximumLength else {
            throw Broken(head: Array(buffer[..<headLength]))
        }
        guard buffer.count >= headLength + length else { return nil }
        let frame = Frame(
            kind, stream: number(buffer[..<4]), buffer[headLength..<headLength + length])
        buffer.removeFirst(headLength + length)
        return frame
    }

    /// Error of a host and guest that no longer agree on where a frame begins.
    package struct Broken: Error {
        package var head: [UInt8]
    }

    package static func bytes(of number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) }
    }

    package static func number(_ bytes: some Sequence<UInt8>) -> UInt32 {
        bytes.prefix(4).enumerated().reduce(0) {
            $0 | UInt32($1.element) << (8 * UInt32($1.offset))
        }
    }
}
