import Foundation
package import Geometry
package import Office
package import Screens
package import Settings
import Slips
package import Touch

/// Conversion of settings to those of the face.
extension SettingsBundle {
    package var zone: OfficeZone { OfficeZone(zone: settings.office.timeZone) }

    /// Plan of the face that these settings describe.
    package var face: FacePlan {
        FacePlan(
            content: content, rules: rules, hours: settings.hours,
            dayStartMinute: settings.dayStartMinute, touch: { touch(on: $0) }, light: light,
            switchesOff: settings.display.switchesOff)
    }

    package var content: SessionContent {
        SessionContent(
            officeName: settings.office.name, catalogue: catalogue, phrases: phrases,
            questionnaire: questionnaire, keyboard: keyboard, zone: zone)
    }

    package var rules: SessionRules {
        var rules = SessionRules()
        let timeouts = settings.timeouts
        rules.menuTimeout = .seconds(timeouts.menuSeconds)
        rules.requirementsTimeout = .seconds(timeouts.requirementsSeconds)
        rules.surveyTimeout = .seconds(timeouts.surveySeconds)
        rules.lastTimeout = .seconds(timeouts.lastSeconds)
        rules.lastTimeoutWithReprint = .seconds(timeouts.lastWithReprintSeconds)
        rules.unprintedTimeout = .seconds(timeouts.unprintedSeconds)
        rules.ticketsPerMinute = settings.limits.ticketsPerMinute
        rules.childPause = .seconds(settings.limits.childPauseSeconds)
        rules.ticketsPerVisit = settings.limits.ticketsPerVisit
        rules.unprintedIsVoid = settings.printer.unprinted == .void
        rules.visitorReprint = settings.printer.visitorReprint
        rules.closesWithoutPrinter = settings.printer.onFault == .closed
        rules.hidesScreenKeyboard = settings.display.screenKeyboard == .auto
        rules.lowReach = settings.lowReach
        return rules
    }

    package var light: IdleLight.Rules {
        func after(_ seconds: Int) -> Duration? { seconds == 0 ? nil : .seconds(seconds) }
        return IdleLight.Rules(
            dimAfter: after(settings.display.dimAfterSeconds),
            darkAfter: after(settings.display.darkAfterSeconds))
    }

    /// Touch settings for a panel.
    package func touch(on panel: Panel) -> Touch.TouchSettings {
        Touch.TouchSettings(
            slopPixels: panel.pixels(settings.touch.slopMillimetres),
            debounce: .milliseconds(settings.touch.debounceMilliseconds),
            debouncePixels: panel.pixels(settings.touch.debounceMillimetres))
    }
}

extension KioskSettings {
    /// Settings of the input devices.
    package var inputSettings: InputSettings {
        func match(_ match: InputMatch) -> DeviceMatch {
            DeviceMatch(
                name: match.name, vendorProduct: match.vendorProduct,
                physicalPath: match.physicalPath, unique: match.unique)
        }
        var input = InputSettings()
        input.touchscreen = touch.device.map(match)
        input.isGrabbing = touch.grabs
        input.frames.minimumSamples = touch.minimumSamples
        input.keyboards = keyboards.map { keyboard in
            let role: KeyboardRole =
                switch keyboard.role {
                case .scanner: .scanner
                case .keypad: .numberPad
                case .typing: .typing
                }
            return KeyboardBinding(match: match(keyboard.match), role: role)
        }
        return input
    }
}
