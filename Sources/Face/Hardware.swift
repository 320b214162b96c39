package import Display
package import Logging
package import Touch

/// Console that owns the hardware display (T17-T21). Terminals use `Display.Console`.
package protocol GlassConsole: AnyObject {
    /// File descriptor that is readable when `events()` has some.
    var descriptor: Int32 { get }
    func events() -> [Console.Event]
    /// Lets another console have the display; last step of leaving.
    func leave() throws(DisplayError)
    /// Takes the display back; first step of coming back.
    func acquire() throws(DisplayError)
    /// Restores the state before the start. Returns a sentence for each step that failed.
    @discardableResult func close() -> [String]
}

extension Console: GlassConsole {}

/// Devices of a face. Made on the loop's thread, or handed over to it whole; used on it only.
package struct Hardware {
    package var display: any DisplayOutput
    /// Source of touches and keys; nil: touches come only through the page, as for the display in
    /// memory.
    package var input: (any InputSource)?
    /// Console with which the display is shared; nil: there is none.
    package var console: (any GlassConsole)?

    package init(
        display: any DisplayOutput, input: (any InputSource)? = nil,
        console: (any GlassConsole)? = nil
    ) {
        self.display = display
        self.input = input
        self.console = console
    }
}

/// Event of a device, for the log (J3).
package enum HardwareNews: Sendable, Equatable {
    case displayLost(String)
    /// A display is in use: another one or the same again. The value is its summary.
    case displayTaken(String)
    /// The glass is too small for the screens (X12). The value says so with the least size.
    case glassTooSmall(String)
    /// The glass is large enough, after one that was not.
    case glassFits
    case attached(device: String, role: String)
    case detached(device: String, role: String, reason: String)
    /// No touchscreen has been there for longer than the grace time (C6).
    case touchscreenMissing
    case touchscreenBack
    case consoleLeft
    case consoleTaken
    case consoleFailed(String)
    case calibrationBegun(device: String, points: Int)
    /// The calibration ended. The terminal stores an accepted matrix (T40).
    case calibrationEnded(CalibrationReport)
    /// A trial began; `device` is nil for touches through the page.
    case trialBegun(device: String?)
    case trialEnded(fields: Int, felt: Int)
    /// A scanner sent characters that made no code (X10).
    case scanUnfinished(UnfinishedScan)
    /// The glass reports touches that no person makes (X9).
    case ghostTouches(GhostTouches)
    case ghostTouchesEnded
    /// A touch has lasted longer than a person's: something lies on the glass, or the driver
    /// reports no release (X15).
    case touchHeld(GlassPlace)
    case touchReleased
    /// A key of a keypad (D6).
    case pad(PadNews)
}

extension HardwareNews {
    /// Line for the log: an event name that stays stable, and fields without personal data.
    package var logLine: (event: String, level: Logger.Level, fields: Logger.Metadata) {
        switch self {
        case .displayLost(let reason):
            ("display.lost", .error, ["reason": "\(reason)"])
        case .displayTaken(let summary):
            ("display.taken", .notice, ["display": "\(summary)"])
        case .glassTooSmall(let advice): ("display.tooSmall", .warning, ["problem": "\(advice)"])
        case .glassFits: ("display.fits", .notice, [:])
        case .attached(let device, let role):
            ("input.attached", .notice, ["device": "\(device)", "role": "\(role)"])
        case .detached(let device, let role, let reason):
            (
                "input.detached", .warning,
                ["device": "\(device)", "role": "\(role)", "reason": "\(reason)"]
            )
        case .touchscreenMissing: ("touch.missing", .error, [:])
        case .touchscreenBack: ("touch.back", .notice, [:])
        case .consoleLeft: ("console.left", .notice, [:])
        case .consoleTaken: ("console.taken", .notice, [:])
        case .consoleFailed(let problem): ("console.failed", .error, ["problem": "\(problem)"])
        case .calibrationBegun(let device, let points):
            ("calibration.begun", .notice, ["device": "\(device)", "points": "\(points)"])
        case .calibrationEnded(let report): Self.logLine(report)
        case .trialBegun(let device):
            ("touch.trial.begun", .notice, ["device": "\(device ?? "page")"])
        case .trialEnded(let fields, let felt):
            ("touch.trial.ended", .notice, ["fields": "\(fields)", "felt": "\(felt)"])
        case .scanUnfinished(let scan):
            (
                "scanner.unfinished", .warning,
                [
                    "device": "\(scan.device.name)", "characters": "\(scan.count)",
                    "advice": "\(scan.advice)",
                ]
            )
        case .ghostTouches(let ghosts): ("touch.ghosts", .error, ["problem": "\(ghosts.advice)"])
        case .ghostTouchesEnded: ("touch.ghostsEnded", .notice, [:])
        case .touchHeld(let place): ("touch.held", .error, ["problem": "\(place.heldAdvice)"])
        case .touchReleased: ("touch.released", .notice, [:])
        case .pad: ("keypad.key", .debug, [:])
        }
    }

    private static func logLine(
        _ report: CalibrationReport
    ) -> (event: String, level: Logger.Level, fields: Logger.Metadata) {
        var fields: Logger.Metadata = [
            "device": "\(report.device.name)",
            "matrix": "\(report.matrix ?? .identity)",
        ]
        switch report.state {
        case .accepted: return ("calibration.accepted", .notice, fields)
        case .cancelled(let reason): fields["reason"] = "\(reason.rawValue)"
        case .timedOut: fields["reason"] = "no touch in time"
        case .mark, .review: break
        }
        return ("calibration.ended", .warning, fields)
    }
}
