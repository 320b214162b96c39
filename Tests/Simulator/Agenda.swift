import Geometry
import Touch

/// Step of a simulation.
enum Step: Sendable, Hashable {
    /// Power comes back, or the daemon is started again.
    case start
    /// Routine turn of the desk, of this life of the daemon.
    case turn(Int)
    /// Deadline of the loop, of this life of the daemon.
    case loop(Int)
    /// Answer of the desk arrives, of this life of the daemon.
    case told(Int)
    /// Something happens at the printer, of this life of the daemon.
    case printer(SimulatedPrinter.Move, Int)
    /// Job that nobody follows any more comes out.
    case ghost(job: Int)
    case arrival
    case visitor
    case finger(Int, ContactEvent.Phase, Point, Int)
    case officer(Int)
    /// Officer with a keypad does the next thing, presses or lets go of a key.
    case hand(Int)
    case key(Int, PadStroke, typing: Int)
    /// Keypad is plugged in again.
    case plug(Int, port: Int)
    /// Deadline of the keypads, of this life of the daemon.
    case pads(Int)
    /// Estimate of the waiting times, in this life of the daemon.
    case waits(Int)
    case world(WorldEvent)
    case evening
}

/// Happening outside of the kiosk.
enum WorldEvent: Sendable, Hashable, CaseIterable {
    case kill, powerCut, cleanRestart, clockJump, clockMend, reload
    case paperOut, refill, coverOpen, coverClosed, offline, online
    case cupsAway, cupsBack, queueStopped, silent, answersAgain
    case diskFull, diskFails, diskMended
    case staffReport, staffTest, staffResume, staffRoll, cleaning, loadPaper
    case officeOrder, padPulled
    /// Seven in the morning of a business day.
    case morning
}

/// Steps to come, by their time and then in the order in which they were planned.
struct Agenda {
    private struct Entry {
        var at: Duration
        var order: Int
        var step: Step

        func isBefore(_ other: Entry) -> Bool { (at, order) < (other.at, other.order) }
    }

    private var heap: [Entry] = []
    private var count = 0

    mutating func add(_ step: Step, at time: Duration) {
        count += 1
        heap.append(Entry(at: time, order: count, step: step))
        var index = heap.count - 1
        while index > 0 {
            let parent = (index - 1) / 2
            guard heap[index].isBefore(heap[parent]) else { break }
            heap.swapAt(index, parent)
            index = parent
        }
    }

    /// Takes the next step off.
    mutating func next() -> (at: Duration, step: Step)? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            var index = 0
            while true {
                var least = index
                for child in [2 * index + 1, 2 * index + 2] where child < heap.count {
                    if heap[child].isBefore(heap[least]) { least = child }
                }
                if least == index { break }
                heap.swapAt(index, least)
                index = least
            }
        }
        return (first.at, first.step)
    }
}

/// Newest steps, to be told where a fault is found.
struct Trace {
    /// Number of steps that are told.
    static let length = 20

    private var entries: [(Duration, Entry)] = []

    enum Entry {
        case step(Step)
        case said(() -> String)
    }

    mutating func add(_ entry: Entry, at time: Duration) {
        entries.append((time, entry))
        if entries.count > 8 * Self.length { entries.removeFirst(entries.count - Self.length) }
    }

    var lines: [String] {
        entries.suffix(Self.length).map { time, entry in
            let text =
                switch entry {
                case .step(let step): "\(step)"
                case .said(let text): "  \(text())"
                }
            let seconds = Int(time.components.seconds)
            let milliseconds = Int(time.components.attoseconds / 1_000_000_000_000_000)
            return "\(seconds / 3_600 % 24):\(seconds / 60 % 60):\(seconds % 60).\(milliseconds) "
                + text
        }
    }
}
