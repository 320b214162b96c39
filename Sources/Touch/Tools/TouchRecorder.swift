import Glibc
package import Kernel

/// Recorder of one device's events for a limited time (`loket touch record`).
package struct TouchRecorder {
    /// Reason why nothing could be recorded.
    package enum Failure: Error, CustomStringConvertible {
        case call(SystemError)
        /// Another process has grabbed the device and receives its events instead.
        case grabbed(String)

        package var description: String {
            switch self {
            case .call(let error): "\(error); run as root, or as a user of the group input."
            case .grabbed(let path):
                "\(path) is grabbed by another process, which hears its events instead; stop it "
                    + "first, most likely by systemctl stop loketd."
            }
        }
    }

    private let node: any InputNode
    private let write: (String) -> Void
    private var state: TouchSnapshot
    private var start: Duration?
    /// Number of events written.
    package private(set) var count = 0

    /// Opens and grabs the device and writes the head of the file through `write`. Throws
    /// `Failure`.
    package init(
        path: String, calls: InputCalls = .linux, write: @escaping (String) -> Void
    ) throws(Failure) {
        do throws(SystemError) {
            node = try calls.open(path)
            try node.useMonotonicClock()
            try node.grab(true)
            state = try node.resync()
        } catch {
            throw error.code == EBUSY ? .grabbed(path) : .call(error)
        }
        self.write = write
        write(EvemuWriter.head(node.description, remarks: ["Recorded by loket touch record."]))
    }

    /// Records for this long, or until the device is gone or `stop` reaches its end.
    package mutating func run(for limit: Duration, stop: Int32? = nil) {
        let end = Uptime.now() + limit
        while Uptime.now() < end, read() {
            let due = min(end, Uptime.now() + TouchTools.longestWait)
            if TouchTools.wait(node.descriptor, stop, until: due) { return }
        }
    }

    /// Writes waiting events. Returns false where the device is gone.
    mutating func read() -> Bool {
        do throws(SystemError) {
            for _ in 0..<EvdevDevices.maximumReads {
                var events: [RawEvent] = []
                guard try node.read(into: &events) else { return true }
                for event in events {
                    write(event)
                    if event.isDropped {
                        // Write the state read anew, with the gap's own time.
                        let old = state
                        state = try node.resync()
                        for change in old.events(to: state, at: event.uptime) { write(change) }
                        break
                    }
                    state.apply(event)
                }
            }
            return true
        } catch {
            return false
        }
    }

    private mutating func write(_ event: RawEvent) {
        let start = start ?? event.uptime
        self.start = start
        count += 1
        write(EvemuWriter.line(event, start: start))
    }
}
