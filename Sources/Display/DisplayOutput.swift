package import Geometry

/// Destination of pixels. It belongs to the loop's thread, which waits for `descriptor` and
/// `deadline` and then calls `service`.
package protocol DisplayOutput: AnyObject {
    /// Panel of the upright picture, after rotation. It changes only with `.changed`.
    var panel: Panel { get }
    /// Description of the device for the log and technicians:
    /// `display=kms card1 HDMI-A-1 1280x800@60 XRGB8888 pitch=5120 rotation=90`.
    var summary: String { get }
    /// Position of the picture on the glass. Touches are mapped back by the same value (T13).
    var transform: PixelTransform { get }

    /// Brings the damaged parts of the shadow buffer to the glass. An empty damage does nothing. It
    /// never waits: while an earlier frame is in flight, the damage is kept until `service`, which
    /// reads the shadow again. Throws `DisplayError` once for each loss of the device; `service`
    /// then searches for it as after `.lost`.
    func present(_ shadow: PixelBuffer, _ damage: Damage) throws(DisplayError)

    /// Descriptor that is readable when `service` is due. It stays the same for the life of the
    /// display. Nil: none.
    var descriptor: Int32? { get }
    /// Uptime (`CLOCK_MONOTONIC`) at which `service` is due though nothing is readable; nil: never.
    var deadline: Duration? { get }
    /// Does the work that is due and returns what happened to the glass. Call it again at once
    /// while `deadline` has passed.
    func service(at uptime: Duration) -> DisplayNews

    /// Switches the monitor off or on (T45). Frames presented meanwhile are shown once it is on;
    /// `pause` and `close` leave it on. A monitor that cannot be switched stays on.
    func setPower(_ isOn: Bool)

    /// Releases the device for another console. It waits at most 1 s for a frame in flight.
    func pause()
    /// Takes the glass back. The next `service` returns `.changed`.
    func resume()
    /// Restores the glass as it was found. No call may follow.
    func close()
}

/// Result of `DisplayOutput.service`.
package enum DisplayNews: Equatable, Sendable {
    case none
    /// A frame has reached the glass.
    case presented
    /// The panel has changed or its content is lost: lay out and draw everything.
    case changed
    /// The glass is gone. Frames are dropped until `.changed`.
    case lost(DisplayError)
}

/// Defaults of a display that is never busy, never lost and not shared.
extension DisplayOutput {
    package var transform: PixelTransform { .init(.upright, glass: panel.size) }
    package var descriptor: Int32? { nil }
    package var deadline: Duration? { nil }
    package func service(at uptime: Duration) -> DisplayNews { .none }
    package func setPower(_ isOn: Bool) {}
    package func pause() {}
    package func resume() {}
    package func close() {}
}

/// Error for a display that cannot be opened or is gone.
package struct DisplayError: Error, CustomStringConvertible, Equatable {
    /// Device, as `/dev/fb0`.
    package var device: String
    /// Cause and remedy in one sentence.
    package var message: String

    package init(device: String, message: String) {
        self.device = device
        self.message = message
    }

    package var description: String { "\(device): \(message)" }
}
