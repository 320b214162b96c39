import Geometry

/// Opaque sRGB colour with eight bits per channel.
package struct Color: Hashable, Sendable {
    package var red: UInt8
    package var green: UInt8
    package var blue: UInt8

    package init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// Returns the colour with this share of its light, 0...1.
    package func dimmed(to share: Double) -> Color {
        func part(_ value: UInt8) -> UInt8 { UInt8((Double(value) * share).rounded()) }
        return Color(red: part(red), green: part(green), blue: part(blue))
    }

    /// Creates a colour from `0xRRGGBB`.
    package init(_ hex: UInt32) {
        self.init(
            red: UInt8(truncatingIfNeeded: hex >> 16), green: UInt8(truncatingIfNeeded: hex >> 8),
            blue: UInt8(truncatingIfNeeded: hex))
    }

    package static let white = Color(0xFFFFFF)
    package static let black = Color(0x000000)

    /// Pixel of a `PixelBuffer`: `0xFFRRGGBB`.
    package var pixel: UInt32 {
        0xFF00_0000 | UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
    }

    /// Relative luminance, 0...1, as defined by WCAG 2.1.
    package var luminance: Double {
        func linear(_ channel: UInt8) -> Double {
            let value = Double(channel) / 255
            return value <= 0.03928 ? value / 12.92 : power24((value + 0.055) / 1.055)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// Returns the contrast ratio, 1...21, as defined by WCAG 2.1 (K1).
    package func contrast(to other: Color) -> Double {
        let (dark, light) = (min(luminance, other.luminance), max(luminance, other.luminance))
        return (light + 0.05) / (dark + 0.05)
    }
}
