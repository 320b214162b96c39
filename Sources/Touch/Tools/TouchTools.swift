import Geometry
import Glibc

/// What `loket touch list | test | record | calibrate` do where no daemon has the devices.
package enum TouchTools {
    /// A tool looks at its clock at least this often.
    static let longestWait = Duration.seconds(1)

    /// Time on the clock that events bear.
    package static func uptime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }

    /// Every device, its score, and why it would be taken or not. Nothing is grabbed.
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

    /// Reads the source until `each` says false, the time is over, or `stop` (say, standard
    /// input) has its end.
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

    /// What the touchscreen feels and the keyboards type, a line each, as `loket touch test`
    /// prints it.
    package static func test(
        _ source: any InputSource, for limit: Duration, stop: Int32? = nil,
        line: (String) -> Void
    ) {
        run(source, for: limit, stop: stop) { events, _ in
            for event in events { line(text(event)) }
            return true
        }
    }

    /// Calibrates: shows each state of the run, feeds it with raw contacts, and gives its end.
    /// The caller keeps the matrix where the ending is `accepted`.
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

    /// An event as a line of text. It holds places and keys, nothing that was meant by them.
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

    /// True where `stop` says that it is enough.
    static func wait(_ descriptor: Int32?, _ stop: Int32?, until due: Duration) -> Bool {
        var descriptors = [descriptor, stop].map {
            // poll(2) passes over negative descriptors.
            pollfd(fd: $0 ?? -1, events: Int16(POLLIN), revents: 0)
        }
        let left = max(.zero, due - uptime()) / .milliseconds(1)
        poll(&descriptors, nfds_t(descriptors.count), Int32(min(60_000, left.rounded(.up))))
        guard let stop, descriptors[1].revents != 0 else { return false }
        var byte: UInt8 = 0
        return read(stop, &byte, 1) <= 0
    }
}
