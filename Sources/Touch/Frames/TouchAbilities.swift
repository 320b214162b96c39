/// How a device says where its fingers are, and in which ranges.
package struct TouchAbilities: Hashable, Sendable {
    package enum Wire: Hashable, Sendable {
        /// Multi-touch type B: a slot for each finger, with a tracking number.
        case slots(count: Int)
        /// Multi-touch type A: every frame names all fingers, each ended by SYN_MT_REPORT.
        case anonymous
        /// One finger: a button and two axes.
        case single
    }

    /// Slots of a device that are read; libevdev has the same limit.
    package static let maximumSlots = 256

    package var wire: Wire
    package var x: AxisRange
    package var y: AxisRange
    /// Whether BTN_TOUCH or, for a pointer, BTN_LEFT says that the glass is touched.
    package var hasButton: Bool

    package init(wire: Wire, x: AxisRange, y: AxisRange, hasButton: Bool) {
        self.wire = wire
        self.x = x
        self.y = y
        self.hasButton = hasButton
    }

    /// Throws `TouchRefusal` where the device is no touchscreen or has no usable range (T24).
    package init(_ device: DeviceDescription) throws(TouchRefusal) {
        // A device that claims every axis there is has no fingers, whatever it claims.
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
                // Slots whose fingers have no number can't tell when one is lifted.
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

    /// The finger's own range, else that of the plain axis.
    private static func range(
        _ device: DeviceDescription, _ finger: UInt16?, _ plain: UInt16, _ letter: String
    ) throws(TouchRefusal) -> AxisRange {
        let ranges = [finger, plain].compactMap { $0.flatMap { device.axes[$0] } }
        if let usable = ranges.first(where: \.isUsable) { return usable }
        throw .noRange(axis: letter, ranges.first ?? AxisRange(minimum: 0, maximum: 0))
    }
}

/// Why a device is not taken for the touchscreen.
package enum TouchRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// It sends no places on glass.
    case noPosition
    /// Its range has the same least and greatest value (T24).
    case noRange(axis: String, AxisRange)
    /// A touchpad, a pen tablet, a game controller, a sensor.
    case otherKind(String)
    /// A second node of a chip, for programs that know only mice or keyboards.
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
