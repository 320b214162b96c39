import Display
import Drawing
import Errands
import Face
import Foundation
import Geometry
import Logging
import Office
import Records
import Screens
import Settings
import Synchronization
import Terminal

/// Soak test of several hundred thousand taps through a recorded panel, the loop, the session, the
/// database and the memory display. Memory and handles must be the same before and after (T53).
struct SoakBench {
    let bundle: SettingsBundle
    let folder: String
    let taps: Int

    /// Number of taps of one recording. The panel is unplugged between two.
    private static let tapsPerRecording = 1_000

    func run() async throws -> [Line] {
        let state = folder + "/loket-soak-\(getpid())"
        defer { try? FileManager.default.removeItem(atPath: state) }
        let clock = ReplayClock()
        let records = try Records(
            folder: state, terminal: bundle.settings.terminal, now: clock.now().wall)
        let terminal = Terminal(
            bundle: bundle, problems: [], records: records, printer: nil, printRoom: nil,
            clock: clock, log: Logger(label: "soak", factory: { _ in SwiftLogNoOpLogHandler() }))
        let taps = taps
        let box = ReplayBox()
        let face = FacePlan(
            content: bundle.content, rules: bundle.rules, hours: OfficeHours(isForcedOpen: true),
            touch: { [bundle] in bundle.touch(on: $0) })
        terminal.loop.start(face) {
            let display = MemoryDisplay(panel: .small)
            let replays = Replays(
                Replays.recording(taps: Self.tapsPerRecording, seed: 53),
                taps: Self.tapsPerRecording, wanted: taps, clock: clock,
                glass: display.transform)
            box.replays = replays
            return Hardware(display: display, input: replays)
        }
        let work = Task { await terminal.run() }
        let start = ContinuousClock.now
        // The caches are full after a tenth.
        _ = await terminal.loop.wait(timeout: .seconds(86_400)) { _ in
            box.taps >= taps / 10
        }
        let before = Held.now()
        _ = await terminal.loop.wait(timeout: .seconds(86_400)) { _ in box.taps >= taps }
        let after = Held.now()
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let plugs = box.replays?.counts.withLock { $0.plugs } ?? 0
        let frames = await terminal.loop.query { $0.frameCount }
        await terminal.loop.stopped()
        work.cancel()
        await records.closed()
        let growth = after.megabytes / before.megabytes
        return [
            Line("replayed taps", Double(box.taps), "taps"),
            Line("their rate, with all that they cause", Double(box.taps) / seconds, "taps/s"),
            Line("frames they drew", Double(frames), "frames"),
            Line("panels pulled and plugged", Double(plugs), "times"),
            Line(
                "memory after all of them", after.megabytes, "MB", against: "after a tenth",
                ratio: growth, limit: "<= 1.05x", isReached: growth <= 1.05),
            Line(
                "file handles after all of them", Double(after.handles), "",
                against: "after a tenth", ratio: Double(after.handles) / Double(before.handles),
                limit: "no more", isReached: after.handles <= before.handles),
        ]
    }

    /// Box of the player. It is made on the loop's thread; other threads read its progress.
    private final class ReplayBox: @unchecked Sendable {
        // `lock` protects `stored`; other threads use only its `counts`.
        private let lock = NSLock()
        private var stored: Replays?

        var replays: Replays? {
            get { lock.withLock { stored } }
            set { lock.withLock { stored = newValue } }
        }

        var taps: Int { replays?.counts.withLock { $0.taps } ?? 0 }
    }
}

/// Memory and open handles of a process.
struct Held {
    var megabytes: Double
    var handles: Int

    static func now(of process: String = "self") -> Held {
        let files = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd")
        return Held(megabytes: megabytes("VmRSS:", process), handles: files?.count ?? 0)
    }

    /// Returns the peak of this process's memory since its last reset.
    static func peakMegabytes() -> Double { megabytes("VmHWM:", "self") }

    private static func megabytes(_ field: String, _ process: String) -> Double {
        let status = FileManager.default.contents(atPath: "/proc/\(process)/status") ?? Data()
        let line = String(decoding: status, as: UTF8.self).split(separator: "\n")
            .first { $0.hasPrefix(field) }
        let kilobytes = line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Double($0) }
        return (kilobytes ?? 0) / 1024
    }
}
