package import Display
package import Foundation
package import Geometry
package import Office

/// Settings of a terminal, as `kiosk.yaml` holds them. Initial values are the defaults; types,
/// ranges and units stand in `Keys`.
package struct KioskSettings: Sendable, Equatable {
    package struct OfficeSettings: Sendable, Equatable {
        package var name: String
        package var timeZone: TimeZone
        package var address = ""
        package var complaints: LocalizedText = ""
    }

    package enum Switch: String, Sendable, CaseIterable {
        /// On where the display is in memory.
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
        /// Place of the picture on the glass, for output and touch together (C7, T13).
        package var orientation = Orientation.upright
        /// Pixels of the display in memory.
        package var width = Panel.small.size.width
        package var height = Panel.small.size.height
        /// Size of the upright picture. It overrules the size that real glass reports (T39).
        package var widthMillimetres: Double?
        package var heightMillimetres: Double?
        /// Some drivers bring pixels to the glass only when the mode is set again (T12).
        package var forcesRefresh = false
        /// Seconds outside office hours until the screen goes dim, and black. 0 means never.
        package var dimAfterSeconds = 120
        package var darkAfterSeconds = 600
        /// The monitor itself goes off with a black picture (T45).
        package var switchesOff = false
        /// `auto` hides the keyboard on the screen while one of hardware is plugged in (T44).
        package var screenKeyboard = ScreenKeyboard.auto
        /// Virtual terminal to take on real glass. Nil means a free one.
        package var console: Int?
    }

    /// Description of an input device by what stays the same on every port (T23). All that is set
    /// must fit.
    package struct InputMatch: Sendable, Equatable {
        package var name: String?
        /// Hexadecimal numbers: `0eef:0001`.
        package var vendorProduct: String?
        package var physicalPath: String?
        package var unique: String?
    }

    /// Keyboard with a role. All other keyboards are grabbed and ignored (C8).
    package struct KeyboardSettings: Sendable, Equatable {
        package enum Role: String, Sendable, CaseIterable { case scanner, keypad, typing }
        package var match = InputMatch()
        package var role = Role.typing
    }

    package struct TouchSettings: Sendable, Equatable {
        package var slopMillimetres = 12.0
        package var debounceMilliseconds = 80
        package var debounceMillimetres = 3.0
        /// Only device that may be the touchscreen. Nil means the best there is.
        package var device: InputMatch?
        /// Keeps the devices from other programs. False is for debugging only (T33).
        package var grabs = true
        /// Contacts of fewer samples are noise (T37).
        package var minimumSamples = 1
    }

    package struct SoundSettings: Sendable, Equatable {
        /// Word for the default device, which may be missing.
        package static let auto = "auto"

        /// ALSA's name, or `auto`. Nil: no sound.
        package var device: String? = SoundSettings.auto
        /// Percent.
        package var level = 50

        /// ALSA's name of the device; nil: no sound.
        package var alsaDevice: String? { device == Self.auto ? "default" : device }
    }

    package struct PrinterSettings: Sendable, Equatable {
        /// Name of the CUPS queue. Nil: numbers are on the screen only.
        package var queue: String?
        /// `host:port` or the path of a Unix socket. Nil: the CUPS of this machine.
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
        /// Whether the page that shows the display in memory is served, on 127.0.0.1 only.
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
    package var sound = SoundSettings()
    package var printer = PrinterSettings()
    package var hours = OfficeHours(isForcedOpen: true)
    package var holidays = HolidaySource.dates([])
    package var quotas: [QuotaSetting] = []
    package var dayStartMinute = 0
    package var clockBehind = ClockPolicy.continue
    package var calling = CallingRules()
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

extension KioskSettings.DisplaySettings {
    /// Panel of a display in memory. Without millimetres, 1280x800 pixels are the small reference
    /// panel and other sizes have 160 pixels an inch.
    package var panel: Panel {
        let size = Size(width: width, height: height)
        let usual = size == Panel.small.size ? .small : Panel(size: size)
        return Panel(
            size: size, widthMillimetres: widthMillimetres ?? usual.widthMillimetres,
            heightMillimetres: heightMillimetres ?? usual.heightMillimetres)
    }

    /// Both millimetres are set, so real glass is not asked for them (T39).
    package var hasMillimetres: Bool { widthMillimetres != nil && heightMillimetres != nil }
}
