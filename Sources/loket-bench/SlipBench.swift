import Drawing
import Foundation
import Geometry
import Office
import Paper
import Settings
import Terminal

/// Slips composed and rendered per second.
struct SlipBench {
    let bundle: SettingsBundle

    func run() -> [Line] {
        let writer = bundle.slipWriter
        let ticket = Ticket(
            id: TicketID(terminal: "bench", sequence: 1),
            number: TicketNumber(prefix: "K", value: 8),
            businessDate: CalendarDate(year: 2026, month: 11, day: 23), serviceID: "ktp-el",
            language: .indonesian, issuedAt: Date(), code: "7F3KQ9TZ", surveyToken: "0123456789")
        func compose() -> Slip {
            writer.ticket(ticket, peopleAhead: 7, waitMinutes: 20...35)
        }
        let shaper = TextShaper()
        var lines = [
            perSecond("slips composed", Measure.milliseconds(300) { _ = compose() })
        ]
        if let profile = PrinterProfile.load(
            name: "generic-escpos-80", folder: bundle.printersFolder
        ).value {
            let renderer = ESCPOSRenderer(profile: profile, shaper: shaper)
            lines.append(
                perSecond(
                    "slips composed and rendered as ESC/POS text",
                    Measure.milliseconds(200) { _ = renderer.bytes(of: compose()) }))
        }
        let picture = SlipPicture(widthDots: 576, dotsPerMillimetre: 8, shaper: shaper)
        lines.append(
            perSecond(
                "slips composed and drawn as pictures",
                Measure.milliseconds(100) { _ = picture.pixels(of: compose()) }))
        return lines
    }

    private func perSecond(_ what: String, _ milliseconds: [Double]) -> Line {
        Line(what, 1000 / Measure.median(milliseconds), "/s")
    }
}
