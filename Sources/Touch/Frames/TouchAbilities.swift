/// Protocol of a touchscreen's events, and its ranges.
package struct TouchAbilities: Hashable, Sendable {
    package enum Wire: Hashable, Sendable {
        /// Multi-touch type B: a slot with a tracking number for each finger.
        case slots(count: Int)
        /// Multi-touch type A: every frame lists all fingers, each ended by SYN_MT_REPORT.
        case anonymous
        /// One finger: a button and two axes.
        case single
    }

    /// Maximum number of slots read of a device. libevdev has the same limit.
    package static let maximumSlots = 256

    package var wire: Wire
    package var x: AxisRange
    package var y: AxisRange
    /// Whether the device has BTN_TOUCH or, as pointers do, BTN_LEFT to report a touch.
    package var hasButton: Bool

    package init(wire: Wire, x: AxisRange, y: AxisRange, hasButton: Bool) {
        self.wire = wire
        self.x = x
        self.y = y
        self.hasButton = hasButton
    }

    /// Reads the abilities of a device. Throws `TouchRefusal` where it is no touchscreen or has no
    /// usable range (T24).
    package init(_ device: DeviceDescription) throws(TouchRefusal) {
        // A device that claims every axis has no fingers.
        let isMultitouch =
            device.hasAxis(AxisCode.multitouchX) && device.hasAxis(AxisCode.multitouchY)
            && !device.hasAxis(AxisCode.reserved)
        let hasAxes = device.hasAxis(AxisCode.x) && device.hasAxis(AxisCode.y)
        let buttons = [ButtonCode.touch, ButtonCode.left].filter(device.hasButton)
        guard isMultitouch || (hasAxes && !buttons.isEmpty) else { throw .noPosition }

        var isByFinger = isMultitouch
        if isMultitouch {
            if let slots = device.axes[AxisCode.slot], slots.maximum >= 0,
                device.hasAxis(AxisCode.slot), device.hasAxis(AxisCode.trackingID)
            {
                wire = .slots(count: min(Int(slots.maximum) + 1, Self.maximumSlots))
            } else if device.hasAxis(AxisCode.slot) {
                // Slots without tracking numbers do not tell when a finger is lifted.
                guard hasAxes, !buttons.isEmpty else { throw .noPosition }
                wire = .single
                isByFinger = false
            } else {
                wire = .anonymous
            }
        } else {
            wire = .single
        }
        let codes = isByFinger ? [AxisCode.multitouchX, AxisCode.multitouchY] : []
        x = try Self.range(device, codes.first, AxisCode.x, "X")
        y = try Self.range(device, codes.last, AxisCode.y, "Y")
        hasButton = !buttons.isEmpty
    }

    /// Returns the range of the finger's axis, else that of the plain axis.
    private static func range(
        _ device: DeviceDescription, _ finger: UInt16?, _ plain: UInt16, _ letter: String
    ) throws(TouchRefusal) -> AxisRange {
        let ranges = [finger, plain].compactMap { $0.flatMap { device.axes[$0] } }
        if let usable = ranges.first(where: \.isUsable) { return usable }
        throw .noRange(axis: letter, ranges.first ?? AxisRange(minimum: 0, maximum: 0))
    }
}

/// Reason to refuse a device as the touchscreen.
package enum TouchRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// The device sends no positions on glass.
    case noPosition
    /// The range has equal minimum and maximum (T24).
    case noRange(axis: String, AxisRange)
    /// The device is a touchpad, a pen tablet, a game controller or a sensor.
    case otherKind(String)
    /// The node is a second one of the chip, for programs that know only mice or keyboards.
    case sibling
    /// The settings name another device.
    case notNamed

    package var description: String {
        switch self {
        case .noPosition: "It sends no places on glass."
        case .noRange(let axis, let range):
            "Its \(axis) axis ranges from \(range.minimum) to \(range.maximum), so no place can "
                + "be told; update its firmware or driver."
        case .otherKind(let kind): "It is \(kind)."
        case .sibling:
            "It is a second node of its chip, for programs that know no touchscreens."
        case .notNamed: "The settings name another device."
        }
    }
}
