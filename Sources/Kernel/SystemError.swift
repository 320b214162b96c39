import Glibc
import SystemPackage

/// A system call that failed: which one, on what, and with which `errno`.
package struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Name of the call as its manual page has it, e.g. `open` or `FBIOGET_VSCREENINFO`.
    package var call: String
    /// File, folder or socket the call was made on; nil where the call has none, or where its
    /// caller names the device beside the error.
    package var path: String?
    /// `errno`, e.g. `ENOENT`.
    package var code: Int32

    package init(call: String, path: String? = nil, code: Int32 = errno) {
        self.call = call
        self.path = path
        self.code = code
    }

    /// Text of `code`, as strerror(3) has it.
    package var reason: String { Self.text(code) }

    /// True where the device is not there any more, and no call on it will succeed again.
    package var meansGone: Bool { code == ENODEV || code == EIO || code == ENXIO }

    /// Sentence without its full stop: what was tried, where, and why it failed.
    package var description: String {
        "\(path.map { "\(call) \($0)" } ?? call) failed: \(reason)"
    }

    /// Text of an `errno`.
    package static func text(_ code: Int32) -> String { Errno(rawValue: code).description }

    /// Returns the result of a call, or throws with the current `errno` where it is negative.
    @discardableResult
    package static func check<Result: SignedInteger>(
        _ call: String, path: String? = nil, _ result: Result
    ) throws(SystemError) -> Result {
        if result >= 0 { return result }
        throw SystemError(call: call, path: path)
    }

    /// Runs a call of swift-system, whose errors are an `Errno` without a name.
    static func naming<Value>(
        _ call: String, path: String?, _ body: () throws -> Value
    ) throws(SystemError) -> Value {
        do { return try body() } catch {
            throw SystemError(call: call, path: path, code: (error as? Errno)?.rawValue ?? EIO)
        }
    }
}
