import Glibc
import Kernel

/// Error of a printer that cannot be reached or is gone, as one sentence.
package struct LinkError: Error, Sendable, Hashable, CustomStringConvertible {
    package var description: String
    /// Error number (`errno`), if there is one.
    package var code: Int32

    static func now(_ what: String, code: Int32 = errno) -> LinkError {
        LinkError(description: "\(what): \(SystemError.text(code)).", code: code)
    }

    static func inUse(_ path: String) -> LinkError {
        LinkError(
            description: "\(path) is in use by another program: end that one.", code: EBUSY)
    }
}

/// Open connection to a printer. Only `init` and `finish` may wait, for a limited time, and `read`
/// for 10 ms where nothing has arrived.
final class Link {
    enum Arrival: Equatable {
        case bytes([UInt8])
        case nothing
        /// The printer has closed its side.
        case end
    }

    let descriptor: Int32
    private let place: DeviceURI.Place
    private let name: String
    /// Whether everything written has arrived.
    private var isDelivered = false

    /// Opens the connection. Throws `LinkError` where the printer cannot be reached within the
    /// limit.
    init(_ uri: DeviceURI) throws(LinkError) {
        place = uri.place
        name = uri.name
        switch uri.place {
        case .tcp(let host, let port):
            descriptor = try TCP.connect(host: host, port: port, within: uri.connectLimit)
        case .usb(let path, let serial):
            var path = path
            if let serial {
                guard let found = USBPrinter.all().first(where: { $0.serial == serial }) else {
                    throw LinkError(
                        description: "No USB printer with the serial number \(serial) is there: "
                            + "see its cable and that it is switched on.", code: ENODEV)
                }
                path = found.path
            }
            descriptor = try Self.open(path, O_RDWR | O_NONBLOCK | O_NOCTTY)
        case .serial(let path, let baud, let flow):
            descriptor = try Self.open(path, O_RDWR | O_NONBLOCK | O_NOCTTY)
            do { try SerialLine.setUp(descriptor, path, baud: baud, flow: flow) } catch {
                close(descriptor)
                throw error
            }
        case .file(let path):
            descriptor = try Self.open(path, O_WRONLY | O_CREAT | O_TRUNC)
        }
    }

    deinit {
        if case .serial = place {
            // Closing a line waits for its remaining bytes, 30 s by default (closing_wait of
            // setserial(8)), which no printer takes any more.
            if !isDelivered { tcflush(descriptor, TCOFLUSH) }
            SerialLine.release(descriptor)
        }
        close(descriptor)
    }

    private static func open(_ path: String, _ flags: Int32) throws(LinkError) -> Int32 {
        let code: Int32
        do throws(SystemError) { return try Descriptor(opening: path, flags).release() } catch {
            code = error.code
        }
        switch code {
        case ENOENT, ENODEV, ENXIO:
            throw LinkError(
                description: "\(path) is not there: see the printer's cable and that it is "
                    + "switched on.", code: code)
        case EBUSY: throw .inUse(path)
        case EACCES, EPERM:
            throw LinkError(
                description: "\(path) may not be opened: put the user of CUPS's back ends into "
                    + "the file's group (lp, dialout), or install loket-pos with mode 0700.",
                code: code)
        default: throw .now("\(path) can't be opened", code: code)
        }
    }

    /// Whether the link is a file, which takes no questions and gives no answers.
    var isFile: Bool { if case .file = place { true } else { false } }

    var isSerial: Bool { if case .serial = place { true } else { false } }

    /// Whether the link is a device file that vanishes with its cable.
    var isDevice: Bool {
        switch place {
        case .usb, .serial: true
        case .tcp, .file: false
        }
    }

    /// Writes without waiting. Returns the number of bytes taken, 0 for none. Throws `LinkError`
    /// when the printer is gone.
    func write(_ bytes: ArraySlice<UInt8>) throws(LinkError) -> Int {
        let count = bytes.withUnsafeBytes { raw in
            if case .tcp = place {
                return send(descriptor, raw.baseAddress, raw.count, Int32(MSG_NOSIGNAL))
            }
            return Glibc.write(descriptor, raw.baseAddress, raw.count)
        }
        if count >= 0 { return count }
        if [EAGAIN, EWOULDBLOCK, EINTR].contains(errno) { return 0 }
        throw .now("The connection to \(name) broke")
    }

