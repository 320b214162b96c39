import Foundation
import TestSupport
import Testing

/// Real time passes in one room, so that tests and simulator can give every other room their own.
@Suite("Waits", .timeLimit(.minutes(5)))
struct WaitTests {
    /// Calls that wait for real time.
    static let sleeps = ["Task.sleep(", "usleep(", "nanosleep(", "Thread.sleep("]

    @Test("Only the room of the kernel sleeps on real time") func sleepers() throws {
        let files = try SourceFile.sources.get()
        let sleeping = files.filter { file in Self.sleeps.contains { file.text.contains($0) } }
        let kernel = "Sources/Kernel/"
        #expect(sleeping.filter { !$0.path.hasPrefix(kernel) }.map(\.path).isEmpty)
        // The rule finds what it looks for.
        #expect(sleeping.contains { $0.path.hasPrefix(kernel) })
    }
}
