import Drawing
import Foundation
import Simulator
import Synchronization
import TestSupport

/// Simulations for tests, on a thread of their own: a day computes for seconds.
enum Simulated {
    private static let bundle = Result { try OfficePlan.bundle(root: Repository.root) }

    /// Runs days of a seed and hands the simulation over, in its own thread, to `body`.
    static func run<Value: Sendable>(
        seed: UInt64, days: Int, _ body: @Sendable @escaping (Simulation) throws -> Value
    ) async throws -> Value {
        let bundle = try bundle.get()
        return try await withCheckedThrowingContinuation { continuation in
            let thread = Thread {
                continuation.resume(
                    with: Result {
                        let folder = try TemporaryFolder("simulated")
                        let simulation = Simulation(
                            seed: seed, bundle: bundle, folder: folder.path, shaper: TextShaper())
                        simulation.run(days: days)
                        return try body(simulation)
                    })
            }
            // Drawing text and SQLite need more than a thread of ours has by default.
            thread.stackSize = 8 << 20
            thread.start()
        }
    }
}
