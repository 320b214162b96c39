import Foundation

/// Benchmark from exec to the first frame on the display, and of the daemon's memory with its API
/// on.
struct StartBench {
    let daemon: String
    let config: String
    let folder: String
    let idleSeconds: Int

    func run() throws -> [Line] {
        guard FileManager.default.isExecutableFile(atPath: daemon) else {
            return [Line("start: there is no \(daemon)", 0, "ms")]
        }
        var starts: [Double] = []
        var resident = 0.0
        var idle: Double?
        for index in 0..<7 {
            let state = folder + "/loket-start-\(getpid())-\(index)"
            defer { try? FileManager.default.removeItem(atPath: state) }
            let process = Process()
            process.executableURL = URL(fileURLWithPath: daemon)
            process.arguments = ["--config", config, "--state", state, "--port", "0"]
            let pipe = Pipe()
            process.standardError = pipe
            let clock = ContinuousClock()
            let start = clock.now
            try process.run()
            var log = ""
            // Read up to the line about the API, which comes last.
            while !log.contains("api.ready") || !log.contains("display.firstFrame") {
                let data = pipe.fileHandleForReading.availableData
                if data.isEmpty { break }
                let before = log.contains("display.firstFrame")
                log += String(decoding: data, as: UTF8.self)
                if !before, log.contains("display.firstFrame") {
                    starts.append((clock.now - start) / .milliseconds(1))
                }
            }
            resident = max(resident, Held.now(of: "\(process.processIdentifier)").megabytes)
            if index == 6, idleSeconds > 0 {
                idle = try Self.idleShare(of: process.processIdentifier, seconds: idleSeconds)
            }
            process.terminate()
            process.waitUntilExit()
        }
        let start = Measure.median(starts.sorted())
        return [
            Line(
                "exec to first frame", start, "ms", limit: "< 250 ms", isReached: start < 250),
            Line(
                "resident with the API on", resident, "MB", limit: "< 80 MB",
                isReached: resident < 80),
        ]
            + (idle.map {
                [
                    Line(
                        "processor while idle for \(idleSeconds) s", $0, "% of a core",
                        limit: "< 0.5 %", isReached: $0 < 0.5)
                ]
            } ?? [])
    }

    /// Returns the percentage of one core that a process uses in this time.
    private static func idleShare(of pid: Int32, seconds: Int) throws -> Double {
        // Let the work of the start end first.
        sleep(2)
        let before = ticks(pid)
        sleep(UInt32(seconds))
        let used = Double(ticks(pid) - before) / Double(sysconf(Int32(_SC_CLK_TCK)))
        return used / Double(seconds) * 100
    }

    /// Returns `utime` and `stime` of proc(5), fields 14 and 15. Field 2 ends with the name's
    /// bracket.
    private static func ticks(_ pid: Int32) -> Int {
        let stat = FileManager.default.contents(atPath: "/proc/\(pid)/stat") ?? Data()
        let fields =
            String(decoding: stat, as: UTF8.self).split(separator: ")").last?
            .split(separator: " ") ?? []
        return fields.count > 12 ? (Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0) : 0
    }
}
