import CEvdev

/// One event as the kernel has it: `struct input_event` of `linux/input.h`.
package struct RawEvent: Hashable, Sendable {
    package var type: UInt16
    package var code: UInt16
    package var value: Int32
    /// When it happened, on CLOCK_MONOTONIC (T34).
    package var uptime: Duration

    package init(type: UInt16, code: UInt16, value: Int32, uptime: Duration) {
        self.type = type
        self.code = code
        self.value = value
        self.uptime = uptime
    }

    /// The end of a frame (T25).
    package var isReport: Bool { type == EventType.synchronize && code == SyncCode.report }
    /// The kernel's buffer ran over; what came before and after it has a gap (T26).
    package var isDropped: Bool { type == EventType.synchronize && code == SyncCode.dropped }
}

/// `EV_*`
package enum EventType {
    package static let synchronize = UInt16(EV_SYN)
    package static let key = UInt16(EV_KEY)
    package static let relative = UInt16(EV_REL)
    package static let absolute = UInt16(EV_ABS)
}

/// `SYN_*`
package enum SyncCode {
    package static let report = UInt16(SYN_REPORT)
    package static let multitouchReport = UInt16(SYN_MT_REPORT)
    package static let dropped = UInt16(SYN_DROPPED)
}

/// `ABS_*`, those that touchscreens have.
package enum AxisCode {
    package static let x = UInt16(ABS_X)
    package static let y = UInt16(ABS_Y)
    package static let slot = UInt16(ABS_MT_SLOT)
    /// What a device that claims every axis claims too; no touchscreen has it.
    package static let reserved = UInt16(ABS_MT_SLOT) - 1
    package static let multitouchX = UInt16(ABS_MT_POSITION_X)
    package static let multitouchY = UInt16(ABS_MT_POSITION_Y)
    package static let trackingID = UInt16(ABS_MT_TRACKING_ID)
    package static let toolType = UInt16(ABS_MT_TOOL_TYPE)
}

/// `BTN_*`, those that tell a touchscreen from what is none.
package enum ButtonCode {
    /// The first code that is a button and no key: `BTN_MISC`.
    package static let first = UInt16(BTN_MISC)
    package static let left = UInt16(BTN_LEFT)
    package static let joystick = UInt16(BTN_JOYSTICK)
    package static let gamepad = UInt16(BTN_GAMEPAD)
    package static let toolPen = UInt16(BTN_TOOL_PEN)
    package static let toolFinger = UInt16(BTN_TOOL_FINGER)
    package static let touch = UInt16(BTN_TOUCH)
    /// The first code past the buttons that is a key again: `KEY_OK`.
    package static let end = UInt16(KEY_OK)
}

/// `INPUT_PROP_*`
package enum InputProperty {
    package static let pointer = Int(INPUT_PROP_POINTER)
    package static let direct = Int(INPUT_PROP_DIRECT)
    package static let accelerometer = Int(INPUT_PROP_ACCELEROMETER)
}

/// `MT_TOOL_PALM`: the heel of a hand, no finger (T35).
let palmTool = Int32(MT_TOOL_PALM)
