import CFontconfig
import CPango

#if canImport(Glibc)
    import Glibc
#endif

/// Error of a font that the screen needs and this machine lacks.
package struct FontError: Error, CustomStringConvertible, Equatable {
    /// Missing families.
    package var missing: [String]
    /// Path of the fontconfig file.
    package var configuration: String
    /// Whether that file could be read. Otherwise no family is found.
    package var isConfigurationRead: Bool

    package init(missing: [String], configuration: String, isConfigurationRead: Bool = true) {
        self.missing = missing
        self.configuration = configuration
        self.isConfigurationRead = isConfigurationRead
    }

    package var description: String {
        guard isConfigurationRead else {
            return "\(configuration) can't be read as a fontconfig file: put the one of Loket "
                + "there."
        }
        return
            "Fonts missing: \(missing.joined(separator: ", ")) (asked through \(configuration)). "
            + "Install the Debian packages "
            + missing.map { Fonts.package(of: $0) }.joined(separator: ", ") + "."
    }
}

/// Fonts of screen and slip. Loket's own fontconfig file selects them and no others, so that a
/// picture is the same on every machine (T51).
package enum Fonts {
    package static let text = "Inter"
    package static let fallback = "DejaVu Sans"
    package static let icons = "Material Icons"

    static func package(of family: String) -> String {
        switch family {
        case text: "fonts-inter"
        case fallback: "fonts-dejavu-core"
        default: "fonts-material-design-icons-iconfont"
        }
    }

    /// Makes the file's fonts the only ones of this process. Call it once, before anything is
    /// drawn. Throws `FontError` where the file cannot be read or a family is missing; the
    /// available fonts are used all the same.
    package static func load(configuration path: String) throws(FontError) {
        var isRead = false
        if let configuration = FcConfigCreate() {
            isRead = FcConfigParseAndLoad(configuration, path, FcTrue) == FcTrue
            FcConfigBuildFonts(configuration)
            FcConfigSetCurrent(configuration)
            FcConfigDestroy(configuration)
        }
        // An earlier call may have created Pango's default map.
        pango_cairo_font_map_set_default(nil)
        let missing = [text, fallback, icons].filter { !isThere($0) }
        guard isRead && missing.isEmpty else {
            throw FontError(
                missing: missing, configuration: path, isConfigurationRead: isRead)
        }
    }

    private static func isThere(_ family: String) -> Bool {
        guard let pattern = FcPatternCreate(), let objects = FcObjectSetCreate() else {
            return false
        }
        defer {
            FcPatternDestroy(pattern)
            FcObjectSetDestroy(objects)
        }
        FcPatternAddString(pattern, FC_FAMILY, family)
        FcObjectSetAdd(objects, FC_FILE)
        guard let set = FcFontList(nil, pattern, objects) else { return false }
        defer { FcFontSetDestroy(set) }
        return set.pointee.nfont > 0
    }
}

/// Returns `pow(x, 2.4)`, in this file so that the rest of the room needs no C library for it.
func power24(_ x: Double) -> Double { pow(x, 2.4) }
