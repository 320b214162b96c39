import CEvdev

/// One event as the kernel has it: `struct input_event` of `linux/input.h`.
public struct RawEvent: Hashable, Sendable {
    public var type: UInt16
    public var code: UInt16
    public var value: Int32
    /// When it happened, on CLOCK_MONOTONIC (T34).
    public var uptime: Duration

    public init(type: UInt16, code: UInt16, value: Int32, uptime: Duration) {
        self.type = type
        self.code = code
        self.value = value
        self.uptime = uptime
    }

    /// The end of a frame (T25).
    public var isReport: Bool { type == EventType.synchronize && code == SyncCode.report }
    /// The kernel's buffer ran over; what came before and after it has a gap (T26).
    public var isDropped: Bool { type == EventType.synchronize && code == SyncCode.dropped }
}

/// `EV_*`
public enum EventType {
    public static let synchronize = UInt16(EV_SYN)
    public static let key = UInt16(EV_KEY)
    public static let relative = UInt16(EV_REL)
    public static let absolute = UInt16(EV_ABS)
}

/// `SYN_*`
public enum SyncCode {
    public static let report = UInt16(SYN_REPORT)
    public static let multitouchReport = UInt16(SYN_MT_REPORT)
    public static let dropped = UInt16(SYN_DROPPED)
}

/// `ABS_*`, those that touchscreens have.
public enum AxisCode {
    public static let x = UInt16(ABS_X)
    public static let y = UInt16(ABS_Y)
    public static let slot = UInt16(ABS_MT_SLOT)
    /// What a device that claims every axis claims too; no touchscreen has it.
    public static let reserved = UInt16(ABS_MT_SLOT) - 1
    public static let multitouchX = UInt16(ABS_MT_POSITION_X)
    public static let multitouchY = UInt16(ABS_MT_POSITION_Y)
    public static let trackingID = UInt16(ABS_MT_TRACKING_ID)
    public static let toolType = UInt16(ABS_MT_TOOL_TYPE)
}

/// `BTN_*`, those that tell a touchscreen from what is none.
public enum ButtonCode {
    /// The first code that is a button and no key: `BTN_MISC`.
    public static let first = UInt16(BTN_MISC)
    public static let left = UInt16(BTN_LEFT)
    public static let joystick = UInt16(BTN_JOYSTICK)
    public static let gamepad = UInt16(BTN_GAMEPAD)
    public static let toolPen = UInt16(BTN_TOOL_PEN)
    public static let toolFinger = UInt16(BTN_TOOL_FINGER)
    public static let touch = UInt16(BTN_TOUCH)
    /// The first code past the buttons that is a key again: `KEY_OK`.
    public static let end = UInt16(KEY_OK)
}

/// `INPUT_PROP_*`
public enum InputProperty {
    public static let pointer = Int(INPUT_PROP_POINTER)
    public static let direct = Int(INPUT_PROP_DIRECT)
    public static let accelerometer = Int(INPUT_PROP_ACCELEROMETER)
}

/// `MT_TOOL_PALM`: the heel of a hand, no finger (T35).
let palmTool = Int32(MT_TOOL_PALM)
