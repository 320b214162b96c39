import Foundation
import Kernel
import Synchronization
import Wire

/// Memory of the daemon after many pictures of its screen, asked for by one client and by twelve at
/// once while the screen changes (Y7).
struct MemoryBench {
    let daemon: String
    let config: String
    let folder: String

    /// Pictures that each client asks for.
    private static let pictures = 90

    /// Numbers that the clients' threads share.
    private final class Progress: Sendable {
        let failures = Atomic(0)
        /// Clients that are not done yet.
        let left: Atomic<Int>

        init(clients: Int) { left = Atomic(clients) }
    }

    func run() throws -> [Line] {
        guard FileManager.default.isExecutableFile(atPath: daemon) else {
            return [Line("memory: there is no \(daemon)", 0, "MB")]
        }
        return try [1, 12].flatMap { try run(clients: $0) }
    }

    private func run(clients: Int) throws -> [Line] {
        let state = folder + "/loket-memory-\(getpid())-\(clients)"
        let daemon = try BenchDaemon(daemon, config: config, state: state)
        defer { daemon.stop() }
        let client = daemon.client
        let before = daemon.held
        let progress = Progress(clients: clients)
        let done = try WakePipe()
        for _ in 0..<clients {
            Thread.detachNewThread {
                for _ in 0..<Self.pictures {
                    do {
                        try Self.change(client)
                        let picture = try client.ask("GET /v1/screen.png").body
                        if picture.count < 1_000 { progress.failures.add(1, ordering: .relaxed) }
                    } catch { progress.failures.add(1, ordering: .relaxed) }
                }
                if progress.left.subtract(1, ordering: .relaxed).newValue == 0 { done.wake() }
            }
        }
        var waiting = PollSet(done.descriptor)
        waiting.wait(until: Uptime.now() + .seconds(300))
        // What was freed is given back by then.
        Uptime.pause(for: .seconds(1))
        let after = daemon.held
        let who = clients == 1 ? "one client" : "\(clients) clients"
        return [
            Line("resident at rest", before.megabytes, "MB"),
            Line(
                "resident after \(Self.pictures) pictures for \(who)", after.megabytes, "MB",
                against: "at rest", ratio: after.megabytes / before.megabytes, limit: "<= 75 MB",
                isReached: after.megabytes <= 75),
            Line(
                "file handles after them", Double(after.handles), "", against: "at rest",
                ratio: Double(after.handles) / Double(before.handles), limit: "no more",
                isReached: after.handles <= before.handles),
            Line(
                "pictures that did not come", Double(progress.failures.load(ordering: .relaxed)), ""
            ),
        ]
    }

    /// Changes the screen, so that the next picture is another one.
    private static func change(_ client: BenchClient) throws {
        let screen = try client.get("/v1/screen", as: Wire.Screen.self)
        guard let target = screen.targets.first(where: { $0.action == "textSize" }) else { return }
        _ = try client.ask(
            "POST /v1/touch",
            sending: Wire.Tap(x: target.x + target.width / 2, y: target.y + target.height / 2))
        _ = try client.ask("POST /v1/wait-idle")
    }
}
