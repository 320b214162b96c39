import Foundation

/// From exec to the first frame on the display, and what the daemon holds in memory with its API
/// on.
struct StartBench {
    let daemon: String
    let config: String
    let folder: String

    func run() throws -> [Line] {
        guard FileManager.default.isExecutableFile(atPath: daemon) else {
            return [Line("start: there is no \(daemon)", 0, "ms")]
        }
        var starts: [Double] = []
        var resident = 0.0
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
            // Read to the line that tells of the API, which comes last.
            while !log.contains("api.ready") || !log.contains("display.firstFrame") {
                let data = pipe.fileHandleForReading.availableData
                if data.isEmpty { break }
                let before = log.contains("display.firstFrame")
                log += String(decoding: data, as: UTF8.self)
                if !before, log.contains("display.firstFrame") {
                    starts.append((clock.now - start) / .milliseconds(1))
                }
            }
            resident = max(resident, Self.residentMegabytes(process.processIdentifier))
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
    }

    private static func residentMegabytes(_ pid: Int32) -> Double {
        let status = FileManager.default.contents(atPath: "/proc/\(pid)/status") ?? Data()
        let line = String(decoding: status, as: UTF8.self).split(separator: "\n")
            .first { $0.hasPrefix("VmRSS:") }
        let kilobytes = line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Double($0) }
        return (kilobytes ?? 0) / 1024
    }
}
