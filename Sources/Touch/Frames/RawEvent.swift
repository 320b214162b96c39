import CEvdev

/// Event of the kernel: `struct input_event` of `linux/input.h`.
package struct RawEvent: Hashable, Sendable {
    package var type: UInt16
    package var code: UInt16
    package var value: Int32
    /// Time on CLOCK_MONOTONIC (T34).
    package var uptime: Duration

    package init(type: UInt16, code: UInt16, value: Int32, uptime: Duration) {
        self.type = type
        self.code = code
        self.value = value
        self.uptime = uptime
    }

    /// Whether the event ends a frame (T25).
    package var isReport: Bool { type == EventType.synchronize && code == SyncCode.report }
    /// Whether the kernel's buffer overran, which leaves a gap before and after this event (T26).
    package var isDropped: Bool { type == EventType.synchronize && code == SyncCode.dropped }
}

/// Event types, `EV_*`.
package enum EventType {
    package static let synchronize = UInt16(EV_SYN)
    package static let key = UInt16(EV_KEY)
    package static let relative = UInt16(EV_REL)
    package static let absolute = UInt16(EV_ABS)
}

/// Synchronization codes, `SYN_*`.
package enum SyncCode {
    package static let report = UInt16(SYN_REPORT)
    package static let multitouchReport = UInt16(SYN_MT_REPORT)
    package static let dropped = UInt16(SYN_DROPPED)
}

/// Axis codes of touchscreens, `ABS_*`.
package enum AxisCode {
    package static let x = UInt16(ABS_X)
    package static let y = UInt16(ABS_Y)
    package static let slot = UInt16(ABS_MT_SLOT)
    /// Reserved code that no touchscreen has. A device with it claims every axis.
    package static let reserved = UInt16(ABS_MT_SLOT) - 1
    package static let multitouchX = UInt16(ABS_MT_POSITION_X)
    package static let multitouchY = UInt16(ABS_MT_POSITION_Y)
    package static let trackingID = UInt16(ABS_MT_TRACKING_ID)
    package static let toolType = UInt16(ABS_MT_TOOL_TYPE)
}

/// Button codes that tell touchscreens from other devices, `BTN_*`.
package enum ButtonCode {
    /// First code that is a button and not a key: `BTN_MISC`.
    package static let first = UInt16(BTN_MISC)
    package static let left = UInt16(BTN_LEFT)
    package static let joystick = UInt16(BTN_JOYSTICK)
    package static let gamepad = UInt16(BTN_GAMEPAD)
    package static let toolPen = UInt16(BTN_TOOL_PEN)
    package static let toolFinger = UInt16(BTN_TOOL_FINGER)
    package static let touch = UInt16(BTN_TOUCH)
    /// First code after the buttons that is a key again: `KEY_OK`.
    package static let end = UInt16(KEY_OK)
}

/// Device properties, `INPUT_PROP_*`.
package enum InputProperty {
    package static let pointer = Int(INPUT_PROP_POINTER)
    package static let direct = Int(INPUT_PROP_DIRECT)
    package static let accelerometer = Int(INPUT_PROP_ACCELEROMETER)
}

/// Tool `MT_TOOL_PALM`: the heel of a hand (T35).
let palmTool = Int32(MT_TOOL_PALM)
