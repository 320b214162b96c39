/// Keypad of a counter, known by the port that it is plugged into (V22): receivers of one model have
/// no serial number.
///
/// All event nodes of one device at one port are one pad (V21). A receiver that several pads share
/// numbers them behind its path (`input2:1`), and each of them is a pad of its own.
package struct PadIdentity: Hashable, Sendable, Codable {
    /// Port, as `usb-0000:00:14.0-2`; empty where the device reports none.
    package var port: String
    /// Vendor and product, as `04d9:a02a`.
    package var vendorProduct: String
    /// Serial number or wireless address; empty for most pads.
    package var unique: String

    package init(port: String, vendorProduct: String, unique: String = "") {
        (self.port, self.vendorProduct, self.unique) = (port, vendorProduct, unique)
    }

    /// Pad that a device's event node belongs to.
    package init(_ device: DeviceIdentity) {
        self.init(
            port: Self.port(device.physicalPath), vendorProduct: device.vendorProduct,
            unique: device.unique)
    }

    /// Whether this is the same model, as it may be plugged in elsewhere.
    package func isModel(of other: PadIdentity) -> Bool { vendorProduct == other.vendorProduct }

    private static func port(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), path[slash...].hasPrefix("/input") else {
            return path
        }
        let number = path[slash...].split(separator: ":").dropFirst().first
        return String(path[..<slash]) + (number.map { ":\($0)" } ?? "")
    }
}

extension PadIdentity: CustomStringConvertible {
    package var description: String {
        "\(vendorProduct) at \(port.isEmpty ? "a port without a name" : port)"
    }
}

/// Keypad that belongs to a counter.
package struct PadBinding: Hashable, Sendable, Codable {
    package var pad: PadIdentity
    /// Name of the counter in the settings.
    package var counter: String
    /// Name that the pad reported when it was bound.
    package var name: String

    package init(pad: PadIdentity, counter: String, name: String) {
        (self.pad, self.counter, self.name) = (pad, counter, name)
    }
}

extension [PadBinding] {
    /// Binds a pad to its counter, and to no other one any more. `pads` are those that are there or
    /// bound: one of the counter that was moved to this port leaves no second binding behind.
    package mutating func bind(_ binding: PadBinding, among pads: [PadSummary]) {
        let moved = Set(
            pads.filter {
                !$0.isPresent && $0.counter == binding.counter && $0.pad.isModel(of: binding.pad)
            }.map(\.pad))
        removeAll { $0.pad == binding.pad || moved.contains($0.pad) }
        append(binding)
    }
}
