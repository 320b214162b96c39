import Desk
import Drawing
import Foundation
import Office
package import Settings
import TestSupport

/// Office of a seed: its settings, its printer, and how rough its world is.
package struct OfficePlan: Sendable {
    package var bundle: SettingsBundle
    package var hasPrinter = true
    package var joinsSlips = false
    package var answers = true
    /// Whether a sensor sees the end of the roll.
    package var seesNearEnd = false
    package var goesOn = true
    /// Number of visitors on a day.
    package var visitors = 220
    /// Mean number of each kind of trouble on a day.
    package var trouble = 1.0
    /// Orders of staff a day that open or close the office whatever its hours say.
    package var orders = 0.0
    /// Number of counters, the first ones, whose officers work by keypad.
    package var padCount = 0
    /// Mean numbers of some kinds of trouble that are others than usual.
    var rates: [WorldEvent: Double] = [:]
    /// Whether the board has no battery and boots in 1970.
    package var forgetsTime = false

    /// Settings of the repository, with the hours of an office.
    package static func bundle(root: String) throws -> SettingsBundle {
        let loaded = SettingsBundle.load(
            file: root + "/Kiosk/kiosk.yaml", today: CalendarDate(year: 2026, month: 11, day: 23))
        guard var bundle = loaded.value else {
            throw Inspector.Failure(description: "\(loaded.problems)")
        }
        try Fonts.load(configuration: bundle.fontsFile)
        bundle.settings.hours.isForcedOpen = false
        return bundle
    }

    /// Draws an office.
    init(_ bundle: SettingsBundle, _ random: inout SeededRandom) {
        self.bundle = bundle
        func oneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }
        var settings = bundle.settings
        settings.printer.unprinted = oneIn(3) ? .void : .valid
        settings.printer.visitorReprint = oneIn(2)
        settings.printer.onFault = oneIn(5) ? .closed : .numberOnScreen
        settings.clockBehind = oneIn(3) ? .refuse : .continue
        settings.dayStartMinute = oneIn(4) ? 240 : 0
        settings.hours.isForcedOpen = oneIn(4)
        settings.lowReach = oneIn(6)
        self.bundle.settings = settings
        // Short ranges wrap within a day.
        for index in self.bundle.catalogue.services.indices where oneIn(4) {
            self.bundle.catalogue.services[index].numberRange =
                1...Int.random(in: 5...30, using: &random)
        }
        hasPrinter = !oneIn(8)
        joinsSlips = oneIn(4)
        answers = !oneIn(3)
        seesNearEnd = oneIn(3)
        goesOn = !oneIn(3)
        visitors = Int.random(in: 150...300, using: &random)
        trouble = [0, 0.5, 1, 1, 3].randomElement(using: &random) ?? 1
        forgetsTime = oneIn(5)
        // Beside the other draws, which stay what they were.
        var own = SeededRandom(seed: random.seed &+ 0xF1)
        drawOpening(&own)
        var hall = SeededRandom(seed: random.seed &+ 0xD6)
        drawHall(&hall)
    }

    /// Number of counters of a simulated office.
    static let counterCount = 4

    /// Draws the counters, and which of them have a keypad.
    private mutating func drawHall(_ random: inout SeededRandom) {
        let services = bundle.catalogue.services.map(\.id)
        // All counters call everybody, so that the queue is short.
        bundle.settings.calling.counters = (0..<Self.counterCount).map { index in
            func isPrimary(_ place: Int) -> Bool { place % Self.counterCount == index }
            let places = services.indices
            return Counter(
                id: "\(index + 1)", number: 11 + index,
                primary: places.filter(isPrimary).map { services[$0] },
                secondary: places.filter { !isPrimary($0) }.map { services[$0] })
        }
        bundle.settings.calling.groupRatios = []
        bundle.settings.calling.usualSeconds =
            Bool.random(using: &random) ? Int.random(in: 120...600, using: &random) : nil
        padCount = Int.random(in: 0...3, using: &random)
    }

    /// Draws holidays, quotas, the weekdays of agencies, and orders of staff.
    private mutating func drawOpening(_ random: inout SeededRandom) {
        func oneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }
        if oneIn(2) { orders = Double.random(in: 0.2...2, using: &random) }
        if oneIn(3) {
            let first = CalendarDate(year: 2026, month: 11, day: 23).daysSince1970
            for day in first..<first + 60 where oneIn(12) {
                let date = CalendarDate(daysSince1970: day)
                if oneIn(2) {
                    bundle.settings.hours.closedDates.insert(date)
                } else {
                    bundle.settings.hours.holidays[date] = Holiday(name: "Libur")
                }
            }
        }
        if oneIn(3) {
            for index in bundle.catalogue.services.indices where oneIn(3) {
                bundle.catalogue.services[index].quota = Int.random(in: 2...25, using: &random)
            }
        }
        if oneIn(3) {
            for index in bundle.catalogue.agencies.indices where oneIn(3) {
                let days = Weekday.allCases.filter { _ in !oneIn(3) }
                bundle.catalogue.agencies[index].present = days.isEmpty ? nil : Set(days)
            }
        }
    }

    /// Makes an office whose day is one date, with keypads and power cuts.
    mutating func settle() {
        (hasPrinter, joinsSlips, answers) = (true, false, true)
        (padCount, trouble, orders, visitors) = (3, 1, 0, 330)
        forgetsTime = false
        rates = [.clockJump: 0, .powerCut: 4, .padPulled: 2, .kill: 1]
        bundle.settings.hours.isForcedOpen = false
        bundle.settings.dayStartMinute = 0
        bundle.settings.printer.onFault = .numberOnScreen
        bundle.settings.calling.usualSeconds = 300
        for index in bundle.catalogue.services.indices {
            bundle.catalogue.services[index].numberRange = nil
            bundle.catalogue.services[index].quota = nil
        }
    }

    var deskPrinter: DeskPrinter? {
        guard hasPrinter else { return nil }
        return DeskPrinter(
            summary: "printer=simulated", joinsSlips: joinsSlips,
            rollMillimetres: SimulatedPrinter.rollLength, seesNearEnd: seesNearEnd)
    }
}
