import Foundation

/// Serial line without a cable.
package enum PseudoTerminal {
    /// Returns the printer's end, and the path of the other one. Closing the former hangs the line
    /// up. Throws where there is none.
    package static func open() throws -> (line: Int32, path: String) {
        let line = Foundation.open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var number: Int32 = 0
        var lock: Int32 = 0
        // TIOCGPTN and TIOCSPTLCK; ptsname(3) and unlockpt(3) are not imported.
        guard line >= 0, ioctl(line, UInt(0x8004_5430), &number) == 0,
            ioctl(line, UInt(0x4004_5431), &lock) == 0
        else { throw NeverHappened(what: "a pseudo-terminal") }
        return (line, "/dev/pts/\(number)")
    }
}
