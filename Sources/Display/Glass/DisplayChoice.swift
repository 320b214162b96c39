package import Geometry

/// Display that the settings ask for: `auto`, `kms`, `kms:HDMI-A-1`, `fbdev`, `fbdev:/dev/fb1`,
/// `memory` or `memory:1280x800`.
package enum DisplayChoice: Hashable, Sendable, CustomStringConvertible {
    /// A KMS display where there is one, else a framebuffer.
    case auto
    /// Connector by name; nil: the first one with a monitor.
    case kms(connector: String?)
    /// Framebuffer by path; nil: the first usable one.
    case fbdev(path: String?)
    /// Display in memory; nil: with the size in the settings.
    case memory(Size?)

    /// Allowed sides of a display in memory, in pixels.
    package static let sides = 240...7680

    /// Parses the text; nil where it is none of these. `usage` lists them.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let detail = parts.count == 2 ? String(parts[1]) : nil
        if let detail, detail.isEmpty { return nil }
        switch (parts[0], detail) {
        case ("auto", nil): self = .auto
        case ("kms", let connector):
            if let connector, connector.contains(where: { $0.isWhitespace || $0 == "/" }) {
                return nil
            }
            self = .kms(connector: connector)
        case ("fbdev", let path):
            if let path, !path.hasPrefix("/") { return nil }
            self = .fbdev(path: path)
        case ("memory", nil): self = .memory(nil)
        case ("memory", let detail?):
            guard let size = Self.size(detail) else { return nil }
            self = .memory(size)
        default: return nil
        }
    }

    /// Message about a wrong choice.
    package static let usage =
        "must be auto, kms, kms:CONNECTOR (e.g. kms:HDMI-A-1), fbdev, fbdev:PATH (e.g. "
        + "fbdev:/dev/fb1), memory or memory:WIDTHxHEIGHT with sides from \(sides.lowerBound) to "
        + "\(sides.upperBound)"

    package var description: String {
        switch self {
        case .auto: "auto"
        case .kms(nil): "kms"
        case .kms(let connector?): "kms:\(connector)"
        case .fbdev(nil): "fbdev"
        case .fbdev(let path?): "fbdev:\(path)"
        case .memory(nil): "memory"
        case .memory(let size?): "memory:\(size.width)x\(size.height)"
        }
    }

    private static func size(_ text: String) -> Size? {
        let sides = text.split(separator: "x", omittingEmptySubsequences: false)
        guard sides.count == 2, let width = Int(sides[0]), let height = Int(sides[1]),
            Self.sides.contains(width), Self.sides.contains(height)
        else { return nil }
        return Size(width: width, height: height)
    }
}
