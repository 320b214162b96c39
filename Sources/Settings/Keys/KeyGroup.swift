/// Keys that stand in one mapping of `kiosk.yaml`, or a part of those at its top.
package struct KeyGroup: Sendable {
    /// Path of the mapping: `hours.breaks`. Empty for keys at the top of the file.
    package let path: String
    /// One or two plain sentences for a technician.
    package let help: String
    package let keys: [Key<KioskSettings>]
    /// A file without this mapping can't be used.
    let isRequired: Bool
    /// Sets the defaults that count once the mapping is there.
    let begin: @Sendable (inout KioskSettings) -> Void
    /// Adds a problem where the values don't go together.
    let check: @Sendable (YAMLMap, KioskSettings) -> Void

    init(
        _ path: String, _ help: String, isRequired: Bool = false,
        begin: @escaping @Sendable (inout KioskSettings) -> Void = { _ in },
        check: @escaping @Sendable (YAMLMap, KioskSettings) -> Void = { _, _ in },
        _ keys: [Key<KioskSettings>]
    ) {
        (self.path, self.help, self.keys) = (path, help, keys)
        (self.isRequired, self.begin, self.check) = (isRequired, begin, check)
    }

    /// Path of the mapping that this one stands in, and its name there.
    var parent: (path: String, name: String) {
        guard let dot = path.lastIndex(of: ".") else { return ("", path) }
        return (String(path[..<dot]), String(path[path.index(after: dot)...]))
    }

    /// Settings that hold the defaults of this group's keys.
    var defaults: KioskSettings {
        var settings = KioskSettings.standIn
        begin(&settings)
        return settings
    }

    package var references: [KeyReference] {
        let defaults = defaults
        return keys.flatMap { $0.references(below: path, defaults) }
    }
}
