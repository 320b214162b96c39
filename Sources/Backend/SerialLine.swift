import Glibc

/// A serial port as printers want it: eight bits, no parity, nothing changed on the way.
enum SerialLine {
    /// Throws `LinkError` where `path` is no serial port.
    static func setUp(
        _ descriptor: Int32, _ path: String, baud: Int, flow: DeviceURI.SerialFlow
    ) throws(LinkError) {
        var line = termios()
        guard tcgetattr(descriptor, &line) == 0 else { throw .now("\(path) is no serial port") }
        cfmakeraw(&line)
        cfsetspeed(&line, speed(baud))
        line.c_cflag |= tcflag_t(CLOCAL | CREAD)
        line.c_cflag &= ~tcflag_t(CSTOPB)
        // CRTSCTS of <bits/termios.h>, which is not imported.
        let rtscts = tcflag_t(0o20_000_000_000)
        line.c_cflag = flow == .rtscts ? line.c_cflag | rtscts : line.c_cflag & ~rtscts
        if flow == .xonxoff { line.c_iflag |= tcflag_t(IXON | IXOFF) }
        guard tcsetattr(descriptor, TCSANOW, &line) == 0 else {
            throw .now("\(path) can't be set to \(baud) bits a second")
        }
        // Answers to an earlier job are none to this one.
        tcflush(descriptor, TCIFLUSH)
    }

    private static func speed(_ baud: Int) -> speed_t {
        switch baud {
        case 1200: speed_t(B1200)
        case 2400: speed_t(B2400)
        case 4800: speed_t(B4800)
        case 19200: speed_t(B19200)
        case 38400: speed_t(B38400)
        case 57600: speed_t(B57600)
        case 115200: speed_t(B115200)
        default: speed_t(B9600)
        }
    }
}
