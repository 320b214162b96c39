import Display
import Geometry
import Glibc
import Kernel
import Touch

/// Picture on real glass, and the contacts on it.
final class Exhibit {
    private let display: Glass
    private let console: Console?
    private let input: EvdevDevices
    private var shadow: PixelBuffer
    private var typed: [UInt8] = []

    init(_ choice: DisplayChoice, _ orientation: Orientation) throws {
        console = try Console.open(stateFile: "/run/rig-glass", warning: complain)
        display = try GlassOpener.open(choice, orientation: orientation, log: complain)
        input = try EvdevDevices(
            transform: TouchTransform(display.transform),
            onNotice: { say("notice \($0.event.rawValue) \($0)") })
        shadow = PixelBuffer(size: display.panel.size)
        paint()
    }

    /// Runs until standard input ends.
    func run() throws {
        try display.present(shadow, .full(shadow.size))
        say("ready \(getpid()) \(shadow.size.width)x\(shadow.size.height) \(display.summary)")
        while true {
            var waited = PollSet(0)
            for descriptor in [input.descriptor, display.descriptor, console?.descriptor] {
                waited.add(descriptor)
            }
            waited.wait(until: [display.deadline, input.deadline].compactMap { $0 }.min())
            try serveConsole()
            for event in input.read(at: Uptime.now()) { tell(event) }
            try serveDisplay()
            if waited[0] != [], try !readLines() { break }
        }
        display.close()
        for problem in console?.close() ?? [] { complain(problem) }
    }

    private func serveConsole() throws {
        for event in console?.events() ?? [] {
            switch event {
            case .leaveRequested:
                display.pause()
                input.pause()
                for event in input.read(at: Uptime.now()) { tell(event) }
                try console?.leave()
                say("left")
            case .acquired:
                try console?.acquire()
                display.resume()
                input.resume()
                say("acquired")
            }
        }
    }

    private func serveDisplay() throws {
        switch display.service(at: Uptime.now()) {
        case .none, .presented: break
        case .changed:
            say("changed \(display.summary)")
            if display.panel.size != shadow.size {
                shadow = PixelBuffer(size: display.panel.size)
                paint()
            }
            try display.present(shadow, .full(shadow.size))
        case .lost(let error): say("lost \(error)")
        }
    }

    /// Reads waiting lines. Returns false at the end of input.
    private func readLines() throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = read(0, &buffer, buffer.count)
        guard count > 0 else { return false }
        typed += buffer[..<count]
        while let end = typed.firstIndex(of: 10) {
            let line = String(decoding: typed[..<end], as: UTF8.self)
            typed.removeSubrange(...end)
            try obey(line.split(separator: " ").map(String.init))
        }
        return true
    }

    private func obey(_ words: [String]) throws {
        let numbers = words.dropFirst().prefix(4).compactMap { Int($0) }
        guard words.first == "square", numbers.count == 4,
            let color = UInt32(words.last ?? "", radix: 16)
        else { return say("status \(display.summary)") }
        let rect = Rect(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
            .intersection(Rect(shadow.size))
        for y in rect.y..<rect.maxY {
            for x in rect.x..<rect.maxX { set(x, y, 0xFF00_0000 | color) }
        }
        var damage = Damage(size: shadow.size)
        damage.add(rect)
        try display.present(shadow, damage)
        say("ok")
    }

    private func tell(_ event: InputEvent) {
        switch event {
        case .contact(let event):
            say(
                "contact \(event.contact) \(event.phase.rawValue) \(event.position.x) "
                    + "\(event.position.y)")
        case .raw, .pad: break
        case .key(let key): say("key \(key.code) \(key.isPressed)")
        case .attached(let device, let role): say("attached \(role): \(device.name)")
        case .detached(let device, let role, let reason):
            say("detached \(role): \(device.name), \(reason)")
        }
    }

    /// Paints a picture whose rotations are all different. The rig knows it as `Photo.pattern`.
    private func paint() {
        let size = shadow.size
        for y in 0..<size.height {
            for x in 0..<size.width {
                set(
                    x, y,
                    0xFF00_0000 | UInt32(x * 255 / size.width) << 16
                        | UInt32(y * 255 / size.height) << 8 | UInt32((x ^ y) & 255))
            }
        }
    }

    private func set(_ x: Int, _ y: Int, _ pixel: UInt32) {
        shadow.bytes.storeBytes(
            of: pixel, toByteOffset: y * shadow.bytesPerRow + 4 * x, as: UInt32.self)
    }
}

/// Writes a line at once.
func say(_ text: String) {
    let line = Array("\(text)\n".utf8)
    _ = write(1, line, line.count)
}
