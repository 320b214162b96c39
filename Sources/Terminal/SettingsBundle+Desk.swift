import Face
import Geometry
package import Office
import Screens
package import Settings
package import Slips

/// Settings as the desks want them.
extension SettingsBundle {
    package var day: BusinessDay {
        BusinessDay(zone: settings.office.timeZone, startMinute: settings.dayStartMinute)
    }

    package var slipWriter: SlipWriter {
        SlipWriter(
            officeName: settings.office.name, address: settings.office.address,
            complaints: settings.office.complaints, catalogue: catalogue, phrases: phrases,
            zone: settings.office.timeZone, zoneName: zone.abbreviation)
    }
}
