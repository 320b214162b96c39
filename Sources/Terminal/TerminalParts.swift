import Desk
package import Face
package import Logging
package import Slips
package import Sound
package import Touch

/// Parts of a terminal that stay the same until the daemon starts over.
package struct TerminalParts: Sendable {
    /// Nil where numbers are on the screen only.
    package var printer: (any Printer)?
    package var printRoom: PrintRoom?
    /// Faults of the start, a sentence each.
    package var startProblems: [String]
    /// Nil where an accepted calibration counts until the end of the daemon.
    package var calibrations: CalibrationStore?
    /// Keypads of the counters.
    package let pads: PadRegister
    package let sound: SoundPlayer
    package var clock: any KioskClock
    /// Log whose lines the bulletin tells as well.
    package var log: Logger
    package let faults = StandingFaults()
    let waitRoom = WaitRoom()
    let soundLooks = SoundLooks()
    package var bulletin: Bulletin

    /// Printer as the desk knows it.
    var deskPrinter: DeskPrinter? {
        guard let printer, let printRoom else { return nil }
        return DeskPrinter(
            summary: printer.summary, joinsSlips: printRoom.joinsSlips,
            rollMillimetres: printRoom.rollMillimetres, seesNearEnd: printRoom.seesNearEnd)
    }
}
