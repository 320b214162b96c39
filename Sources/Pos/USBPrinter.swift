import Glibc

/// A USB printer class device that usblp has a file for.
package struct USBPrinter: Sendable, Hashable {
    /// `/dev/usb/lp0`; the number may be another one after it was plugged in again.
    package var path: String
    /// Stays the same on every port; some clones have none.
    package var serial: String?
    package var manufacturer: String?
    package var product: String?

    /// For people.
    package var title: String {
        let words = [manufacturer, product].compactMap(\.self).joined(separator: " ")
        return words.isEmpty ? "USB printer" : words
    }

    /// The device URI to make a queue with: by serial number where there is one.
    package var uri: String {
        guard let serial else { return "pos:\(path)" }
        return "pos:/dev/usb/lp?serial=\(Self.encoded(serial))"
    }

    /// All that are plugged in, in the order of their files. At most 16, as usblp has minors.
    /// `system` and `devices` are folders like /sys and /dev.
    package static func all(system: String = "/sys", devices: String = "/dev") -> [USBPrinter] {
        (0..<16).compactMap { number in
            let folder = "\(system)/class/usbmisc/lp\(number)"
            guard access(folder, F_OK) == 0 else { return nil }
            // `device` is the interface; the device itself is the folder above it.
            func text(_ name: String) -> String? { line("\(folder)/device/../\(name)") }
            return USBPrinter(
                path: "\(devices)/usb/lp\(number)", serial: text("serial"),
                manufacturer: text("manufacturer"), product: text("product"))
        }
    }

    /// The first line of a small file, without blanks around it; nil for none.
    private static func line(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 512)
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else { return nil }
        let line = buffer[..<count].prefix { $0 != 0x0A }
        let words = String(decoding: line, as: UTF8.self).split(separator: " ")
        return words.isEmpty ? nil : words.joined(separator: " ")
    }

    private static func encoded(_ text: String) -> String {
        let hex = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
