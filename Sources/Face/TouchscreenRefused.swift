/// Reason why the touchscreen can't be calibrated or tried now.
package enum TouchscreenRefused: Error, Hashable, Sendable, CustomStringConvertible {
    case wrongCount(Int)
    /// Touches come only through the page; there is no device.
    case noInput
    case noTouchscreen
    /// There are several touchscreens, and none was named.
    case severalTouchscreens([String])
    /// The named touchscreen is not the one in use.
    case notInUse(wanted: String, inUse: String)
    case visitor
    case running
    case noGlass

    package var description: String {
        switch self {
        case .wrongCount(let count):
            "\(count) points do not make a calibration: use --points 3 or --points 5."
        case .noInput:
            "This terminal draws in memory and is touched through its page: there is no "
                + "touchscreen to calibrate."
        case .noTouchscreen:
            "There is no touchscreen: plug it in, and see loket touch list for why none was taken."
        case .severalTouchscreens(let names):
            "There are \(names.count) touchscreens (\(names.joined(separator: ", "))): say by "
                + "--device which one you mean."
        case .notInUse(let wanted, let inUse):
            "'\(wanted)' is not the touchscreen in use, which is \(inUse): name yours under "
                + "touch.device in kiosk.yaml first."
        case .visitor:
            "Somebody is using the screen: try again when it shows its first page, and touch "
                + "nothing meanwhile."
        case .running:
            "The touchscreen is being calibrated or tried already: that ends 15 s after the last "
                + "touch."
        case .noGlass:
            "The screen is not ours now: its display is gone, or another console has it."
        }
    }
}

/// Event that cancels a calibration or trial without a person at the screen.
package enum TouchscreenLoss: String, Hashable, Sendable {
    case touchscreenGone = "the touchscreen was pulled or replaced"
    case displayGone = "the display was pulled or replaced"
    case consoleLeft = "another console took the screen"
}
