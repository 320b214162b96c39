import Glibc

/// Serial port for printers: eight bits, no parity, no conversion.
enum SerialLine {
    /// Configures the port. Throws `LinkError` where `path` is no serial port or in use.
    static func setUp(
        _ descriptor: Int32, _ path: String, baud: Int, flow: DeviceURI.SerialFlow
    ) throws(LinkError) {
        var line = termios()
        guard tcgetattr(descriptor, &line) == 0 else { throw .now("\(path) is no serial port") }
        try claim(descriptor, path)
        cfmakeraw(&line)
        cfsetspeed(&line, speed(baud))
        line.c_cflag |= tcflag_t(CLOCAL | CREAD)
        line.c_cflag &= ~tcflag_t(CSTOPB)
        // CRTSCTS of <bits/termios.h>, which is not imported.
        let rtscts = tcflag_t(0o20_000_000_000)
        line.c_cflag = flow == .rtscts ? line.c_cflag | rtscts : line.c_cflag & ~rtscts
        if flow == .xonxoff { line.c_iflag |= tcflag_t(IXON | IXOFF) }
        guard tcsetattr(descriptor, TCSANOW, &line) == 0 else {
            let error = LinkError.now("\(path) can't be set to \(baud) bits a second")
            release(descriptor)
            throw error
        }
        // Answers to an earlier job do not count for this one.
        tcflush(descriptor, TCIFLUSH)
    }

    /// Claims the port, since a second reader would take answers away. TIOCEXCL excludes everyone
    /// but root, and the lock also excludes root's back end.
    private static func claim(_ descriptor: Int32, _ path: String) throws(LinkError) {
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw .inUse(path) }
        _ = ioctl(descriptor, UInt(TIOCEXCL))
    }

    /// Releases the port. A line whose other end stays open keeps the mark, while the lock goes
    /// with the descriptor.
    static func release(_ descriptor: Int32) {
        _ = ioctl(descriptor, UInt(TIOCNXCL))
    }

    /// Time for the last bytes, which no longer count as waiting: those in a UART's own buffer of
    /// 16.
    static func lastBytes(baud: Int) -> Duration { .milliseconds(16 * 10_000 / baud + 1) }

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
