import Geometry
import Glibc
package import Kernel

/// Commands `loket touch list | test | record | calibrate` where no daemon uses the devices.
package enum TouchTools {
    /// Maximum time between two looks at the clock.
    static let longestWait = Duration.seconds(1)

    /// Returns every device with its score and the reason for its use. It grabs none.
    package static func list(
        settings: InputSettings = InputSettings(), calls: InputCalls = .linux
    ) throws(SystemError) -> [DeviceSummary] {
        var settings = settings
        settings.isGrabbing = false
        let devices = try EvdevDevices(
            settings: settings, transform: TouchTransform(glass: .init(width: 1, height: 1)),
            calls: calls)
        _ = devices.read(at: Uptime.now())
        return devices.devices
    }

    /// Reads the source until `each` returns false, the time is over, or `stop` (as standard input)
    /// reaches its end.
    package static func run(
        _ source: any InputSource, for limit: Duration, stop: Int32? = nil,
        each: ([InputEvent], Duration) -> Bool
    ) {
        let end = Uptime.now() + limit
        while true {
            let now = Uptime.now()
            if now >= end { return }
            let events = source.read(at: now)
            guard each(events, now) else { return }
            let due = min(source.deadline ?? end, end, now + longestWait)
            if wait(source.descriptor, stop, until: due) { return }
        }
    }

    /// Writes a line for each contact and key, as `loket touch test` prints it.
    package static func test(
        _ source: any InputSource, for limit: Duration, stop: Int32? = nil,
        line: (String) -> Void
    ) {
        run(source, for: limit, stop: stop) { events, _ in
            for event in events { line(text(event)) }
            return true
        }
    }

    /// Calibrates: shows each state of the run, feeds it raw contacts and returns its end. The
    /// caller keeps the matrix where the ending is `accepted`.
    package static func calibrate(
        _ source: any InputSource, run: CalibrationRun, for limit: Duration, stop: Int32? = nil,
        show: (CalibrationRun) -> Void
    ) -> CalibrationRun {
        var run = run
        source.deliversRaw = true
        show(run)
        self.run(source, for: limit, stop: stop) { events, now in
            let before = run.state
            for event in events {
                switch event {
                case .raw(let contact): run.handle(contact)
                case .detached(_, .touchscreen, _): run.cancel()
                default: break
                }
            }
            run.tick(now)
            if run.state != before { show(run) }
            if case .ended = run.state { return false }
            return true
        }
        run.cancel()
        source.deliversRaw = false
        return run
    }

    /// Returns an event as a line of text. It has positions and keys, and nothing of their meaning.
    package static func text(_ event: InputEvent) -> String {
        switch event {
        case .contact(let contact):
            "contact \(contact.contact) \(contact.phase.rawValue) \(contact.position.x) "
                + "\(contact.position.y)"
        case .raw(let contact):
            "raw \(contact.contact) \(contact.phase.rawValue) \(contact.position.x) "
                + "\(contact.position.y)"
        case .key(let key):
            "key \(key.code) \(key.isRepeat ? "again" : key.isPressed ? "down" : "up") \(key.role)"
        case .pad(let event):
            switch event.kind {
            case .key(let code, let isPressed, let isRepeat):
                "pad key \(code) \(isRepeat ? "again" : isPressed ? "down" : "up")"
            case .state(let held): "pad state \(held.sorted())"
            }
        case .attached(let device, let role): "attached \(device.name) as \(role)"
        case .detached(let device, let role, let reason):
            "detached \(device.name) as \(role): \(reason)"
        }
    }

    /// Waits for input until `due`. Returns true where `stop` reached its end.
    static func wait(_ descriptor: Int32?, _ stop: Int32?, until due: Duration) -> Bool {
        var waiting = PollSet(descriptor)
        let ending = waiting.add(stop)
        waiting.wait(until: due)
        guard let stop, waiting[ending] != [] else { return false }
        var byte: UInt8 = 0
        return read(stop, &byte, 1) <= 0
    }
}
