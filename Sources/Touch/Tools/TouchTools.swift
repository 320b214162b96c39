import Geometry
import Glibc

/// Commands `loket touch list | test | record | calibrate` where no daemon uses the devices.
package enum TouchTools {
    /// Maximum time between two looks at the clock.
    static let longestWait = Duration.seconds(1)

    /// Time on the clock of the events, CLOCK_MONOTONIC.
    package static func uptime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }

    /// Returns every device with its score and the reason for its use. It grabs none.
    package static func list(
        settings: InputSettings = InputSettings(), calls: InputCalls = .linux
    ) throws(InputCallError) -> [DeviceSummary] {
        var settings = settings
        settings.isGrabbing = false
        let devices = try EvdevDevices(
            settings: settings, transform: TouchTransform(glass: .init(width: 1, height: 1)),
            calls: calls)
        _ = devices.read(at: uptime())
        return devices.devices
    }

    /// Reads the source until `each` returns false, the time is over, or `stop` (as standard input)
    /// reaches its end.
    package static func run(
        _ source: any InputSource, for limit: Duration, stop: Int32? = nil,
        each: ([InputEvent], Duration) -> Bool
    ) {
        let end = uptime() + limit
        while true {
            let now = uptime()
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
        case .attached(let device, let role): "attached \(device.name) as \(role)"
        case .detached(let device, let role, let reason):
            "detached \(device.name) as \(role): \(reason)"
        }
    }

    /// Waits for input until `due`. Returns true where `stop` reached its end.
    static func wait(_ descriptor: Int32?, _ stop: Int32?, until due: Duration) -> Bool {
        var descriptors = [descriptor, stop].map {
            // poll(2) ignores negative descriptors.
            pollfd(fd: $0 ?? -1, events: Int16(POLLIN), revents: 0)
        }
        let left = max(.zero, due - uptime()) / .milliseconds(1)
        poll(&descriptors, nfds_t(descriptors.count), Int32(min(60_000, left.rounded(.up))))
        guard let stop, descriptors[1].revents != 0 else { return false }
        var byte: UInt8 = 0
        return read(stop, &byte, 1) <= 0
    }
}
