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
                idle = ProcessorTime.idleShare(
                    of: process.processIdentifier, seconds: idleSeconds)
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
}
