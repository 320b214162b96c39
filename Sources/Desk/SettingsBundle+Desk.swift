package import Office
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
            zone: settings.office.timeZone,
            zoneName: OfficeZone(zone: settings.office.timeZone).abbreviation)
    }

    package var deskRules: DeskRules {
        DeskRules(
            catalogue: catalogue, slipWriter: slipWriter, questionnaire: questionnaire, day: day,
            hours: settings.hours, closesWithoutPrinter: settings.printer.onFault == .closed,
            clockPolicy: settings.clockBehind,
            voidsUnprinted: settings.printer.unprinted == .void, calling: settings.calling)
    }
}