    /// Reads what has arrived. Throws `LinkError` when the printer is gone.
    func read() throws(LinkError) -> Arrival {
        if isFile { return .nothing }
        var buffer = [UInt8](repeating: 0, count: 1_024)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        if count > 0 { return .bytes(Array(buffer[..<count])) }
        if count == 0 {
            switch place {
            case .tcp: return .end
            // A hung-up line returns this forever.
            case .serial:
                throw LinkError(
                    description: "\(name) is gone: see the printer's cable and that it is "
                        + "switched on.", code: EIO)
            // usblp passes on packets without a byte, which some printers repeat at once. A short
            // wait avoids a busy loop.
            case .usb:
                Uptime.pause(for: Self.arrivalTime)
                return .nothing
            case .file: return .nothing
            }
        }
        if [EAGAIN, EWOULDBLOCK, EINTR].contains(errno) { return .nothing }
        throw .now("The connection to \(name) broke")
    }

    /// Discards answers to earlier questions, which would be taken for the first ones.
    func dropOldAnswers() {
        for _ in 0..<64 {
            if case .usb = place {
                // usblp begins to read only when it is opened.
                var watched = PollSet(descriptor)
                watched.wait(until: Uptime.now() + Self.arrivalTime)
            }
            guard case .bytes = try? read() else { return }
        }
    }

    /// Time for some frames on a USB cable, of 1 ms each.
    private static let arrivalTime = Duration.milliseconds(10)

    /// Number of bytes written and still on this side of the cable; for USB 1 if there are any.
    var undelivered: Int {
        var count: Int32 = 0
        switch place {
        // SIOCOUTQ of sockets and TIOCOUTQ of terminals have the same number (tcp(7),
        // ioctl_tty(2)).
        case .tcp, .serial: return ioctl(descriptor, UInt(TIOCOUTQ), &count) == 0 ? Int(count) : 0
        case .usb: return isWritable(within: .zero) ? 0 : 1
        case .file: return 0
        }
    }

    /// Waits until usblp is writable. It accepts a write before the printer has it, and is writable
    /// again after that.
    private func isWritable(within limit: Duration) -> Bool {
        var watched = PollSet(descriptor, .writable)
        watched.wait(until: Uptime.now() + limit)
        return watched[0].contains(.writable)
    }

    /// Ends a connection without a reset, which would discard what the printer has not read yet: it
    /// ends the sending side and reads what is still coming (PRINTERS.md, "Completed is not
    /// printed", case 5). Closing usblp's file drops what is not yet in transit. A serial line has
    /// time for its remaining bytes, such as the end of a command, as long as they get fewer.
    func finish(_ end: DialogueEnd, within limit: Duration) {
        switch end {
        case .printed:
            // It has read everything, or it could not have answered.
            isDelivered = true
            return
        case .sent: isDelivered = true
        case .notPrinted, .unknown: break
        }
        switch place {
        case .usb: _ = isWritable(within: limit)
        case .tcp: awaitClose(within: limit)
        case .serial(_, let baud, _):
            if !isDelivered { drain(baud: baud, within: limit) }
        case .file: break
        }
    }

    private func awaitClose(within limit: Duration) {
        shutdown(descriptor, Int32(SHUT_WR))
        let end = Uptime.now() + limit
        while Uptime.now() < end {
            var watched = PollSet(descriptor)
            guard watched.wait(until: end) else { continue }
            guard let arrival = try? read(), arrival != .end else { return }
        }
    }

    /// Waits for a serial line. `limit` is the time without progress; the total is at most
    /// `commandLimit`.
    private func drain(baud: Int, within limit: Duration) {
        let end = Uptime.now() + DialogueSettings.commandLimit
        var left = undelivered
        var movedAt = Uptime.now()
        while left > 0, Uptime.now() < min(end, movedAt + limit) {
            Uptime.pause(for: Self.drainLook)
            let now = undelivered
            if now < left { movedAt = Uptime.now() }
            left = now
        }
        if left == 0 {
            Uptime.pause(for: SerialLine.lastBytes(baud: baud))
        }
    }

    /// Interval between two checks of a serial line's remaining bytes.
    private static let drainLook = Duration.milliseconds(10)
}
