package import Foundation

/// Time zone of the office with its common abbreviation.
package struct OfficeZone: Sendable, Hashable {
    package var zone: TimeZone
    /// Abbreviation of the time zone: "WITA".
    package var abbreviation: String

    package init(zone: TimeZone, abbreviation: String) {
        self.zone = zone
        self.abbreviation = abbreviation
    }

    /// Creates a zone with the abbreviation of Indonesia's three zones. Others use the system's
    /// one.
    package init(zone: TimeZone) {
        let abbreviation =
            switch zone.identifier {
            case "Asia/Jakarta", "Asia/Pontianak": "WIB"
            case "Asia/Makassar", "Asia/Ujung_Pandang": "WITA"
            case "Asia/Jayapura": "WIT"
            default: zone.abbreviation() ?? zone.identifier
            }
        self.init(zone: zone, abbreviation: abbreviation)
    }

    package func local(_ moment: Date) -> LocalTime { LocalTime(moment, in: zone) }
}
