package import Display
package import Foundation
package import Geometry
package import Office

/// All that a technician sets of a terminal, as `kiosk.yaml` has it. Every key but `terminal`
/// and `office` may be left out.
package struct KioskSettings: Sendable, Equatable {
    package struct OfficeSettings: Sendable, Equatable {
        package var name: String
        package var timeZone: TimeZone
        package var address = ""
        package var complaints: LocalizedText = ""
    }

    package enum Switch: String, Sendable, CaseIterable {
        case auto
        case on = "true"
        case off = "false"
    }
    package enum PrinterFault: String, Sendable, CaseIterable {
        case numberOnScreen = "number-on-screen"
        case closed
    }
    package enum ScreenKeyboard: String, Sendable, CaseIterable { case auto, always }
    package enum Unprinted: String, Sendable, CaseIterable { case valid, void }

    package struct DisplaySettings: Sendable, Equatable {
        package var backend = DisplayChoice.auto
        /// How the picture lies on the glass, for output and touch together (C7, T13).
        package var orientation = Orientation.upright
        /// The display in memory; of real glass only the millimetres count, where they are set.
        package var panel = Panel.small
        /// The technician said how many millimetres, so the device is not asked (T39).
        package var hasMillimetres = false
        /// T12: some drivers bring pixels to the glass only when the mode is set again.
        package var forcesRefresh = false
        /// Seconds outside office hours after which the screen goes dim, and black; 0: never.
        package var dimAfterSeconds = 120
        package var darkAfterSeconds = 600
        /// Dark means that the monitor itself goes off, not only that its picture is black (T45).
        package var switchesOff = false
        /// `auto`: the keyboard on the screen hides while one of hardware is plugged in (T44).
        package var screenKeyboard = ScreenKeyboard.auto
        /// The virtual terminal to take on real glass; nil: one that nobody uses.
        package var console: Int?
    }

    /// An input device, by what stays the same on every port (T23). All that is set must fit.
    package struct InputMatch: Sendable, Equatable {
        package var name: String?
        /// `0eef:0001`
        package var vendorProduct: String?
        package var physicalPath: String?
        package var unique: String?
    }

    /// A keyboard that is for something; all others are grabbed and ignored (C8).
    package struct KeyboardSettings: Sendable, Equatable {
        package enum Role: String, Sendable, CaseIterable { case scanner, keypad, typing }
        package var match = InputMatch()
        package var role = Role.typing
    }

    package struct TouchSettings: Sendable, Equatable {
        package var slopMillimetres = 12.0
        package var debounceMilliseconds = 80
        package var debounceMillimetres = 3.0
        /// The only device that may be the touchscreen; nil: the best there is.
        package var device: InputMatch?
        /// Off for debugging only: others hear the devices too (T33).
        package var grabs = true
        /// Contacts of fewer samples are noise (T37).
        package var minimumSamples = 1
    }

    package struct PrinterSettings: Sendable, Equatable {
        /// Name of the CUPS queue; nil: numbers are on screen only.
        package var queue: String?
        /// `host:port` or the path of a Unix socket; nil: the host's own CUPS.
        package var server: String?
        package var profile = "generic-escpos-80"
        package var onFault = PrinterFault.numberOnScreen
        package var unprinted = Unprinted.valid
        package var visitorReprint = false
    }

    package struct Timeouts: Sendable, Equatable {
        package var menuSeconds = 30
        package var requirementsSeconds = 90
        package var surveySeconds = 60
        package var lastSeconds = 8
        package var lastWithReprintSeconds = 30
        package var unprintedSeconds = 20
    }

    package struct Limits: Sendable, Equatable {
        package var ticketsPerMinute = 30
        package var childPauseSeconds = 60
        package var ticketsPerVisit = 4
    }

    package struct PageSettings: Sendable, Equatable {
        /// The page that shows the memory display, on 127.0.0.1 only.
        package var isEnabled = Switch.auto
        package var port = 8631
    }

    package var terminal: String
    package var office: OfficeSettings
    package var catalogue = "catalogue"
    package var languageFolder = "languages"
    package var languages = ["id", "tet", "pt", "en"]
    package var questionnaire = "questionnaire.yaml"
    package var keyboard = "keyboards/latin.yaml"
    package var printers = "../Printers"
    package var fonts = "fonts.conf"
    package var display = DisplaySettings()
    package var touch = TouchSettings()
    package var keyboards: [KeyboardSettings] = []
    package var printer = PrinterSettings()
    package var hours = OfficeHours(isForcedOpen: true)
    package var dayStartMinute = 0
    package var clockBehind = ClockPolicy.continue
    package var timeouts = Timeouts()
    package var limits = Limits()
    package var surveyWeight = SatisfactionIndex.Weight.exact
    package var page = PageSettings()
    package var controlTap = Switch.auto
    package var lowReach = false

    package init(terminal: String, officeName: String, timeZone: TimeZone) {
        self.terminal = terminal
        office = OfficeSettings(name: officeName, timeZone: timeZone)
    }
}
