import CEvdev

/// Writer of recordings that evemu's own tools can play too.
package enum EvemuWriter {
    /// Returns the head of a file: version, remarks and device. Each remark is one line.
    package static func head(_ device: DeviceDescription, remarks: [String] = []) -> String {
        var lines = ["# EVEMU 1.3"] + remarks.map { "# \($0)" }
        let identity = device.identity
        lines.append("N: " + identity.name.filter { !$0.isNewline })
        let numbers = [identity.bus, identity.vendor, identity.product, identity.version]
        lines.append("I: " + numbers.map { hex($0, 4) }.joined(separator: " "))
        lines += rows("P:", bytes(device.properties, count: 32))
        for type in device.codes.keys.sorted() {
            let codes = Set((device.codes[type] ?? []).map(Int.init))
            let count = (codes.max() ?? 0) + 1
            lines += rows("B: " + hex(type, 2), bytes(codes, count: count))
        }
        for code in device.axes.keys.sorted() {
            guard let range = device.axes[code] else { continue }
            lines.append(
                "A: \(hex(code, 2)) \(range.minimum) \(range.maximum) \(range.fuzz) "
                    + "\(range.flat) \(range.resolution)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Returns the line of an event, with its names as a remark. `start` is the time that counts as
    /// 0.
    package static func line(_ event: RawEvent, start: Duration = .zero) -> String {
        let time = max(.zero, event.uptime - start).components
        let microseconds = String(time.attoseconds / 1_000_000_000_000)
        let places = String(repeating: "0", count: 6 - microseconds.count) + microseconds
        return "E: \(time.seconds).\(places) \(hex(event.type, 4)) \(hex(event.code, 4)) "
            + "\(event.value)\t# \(name(event))\n"
    }

    /// Returns the whole text of a file.
    package static func text(_ recording: EvemuRecording, remarks: [String] = []) -> String {
        head(recording.device, remarks: remarks)
            + recording.events.map { line($0) }.joined()
    }

    private static func name(_ event: RawEvent) -> String {
        let type = libevdev_event_type_get_name(UInt32(event.type)).map { String(cString: $0) }
        let code = libevdev_event_code_get_name(UInt32(event.type), UInt32(event.code)).map {
            String(cString: $0)
        }
        return "\(type ?? "?") / \(code ?? "?")"
    }

    private static func bytes(_ bits: Set<Int>, count: Int) -> [UInt8] {
        // Round up to whole lines of eight bytes.
        var bytes = [UInt8](repeating: 0, count: (max(1, count) + 63) / 64 * 8)
        for bit in bits where bit >= 0 && bit / 8 < bytes.count { bytes[bit / 8] |= 1 << (bit % 8) }
        return bytes
    }

    private static func rows(_ prefix: String, _ bytes: [UInt8]) -> [String] {
        stride(from: 0, to: bytes.count, by: 8).map { start in
            prefix + " "
                + bytes[start..<min(start + 8, bytes.count)].map { hex($0, 2) }
                .joined(separator: " ")
        }
    }

    private static func hex(_ value: some BinaryInteger, _ length: Int) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, length - digits.count)) + digits
    }
}
