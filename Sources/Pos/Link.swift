import Glibc

/// Why a printer can't be reached or has gone; one sentence.
package struct LinkError: Error, Sendable, Hashable, CustomStringConvertible {
    package var description: String
    /// errno, where there is one.
    package var code: Int32

    static func now(_ what: String, code: Int32 = errno) -> LinkError {
        LinkError(description: "\(what): \(String(cString: strerror(code))).", code: code)
    }

    static func inUse(_ path: String) -> LinkError {
        LinkError(
            description: "\(path) is in use by another program: end that one.", code: EBUSY)
    }
}

/// An open way to a printer. `init` and `finish` may wait, not for long; beside them only `read`
/// does, for 10 ms where it was called for nothing.
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
    /// All that was written has arrived.
    private var isDelivered = false

    /// Opens the way. Throws `LinkError` where the printer can't be reached within the limit.
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
            descriptor = try Self.open(path, O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        case .serial(let path, let baud, let flow):
            descriptor = try Self.open(path, O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
            do { try SerialLine.setUp(descriptor, path, baud: baud, flow: flow) } catch {
                close(descriptor)
                throw error
            }
        case .file(let path):
            descriptor = try Self.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC)
        }
    }

    deinit {
        if case .serial = place {
            // To close a line waits for what it still holds, 30 s as it is set (closing_wait of
            // setserial(8)), and nobody takes that any more.
            if !isDelivered { tcflush(descriptor, TCOFLUSH) }
            SerialLine.release(descriptor)
        }
        close(descriptor)
    }

    private static func open(_ path: String, _ flags: Int32) throws(LinkError) -> Int32 {
        let descriptor = Glibc.open(path, flags, 0o600)
        guard descriptor < 0 else { return descriptor }
        let code = errno
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

    /// A file takes no questions and gives no answers.
    var isFile: Bool { if case .file = place { true } else { false } }

    var isSerial: Bool { if case .serial = place { true } else { false } }

    /// A file of the kernel's that goes with its cable.
    var isDevice: Bool {
        switch place {
        case .usb, .serial: true
        case .tcp, .file: false
        }
    }

    /// How many bytes the other side took now, 0 where it takes none. Throws when it is gone.
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

    /// What has come. Throws when the printer is gone.
    func read() throws(LinkError) -> Arrival {
        if isFile { return .nothing }
        var buffer = [UInt8](repeating: 0, count: 1_024)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        if count > 0 { return .bytes(Array(buffer[..<count])) }
        if count == 0 {
            switch place {
            case .tcp: return .end
            // A line that is hung up gives that for ever.
            case .serial:
                throw LinkError(
                    description: "\(name) is gone: see the printer's cable and that it is "
                        + "switched on.", code: EIO)
            // usblp hands on what a printer sends without a byte in it, and some do so at once
            // again: a short wait instead of a spin.
            case .usb:
                poll(nil, 0, Self.arrivalMilliseconds)
                return .nothing
            case .file: return .nothing
            }
        }
        if [EAGAIN, EWOULDBLOCK, EINTR].contains(errno) { return .nothing }
        throw .now("The connection to \(name) broke")
    }

    /// Reads what an earlier asker did not wait for: it would be taken for the first answers.
    func dropOldAnswers() {
        for _ in 0..<64 {
            if case .usb = place {
                // usblp begins to read only as it is opened.
                var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                poll(&watched, 1, Self.arrivalMilliseconds)
            }
            guard case .bytes = try? read() else { return }
        }
    }

    /// Some frames of a USB cable, of 1 ms each.
    private static let arrivalMilliseconds: Int32 = 10

    /// Bytes that are written and still on this side of the cable; of USB whether there are any.
    var undelivered: Int {
        var count: Int32 = 0
        switch place {
        // SIOCOUTQ of sockets and TIOCOUTQ of terminals are one number (tcp(7), ioctl_tty(2)).
        case .tcp, .serial: return ioctl(descriptor, UInt(TIOCOUTQ), &count) == 0 ? Int(count) : 0
        case .usb: return isWritable(within: .zero) ? 0 : 1
        case .file: return 0
        }
    }

    /// usblp takes a write before the printer has it, and is writable again once it has.
    private func isWritable(within limit: Duration) -> Bool {
        var watched = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&watched, 1, Monotonic.milliseconds(until: Monotonic.now + limit)) > 0
            && watched.revents & Int16(POLLOUT) != 0
    }

    /// Ends a connection without a reset, which would take what the printer has not read yet:
    /// says that no more comes and reads what is still on its way (PRINTERS.md, "Completed is not
    /// printed", case 5).
    /// To close usblp's file takes back what is not on its way yet. A serial line is left time for
    /// what it still carries, the end of a command perhaps, as long as that gets less.
    func finish(_ end: DialogueEnd, within limit: Duration) {
        switch end {
        case .printed:
            // It has read all, or it could not have answered.
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
        let end = Monotonic.now + limit
        while Monotonic.now < end {
            var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&watched, 1, Monotonic.milliseconds(until: end)) > 0 else { continue }
            guard let arrival = try? read(), arrival != .end else { return }
        }
    }

    /// `limit` is without progress; in all it takes no longer than a command may.
    private func drain(baud: Int, within limit: Duration) {
        let end = Monotonic.now + DialogueSettings.commandLimit
        var left = undelivered
        var movedAt = Monotonic.now
        while left > 0, Monotonic.now < min(end, movedAt + limit) {
            poll(nil, 0, Self.drainMilliseconds)
            let now = undelivered
            if now < left { movedAt = Monotonic.now }
            left = now
        }
        if left == 0 {
            let rest = Monotonic.now + SerialLine.lastBytes(baud: baud)
            poll(nil, 0, Monotonic.milliseconds(until: rest))
        }
    }

    /// Between two looks at what a serial line still holds.
    private static let drainMilliseconds: Int32 = 10
}

/// Time that no change of the clock moves.
enum Monotonic {
    static var now: Duration {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    /// For poll(2), rounded up; never below 0.
    static func milliseconds(until end: Duration) -> Int32 {
        let left = end - now
        guard left > .zero else { return 0 }
        let milliseconds =
            left.components.seconds * 1_000 + left.components.attoseconds / 1_000_000_000_000_000
            + 1
        return Int32(clamping: milliseconds)
    }
}
