import Dispatch
import Foundation
import Synchronization

/// Place where a target says which case it is at, so that a case that ends the process or keeps it
/// busy is named.
final class FuzzBoard: Sendable {
    /// Time after which a case counts as one that never ends. A busy machine needs some of it.
    private static let patience = Duration.seconds(120)

    private let target: String
    private let place: Int
    private let began = Mutex<ContinuousClock.Instant?>(nil)
    private let over = DispatchSemaphore(value: 0)

    init(_ target: String) {
        self.target = target
        place = CrashLines.take()
        // Nothing else could end a reader that never comes back.
        Thread.detachNewThread { [self] in
            while over.wait(timeout: .now() + 1) == .timedOut {
                let began = began.withLock { $0 }
                if let began, ContinuousClock.now - began > Self.patience {
                    fatalError("the case never ends")
                }
            }
        }
    }

    func begin(_ seed: UInt64) {
        CrashLines.write("fuzz: \(target) was at LOKET_SEED=\(seed)\n", at: place)
        began.withLock { $0 = .now }
    }

    func pause() { began.withLock { $0 = nil } }

    func end() {
        CrashLines.write("", at: place)
        CrashLines.release(place)
        over.signal()
    }
}

/// Lines that are written to standard error when the process ends by a signal. A handler of signals
/// may neither allocate nor lock, so they lie ready as bytes.
private enum CrashLines {
    private static let width = 120
    private static let count = 32
    nonisolated(unsafe) private static let bytes: UnsafeMutablePointer<UInt8> = {
        let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: count * width)
        bytes.initialize(repeating: 0, count: count * width)
        return bytes
    }()
    private static let signals = [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT, SIGFPE]
    private static let taken = Mutex<Set<Int>>([])
    /// Installs the handlers once.
    private static let installed: Void = {
        _ = bytes
        for number in signals {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { number in CrashLines.tell(number) }
            action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
            sigaction(number, &action, nil)
        }
    }()

    static func take() -> Int {
        _ = installed
        return taken.withLock { taken in
            let place = (0..<count).first { !taken.contains($0) } ?? 0
            taken.insert(place)
            return place
        }
    }

    static func release(_ place: Int) { taken.withLock { _ = $0.remove(place) } }

    static func write(_ line: String, at place: Int) {
        let start = bytes + place * width
        var length = 0
        for byte in line.utf8.prefix(width - 1) {
            start[length] = byte
            length += 1
        }
        start[length] = 0
    }

    /// Writes the lines and lets the signal have its usual end.
    private static func tell(_ number: Int32) {
        for place in 0..<count {
            let line = bytes + place * width
            var length = 0
            while line[length] != 0 { length += 1 }
            if length > 0 { _ = Foundation.write(2, line, length) }
        }
        raise(number)
    }
}
