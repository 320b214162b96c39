package import Errands
package import Office
package import Screens
package import Touch

/// Input of the loop.
package enum KioskInput: Sendable {
    case contact(ContactEvent)
    /// Contact before calibration, while the touchscreen is calibrated (T40).
    case rawContact(RawContact)
    /// Key of a configured keyboard.
    case key(KeyEvent)
    /// Request to calibrate the touchscreen (T40).
    case calibrate(CalibrationOrder)
    /// Request to try the touchscreen (C7).
    case tryTouchscreen(TrialOrder)
    /// Other bindings of the counters' keypads.
    case pads([PadBinding])
    /// The touchscreen is gone: all contacts end, and none of them presses a button (T30).
    case touchLost
    case event(Event)
    /// Input of the session that no device told of, as in a bench or a test.
    case input(SessionInput)
    /// New settings. They apply from the next fresh screen on, never during a visit (J1).
    case content(SessionContent, SessionRules, OfficeHours, dayStartMinute: Int = 0)
}
