package import Geometry

/// Where pixels go. Belongs to the thread of the loop, which waits for `descriptor` and
/// `deadline` and then calls `service`.
package protocol DisplayOutput: AnyObject {
    /// The upright picture, after rotation. Another one only after `.changed`.
    var panel: Panel { get }
    /// What was taken, for the log and the technician:
    /// `display=kms card1 HDMI-A-1 1280x800@60 XRGB8888 pitch=5120 rotation=90`.
    var summary: String { get }
    /// How the picture lies on the glass; touches are mapped back by the same value (T13).
    var transform: PixelTransform { get }

    /// Brings the damaged parts of the shadow buffer to the glass. An empty damage does nothing.
    /// Never waits: while an earlier frame is on its way, the damage is kept and goes on at
    /// `service`, which reads the shadow again. Throws where the device is found gone, once for
    /// each loss; the display then looks for it at `service` as after `.lost`.
    func present(_ shadow: PixelBuffer, _ damage: Damage) throws(DisplayError)

    /// Readable when `service` is due; one for the whole life of the display. Nil: none.
    var descriptor: Int32? { get }
    /// The uptime (`CLOCK_MONOTONIC`) at which `service` is due though nothing is readable.
    var deadline: Duration? { get }
    /// Does what is due and says what became of the glass. Call it again at once while
    /// `deadline` has passed.
    func service(at uptime: Duration) -> DisplayNews

    /// Switches the monitor off, or on again (T45). What is presented meanwhile is shown once it is
    /// on; `pause` and `close` leave it on. Glass that can't be switched stays as it is.
    func setPower(_ isOn: Bool)

    /// Another console is to have the glass: waits for a frame on its way, one second at most,
    /// and gives the device up.
    func pause()
    /// The glass is ours again; the next `service` answers `.changed`.
    func resume()
    /// Gives the glass back as it was found. Nothing may be called after it.
    func close()
}

/// What became of the glass.
package enum DisplayNews: Equatable, Sendable {
    case none
    /// A frame has reached the glass.
    case presented
    /// The panel or the glass is another, or its content is lost: lay out and draw all of it.
    case changed
    /// The glass is gone. Frames are dropped until `.changed` says that there is one again.
    case lost(DisplayError)
}

/// A display that is never busy, never lost and nobody else's.
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

/// The display can't be opened or is gone.
package struct DisplayError: Error, CustomStringConvertible, Equatable {
    /// Where, e.g. `/dev/fb0`.
    package var device: String
    /// What and what to do, one sentence.
    package var message: String

    package init(device: String, message: String) {
        self.device = device
        self.message = message
    }

    package var description: String { "\(device): \(message)" }
}
