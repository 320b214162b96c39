import Geometry

/// Where pixels go. Belongs to the thread of the loop.
public protocol DisplayOutput: AnyObject {
    var panel: Panel { get }
    /// What was taken, for the log and the technician: "display=memory 1280x800".
    var summary: String { get }
    /// Brings the damaged parts of the shadow buffer to the glass. An empty damage does nothing.
    /// Throws `DisplayError` where the device is gone.
    func present(_ shadow: PixelBuffer, _ damage: Damage) throws(DisplayError)
}

/// The display can't be opened or is gone.
public struct DisplayError: Error, CustomStringConvertible, Equatable {
    /// Where, e.g. `/dev/fb0`.
    public var device: String
    /// What and what to do, one sentence.
    public var message: String

    public init(device: String, message: String) {
        self.device = device
        self.message = message
    }

    public var description: String { "\(device): \(message)" }
}
