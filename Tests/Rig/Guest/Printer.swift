import Glibc
import PrinterModel

/// Receipt printer at a USB cable, controlled by lines:
///
///     plug    unplug
///     set paperOut|nearEnd|coverOpen|cutter|mute|automatic|star 0|1
///     ends N     the paper ends after N bytes of documents
///     takes N    takes N more bytes, and then none; `takes all`
///     paper      what is on paper, in hexadecimal digits
///     state      received=N most=N answered=N: bytes of documents received, maximum in its
///                buffer, bytes of answers that the cable took
///
/// Each other line is answered by `ok`.
final class Printer {
    private let gadget: Gadget
    private var model: ReceiptPrinterModel
    private var isPlugged = false
    /// Descriptor of the device; -1: no host has configured it.
    private var device: Int32 = -1
    /// Number of bytes that it may still take.
    private var appetite = Int.max
    private var answers: [UInt8] = []
    private var answered = 0
    private var lines: [UInt8] = []

    private static let bytesPerSecond = 20_000
    private static let tickMilliseconds: Int32 = 5
    private static let setUpMilliseconds: Int32 = 20

    private init(_ gadget: Gadget, bufferBytes: Int) {
        self.gadget = gadget
        model = ReceiptPrinterModel(bufferBytes: bufferBytes)
    }

    deinit { if device >= 0 { close(device) } }

    /// Serves a printer with the arguments NUMBER SERIAL [BUFFER]: the controller's number from 0,
    /// the serial number, and the size of the receive buffer in bytes.
    static func serve(_ words: [String]) throws {
        guard words.count >= 2, let number = Int(words[0]),
            let bufferBytes = words.count > 2 ? Int(words[2]) : 4_096
        else { throw Failure("printer NUMBER SERIAL [BUFFER]") }
        let gadget = try Gadget(
            number: number, serial: words[1], manufacturer: "Loket", product: "Rig Printer")
        let printer = Printer(gadget, bufferBytes: bufferBytes)
        say("ready")
        while try printer.turn() {}
    }

    /// Waits for the next event. Returns false at the end of input.
    private func turn() throws -> Bool {
        let room = min(model.room, appetite)
        let wanted = (room > 0 ? POLLIN : 0) | (answers.isEmpty ? 0 : POLLOUT)
        if isPlugged, device < 0 {
            device = open(gadget.device, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        }
        var waited = [
            pollfd(fd: 0, events: Int16(POLLIN), revents: 0),
            pollfd(fd: device, events: Int16(wanted), revents: 0),
        ]
        let isWorking = !model.isIdle && !model.isStopped
        let limit =
            isWorking
            ? Self.tickMilliseconds : isPlugged && device < 0 ? Self.setUpMilliseconds : -1
        try check("poll") { poll(&waited, 2, limit) }
        if waited[1].revents & Int16(POLLHUP | POLLERR) != 0 { letGo() }
        if waited[0].revents != 0, try !obey() { return false }
        if device >= 0 {
            if waited[1].revents & Int16(POLLIN) != 0 { take(room) }
            if waited[1].revents & Int16(POLLOUT) != 0 { answer() }
        }
        model.work(Self.bytesPerSecond * Int(Self.tickMilliseconds) / 1_000)
        answers += model.replies
        model.replies = []
        return true
    }

    // MARK: The cable

    private func take(_ room: Int) {
        var buffer = [UInt8](repeating: 0, count: min(room, 4_096))
        let count = read(device, &buffer, buffer.count)
        guard count > 0 else { return }
        if appetite < .max { appetite -= count }
        model.receive(buffer[..<count])
    }

    private func answer() {
        let count = write(device, answers, answers.count)
        guard count > 0 else { return }
        answers.removeFirst(count)
        answered += count
    }

    private func plug() throws {
        try gadget.plug()
        isPlugged = true
    }

    private func unplug() throws {
        letGo()
        isPlugged = false
        answers = []
        try gadget.unplug()
    }

    private func letGo() {
        if device >= 0 { close(device) }
        device = -1
    }

    // MARK: Lines

    private func obey() throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 1_024)
        let count = read(0, &buffer, buffer.count)
        guard count > 0 else { return false }
        lines += buffer[..<count]
        while let end = lines.firstIndex(of: 0x0A) {
            let line = String(decoding: lines[..<end], as: UTF8.self)
            lines.removeSubrange(...end)
            say(try obey(line.split(separator: " ").map(String.init)))
        }
        return true
    }

    private func obey(_ words: [String]) throws -> String {
        let value = words.last.flatMap { Int($0) }
        switch words.first {
        case "plug": try plug()
        case "unplug": try unplug()
        case "set" where words.count == 3: try set(words[1], value == 1)
        case "ends": model.paperEndsAfter = value
        case "takes": appetite = value ?? .max
        case "paper": return model.printed.map(Self.hex).joined()
        case "state":
            return "received=\(model.documentBytesReceived) most=\(model.mostBuffered) "
                + "answered=\(answered)"
        default: throw Failure("no such line: \(words.joined(separator: " "))")
        }
        return "ok"
    }

    private func set(_ name: String, _ isOn: Bool) throws {
        switch name {
        case "paperOut": model.isPaperOut = isOn
        case "nearEnd": model.isNearEnd = isOn
        case "coverOpen": model.isCoverOpen = isOn
        case "cutter": model.hasCutterError = isOn
        case "mute": model.isMute = isOn
        case "automatic": model.hasAutomaticStatus = isOn
        case "star": model.speaksStar = isOn
        default: throw Failure("a printer has no \(name)")
        }
    }

    private static func hex(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}
