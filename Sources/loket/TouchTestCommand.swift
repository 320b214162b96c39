import ArgumentParser
import Foundation
import Geometry
import Kernel
import Routes
import Touch
import Wire

extension TouchCommand {
    struct TestCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "test",
            abstract: "Has somebody touch the whole glass, and names what it did not feel.",
            discussion: """
                The screen shows fields that are filled where a finger is felt, and a mark under \
                each finger; Done on the screen ends it, or 15 s without a touch. Prints each \
                touch, and at the end the fields that felt nothing: exit code 0 where there are \
                none.
                Where no daemon runs, prints what the touchscreen feels for --seconds, a line an \
                event, in 1000ths of the glass; it must be root or of the group input then.
                Example: loket touch test
                """)

        /// Time limit in seconds, longer than any trial: the daemon ends it after five minutes.
        static let limit: TimeInterval = 330
        static let pause = Duration.milliseconds(250)

        @OptionGroup var common: CommonOptions
        @Option(help: "The touchscreen, by name, 0eef:0001 or node: refused where another is used.")
        var device: String?
        @Option(help: "Where no daemon runs: ends after so many seconds, 1 to 3600.")
        var seconds = 30

        func validate() throws { try checkSeconds(seconds) }

        func run() throws {
            try common.run {
                let begun: Wire.TouchTrial
                do {
                    begun = try common.client.call(
                        RouteTable.tryTouchscreen,
                        sending: Wire.TouchTrialRequest(device: device))
                } catch CommandFailure.noDaemon(_, let code) where code != EACCES {
                    return try alone()
                }
                let end = try follow(begun)
                try common.show(end) { $0.text }
                switch end.state {
                case .running, .done, .timedOut: break
                case .cancelled: throw CommandFailure.refused(end.problem ?? "It was ended.")
                }
                guard end.missing.isEmpty else {
                    throw CommandFailure.broken(
                        "The touchscreen was not felt everywhere: run it again to see whether "
                            + "fingers missed these fields or the glass is deaf there.")
                }
            }
        }

        /// Prints each touch on standard error until the trial ends. Returns its last state.
        private func follow(_ begun: Wire.TouchTrial) throws -> Wire.TouchTrial {
            Console.err("Slide a finger over the whole screen of \(begun.device), then touch Done.")
            var (now, told) = (begun, 0)
            let end = Date(timeIntervalSinceNow: Self.limit)
            while true {
                for touch in now.touches where touch.number > told {
                    Console.err(touch.text)
                    told = touch.number
                }
                if now.isOver { return now }
                if Date() > end { throw CommandFailure.notIdle }
                Uptime.pause(for: Self.pause)
                now = try common.client.call(RouteTable.touchTrial)
                guard now.id == begun.id else {
                    throw CommandFailure.refused("Another test was begun: wait for its end.")
                }
            }
        }

        /// Reads the devices directly, without a daemon.
        private func alone() throws {
            do throws(SystemError) {
                let source = try EvdevDevices(
                    transform: TouchTransform(glass: .init(width: 1_000, height: 1_000)),
                    onNotice: { Console.err("loket: \($0)") })
                TouchTools.test(source, for: .seconds(seconds)) { Console.out($0) }
            } catch {
                throw CommandFailure.refused("\(error): run it as root.")
            }
        }
    }
}

extension Wire.TouchTrial.Touch {
    fileprivate var text: String { "\(phase)  finger \(finger)  at \(x), \(y)" }
}

extension Wire.TouchTrial {
    fileprivate var text: String {
        let count = columns * rows
        var lines = [
            "device   \(device)",
            "fields   \(count - missing.count) of \(count) felt",
            "touches  \(touchCount), \(mostFingers) finger\(mostFingers == 1 ? "" : "s") at once",
        ]
        if !missing.isEmpty { lines += ["missing, from the upper left:"] + map }
        return lines.joined(separator: "\n")
    }

    /// Map of the fields, one line a row: a dot for a field that felt a finger, a cross for one
    /// that did not.
    private var map: [String] {
        let missing = Set(self.missing.map { ($0.row - 1) * columns + $0.column - 1 })
        return (0..<rows).map { row in
            "  "
                + (0..<columns).map { missing.contains(row * columns + $0) ? "x" : "." }
                .joined(separator: " ")
        }
    }
}
