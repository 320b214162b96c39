package import CFontconfig
package import CPango

#if canImport(Glibc)
    import Glibc
#endif

/// A font that the screen needs is not on this machine.
package struct FontError: Error, CustomStringConvertible, Equatable {
    /// Families that are missing.
    package var missing: [String]
    /// The fontconfig file that was asked for.
    package var configuration: String
    /// Whether that file could be read; where it could not, no family is to be found.
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

/// The fonts of screen and slip, chosen by a fontconfig file of our own that names no others, so
/// that a picture is the same on every machine (T51).
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

    /// Makes the file's fonts the only ones of this process. To be called once, before anything
    /// is drawn. Throws `FontError` where the file can't be read or a family is missing; what
    /// there is is used all the same.
    package static func load(configuration path: String) throws(FontError) {
        var isRead = false
        if let configuration = FcConfigCreate() {
            isRead = FcConfigParseAndLoad(configuration, path, FcTrue) == FcTrue
            FcConfigBuildFonts(configuration)
            FcConfigSetCurrent(configuration)
            FcConfigDestroy(configuration)
        }
        // Pango's own default map may have been made already by an earlier call.
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

/// `pow(x, 2.4)`, here so that the rest of the room needs no C library for one function.
func power24(_ x: Double) -> Double { pow(x, 2.4) }
