package import Foundation
import Synchronization

/// Program that was run to its end.
package struct Command: Sendable {
    /// Exit code, or the negative number of the signal that ended it.
    package var status: Int32
    package var output: Data
    package var errors: String

    package var text: String { String(decoding: output, as: UTF8.self) }

    /// Threads that wait for programs, so that those of the tests don't.
    private static let queue = DispatchQueue(label: "commands", attributes: .concurrent)

    /// Runs a program, searched for in PATH and the folders of system programs, and waits for its
    /// end without holding a thread of the tests. A test that is cancelled kills it. Throws where
    /// it can't be started.
    package static func run(
        _ program: String, _ arguments: [String] = [], environment: [String: String] = [:]
    ) async throws -> Command {
        // Use files instead of pipes, so that output needs no reader while the program runs.
        let folder = try TemporaryFolder("run")
        let (output, errors) = (folder.file("out"), folder.file("err"))
        let all = self.environment.merging(environment) { $1 }
        let running = Mutex<Spawned?>(nil)
        let status = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                queue.async {
                    continuation.resume(
                        with: Result {
                            let spawned = try Spawned(
                                "/usr/bin/env", [program] + arguments, log: output,
                                errors: errors, environment: all)
                            running.withLock { $0 = spawned }
                            return spawned.waitForEnd()
                        })
                }
            }
        } onCancel: {
            running.withLock { if let pid = $0?.pid { kill(-pid, SIGKILL) } }
        }
        return Command(
            status: status, output: FileManager.default.contents(atPath: output) ?? Data(),
            errors: String(
                decoding: FileManager.default.contents(atPath: errors) ?? Data(), as: UTF8.self))
    }

    /// Environment of the tests, with the folders of system programs in PATH.
    package static var environment: [String: String] {
        var environment = ProcessInfo.processInfo.environment
        environment["PATH", default: "/usr/bin:/bin"] += ":/usr/sbin:/sbin"
        return environment
    }
}

/// Error of a condition that did not occur in time.
package struct NeverHappened: Error, CustomStringConvertible {
    package var what: String

    package init(what: String) {
        self.what = what
    }

    package var description: String { "waited in vain: \(what)" }
}

/// Looks every 5 ms until the condition holds.
///
/// The limit is one for a machine that has time: it grows with the load, and it counts looks, so
/// that a test which did not get its turn does not give up. Throws `NeverHappened`, and
/// `CancellationError` where the test's own limit is over.
package func eventually(
    _ what: String, within limit: Duration = .seconds(60),
    _ condition: @Sendable () async throws -> Bool
) async throws {
    let start = ContinuousClock.now
    // A look takes 5 ms where there is time for it, and ten times as long where there is little.
    let leastLooks = Int(limit / .milliseconds(50))
    var looks = 0
    while true {
        if try await condition() { return }
        try Task.checkCancellation()
        looks += 1
        let passed = ContinuousClock.now - start
        guard looks <= leastLooks || passed < limit * Load.factor else {
            throw NeverHappened(what: what)
        }
        await withCheckedContinuation { continuation in
            DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(5)) {
                continuation.resume()
            }
        }
    }
}

/// How much this machine has to do.
package enum Load {
    /// How many times longer than alone a program may take: those that want a processor, for each
    /// processor (proc(5), loadavg: the mean of a minute). From 1 to 10.
    package static var factor: Double {
        let text = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)) ?? ""
        let mean = text.split(separator: " ").first.flatMap { Double($0) } ?? 0
        return min(10, max(1, mean / Double(ProcessInfo.processInfo.activeProcessorCount)))
    }
}
