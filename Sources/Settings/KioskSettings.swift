import Foundation
import Geometry
import Office

/// All that a technician sets of a terminal, as `kiosk.yaml` has it. Every key but `terminal`
/// and `office` may be left out.
public struct KioskSettings: Sendable, Equatable {
    public struct OfficeSettings: Sendable, Equatable {
        public var name: String
        public var timeZone: TimeZone
        public var address = ""
        public var complaints: LocalizedText = ""
    }

    public enum Switch: String, Sendable, CaseIterable {
        case auto
        case on = "true"
        case off = "false"
    }
    public enum PrinterFault: String, Sendable, CaseIterable {
        case numberOnScreen = "number-on-screen"
        case closed
    }
    public enum ScreenKeyboard: String, Sendable, CaseIterable { case auto, always }
    public enum Unprinted: String, Sendable, CaseIterable { case valid, void }

    public struct DisplaySettings: Sendable, Equatable {
        public var backend = DisplayChoice.auto
        /// How the picture lies on the glass, for output and touch together (C7, T13).
        public var orientation = Orientation.upright
        /// The display in memory; of real glass only the millimetres count, where they are set.
        public var panel = Panel.small
        /// The technician said how many millimetres, so the device is not asked (T39).
        public var hasMillimetres = false
        /// T12: some drivers bring pixels to the glass only when the mode is set again.
        public var forcesRefresh = false
        /// Seconds outside office hours after which the screen goes dim, and black; 0: never.
        public var dimAfterSeconds = 120
        public var darkAfterSeconds = 600
        /// Dark means that the monitor itself goes off, not only that its picture is black (T45).
        public var switchesOff = false
        /// `auto`: the keyboard on the screen hides while one of hardware is plugged in (T44).
        public var screenKeyboard = ScreenKeyboard.auto
        /// The virtual terminal to take on real glass; nil: one that nobody uses.
        public var console: Int?
    }

    /// An input device, by what stays the same on every port (T23). All that is set must fit.
    public struct InputMatch: Sendable, Equatable {
        public var name: String?
        /// `0eef:0001`
        public var vendorProduct: String?
        public var physicalPath: String?
        public var unique: String?
    }

    /// A keyboard that is for something; all others are grabbed and ignored (C8).
    public struct KeyboardSettings: Sendable, Equatable {
        public enum Role: String, Sendable, CaseIterable { case scanner, keypad, typing }
        public var match = InputMatch()
        public var role = Role.typing
    }

    public struct TouchSettings: Sendable, Equatable {
        public var slopMillimetres = 12.0
        public var debounceMilliseconds = 80
        public var debounceMillimetres = 3.0
        /// The only device that may be the touchscreen; nil: the best there is.
        public var device: InputMatch?
        /// Off for debugging only: others hear the devices too (T33).
        public var grabs = true
        /// Contacts of fewer samples are noise (T37).
        public var minimumSamples = 1
    }

    public struct PrinterSettings: Sendable, Equatable {
        /// Name of the CUPS queue; nil: numbers are on screen only.
        public var queue: String?
        /// `host:port` or the path of a Unix socket; nil: the host's own CUPS.
        public var server: String?
        public var profile = "generic-escpos-80"
        public var onFault = PrinterFault.numberOnScreen
        public var unprinted = Unprinted.valid
        public var visitorReprint = false
    }

    public struct Timeouts: Sendable, Equatable {
        public var menuSeconds = 30
        public var requirementsSeconds = 90
        public var surveySeconds = 60
        public var lastSeconds = 8
        public var lastWithReprintSeconds = 30
        public var unprintedSeconds = 20
    }

    public struct Limits: Sendable, Equatable {
        public var ticketsPerMinute = 30
        public var childPauseSeconds = 60
        public var ticketsPerVisit = 4
    }

    public struct PageSettings: Sendable, Equatable {
        /// The page that shows the memory display, on 127.0.0.1 only.
        public var isEnabled = Switch.auto
        public var port = 8631
    }

    public var terminal: String
    public var office: OfficeSettings
    public var catalogue = "catalogue"
    public var languageFolder = "languages"
    public var languages = ["id", "tet", "pt", "en"]
    public var questionnaire = "questionnaire.yaml"
    public var keyboard = "keyboards/latin.yaml"
    public var printers = "../Printers"
    public var fonts = "fonts.conf"
    public var display = DisplaySettings()
    public var touch = TouchSettings()
    public var keyboards: [KeyboardSettings] = []
    public var printer = PrinterSettings()
    public var hours = OfficeHours(isForcedOpen: true)
    public var dayStartMinute = 0
    public var clockBehind = ClockPolicy.continue
    public var timeouts = Timeouts()
    public var limits = Limits()
    public var surveyWeight = SatisfactionIndex.Weight.exact
    public var page = PageSettings()
    public var controlTap = Switch.auto
    public var lowReach = false

    public init(terminal: String, officeName: String, timeZone: TimeZone) {
        self.terminal = terminal
        office = OfficeSettings(name: officeName, timeZone: timeZone)
    }
}
