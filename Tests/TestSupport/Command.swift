package import Foundation

/// A program that is run to its end.
package struct Command: Sendable {
    package var status: Int32
    package var output: Data
    package var errors: String

    package var text: String { String(decoding: output, as: UTF8.self) }

    /// Runs a program, searched for in PATH and the folders of system programs. Waits for its
    /// end without holding a thread. Throws where it can't be started.
    package static func run(
        _ program: String, _ arguments: [String] = [], environment: [String: String] = [:]
    ) async throws -> Command {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.environment = self.environment.merging(environment) { $1 }
        // Files, not pipes: nobody has to read while it runs.
        let folder = try TemporaryFolder("run")
        let paths = ["out", "err"].map(folder.file)
        for path in paths { _ = FileManager.default.createFile(atPath: path, contents: nil) }
        let handles = try paths.map { try FileHandle(forWritingTo: URL(filePath: $0)) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = handles[0]
        process.standardError = handles[1]
        try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in continuation.resume() }
            do { try process.runUnmasked() } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
        for handle in handles { try handle.close() }
        return Command(
            status: process.terminationStatus,
            output: FileManager.default.contents(atPath: paths[0]) ?? Data(),
            errors: String(
                decoding: FileManager.default.contents(atPath: paths[1]) ?? Data(), as: UTF8.self))
    }

    /// That of the tests, with the folders of system programs in PATH.
    package static var environment: [String: String] {
        var environment = ProcessInfo.processInfo.environment
        environment["PATH", default: "/usr/bin:/bin"] += ":/usr/sbin:/sbin"
        return environment
    }
}

/// Held while a program is started.
let startLock = NSLock()

extension Process {
    /// Starts it with no signal blocked. The threads that tests run on block them all, a program
    /// inherits that, and SIGTERM would never reach it.
    ///
    /// One at a time: Foundation notices the end of a program by a socket that is open in it alone,
    /// and a program started at the same moment would inherit it and hide that end.
    func runUnmasked() throws {
        startLock.lock()
        defer { startLock.unlock() }
        var none = sigset_t()
        var before = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try run()
    }
}

/// What a test waited for did not come.
package struct NeverHappened: Error, CustomStringConvertible {
    package var what: String

    package init(what: String) {
        self.what = what
    }

    package var description: String { "waited in vain: \(what)" }
}

/// Looks again and again, for a bounded time, until the condition holds. Throws `NeverHappened`.
package func eventually(
    _ what: String, within limit: Duration = .seconds(60),
    _ condition: @Sendable () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + limit
    while true {
        if try await condition() { return }
        guard ContinuousClock.now < end else { throw NeverHappened(what: what) }
        await withCheckedContinuation { continuation in
            DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(5)) {
                continuation.resume()
            }
        }
    }
}
