import Glibc
import Kernel

/// Device of the USB printer class with a file of usblp.
package struct USBPrinter: Sendable, Hashable {
    /// Path, as `/dev/usb/lp0`. The number may change when it is plugged in again.
    package var path: String
    /// Serial number, the same on every port. Some clones have none.
    package var serial: String?
    package var manufacturer: String?
    package var product: String?

    /// Name for people.
    package var title: String {
        let words = [manufacturer, product].compactMap(\.self).joined(separator: " ")
        return words.isEmpty ? "USB printer" : words
    }

    /// Device URI for a queue: by serial number where there is one.
    package var uri: String {
        guard let serial else { return "pos:\(path)" }
        return "pos:/dev/usb/lp?serial=\(Self.encoded(serial))"
    }

    /// Returns all printers that are plugged in, in the order of their files. At most 16, since
    /// usblp has 16 minors. `system` and `devices` stand for /sys and /dev.
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

    /// Returns the first line of a small file without control characters and surrounding blanks;
    /// nil: none.
    private static func line(_ path: String) -> String? {
        guard let bytes = try? Descriptor(opening: path, O_RDONLY).read(upTo: 512) else {
            return nil
        }
        // A device may call itself anything, and a URI has no zero.
        let line = bytes.prefix { $0 != 0x0A }.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 }
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
