import Foundation
import Glibc
import Synchronization

struct BenchFailure: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}

extension Process {
    /// Starts the process with all signals unblocked. Threads of tasks block them, and children
    /// would inherit that and never end when told to.
    fileprivate func runUnmasked() throws {
        var none = sigset_t()
        var before = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try run()
    }
}

/// CUPS of `Kiosk/virtual-printer`.
struct BenchCups {
    let server: String
    private let process = Process()

    init(script: String, backend: String, folder: String) throws {
        server = folder + "/cups.sock"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        process.executableURL = URL(fileURLWithPath: script)
        process.arguments = [folder]
        process.environment = ProcessInfo.processInfo.environment
        process.environment?["LOKET_POS"] = backend
        let output = Pipe()
        process.standardOutput = output
        try process.runUnmasked()
        var said = ""
        while !said.contains("ready") {
            let data = output.fileHandleForReading.availableData
            if data.isEmpty { throw BenchFailure("\(script) did not start") }
            said += String(decoding: data, as: UTF8.self)
        }
    }

    func call(_ program: String, _ arguments: [String]) throws {
        let child = Process()
        child.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        child.arguments = [program] + arguments
        child.environment = ["CUPS_SERVER": server, "PATH": "/usr/bin:/bin:/usr/sbin:/sbin"]
        child.standardOutput = FileHandle.nullDevice
        child.standardError = FileHandle.nullDevice
        try child.runUnmasked()
        child.waitUntilExit()
        guard child.terminationStatus == 0 else { throw BenchFailure("\(program) failed") }
    }

    /// Returns the process id of its scheduler.
    func schedulerID() throws -> Int32 {
        let child = Process()
        child.executableURL = URL(fileURLWithPath: "/usr/bin/pgrep")
        child.arguments = ["-P", "\(process.processIdentifier)", "-x", "cupsd"]
        let output = Pipe()
        child.standardOutput = output
        try child.runUnmasked()
        let said = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        child.waitUntilExit()
        guard let id = said.split(separator: "\n").first.flatMap({ Int32($0) }) else {
            throw BenchFailure("there is no scheduler")
        }
        return id
    }

    func end() {
        process.terminate()
        process.waitUntilExit()
    }
}

/// TCP printer that notes the time of each connection's first byte. It answers as a printer that is
/// ready and knows `GS ( H`.
final class BenchPrinter: Sendable {
    let port: UInt16
    /// Whether it answers nothing.
    let isMute = Atomic(false)
    private let arrivals = Mutex<[ContinuousClock.Instant]>([])
    private let waiting = Mutex<[CheckedContinuation<Void, Never>]>([])

    init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard isBound, listen(listener, 8) == 0 else { throw BenchFailure("no port is free") }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [self] in
            while case let connection = accept(listener, nil, nil), connection >= 0 {
                serve(connection)
                close(connection)
            }
        }
    }

    /// Returns the time from `start` to the next document's first byte. It does not poll, since the
    /// measured code needs the processor.
    func firstByte(after start: ContinuousClock.Instant) async throws -> Duration {
        let limit = start + .seconds(10)
        while true {
            if let arrival = arrivals.withLock({ $0.first { $0 > start } }) {
                return arrival - start
            }
            guard ContinuousClock.now < limit else {
                throw BenchFailure("nothing came to the printer")
            }
            await withCheckedContinuation { continuation in
                let isLate = arrivals.withLock { times in
                    if times.contains(where: { $0 > start }) { return true }
                    waiting.withLock { $0.append(continuation) }
                    return false
                }
                if isLate { continuation.resume() }
                DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(10)) { [self] in
                    wake()
                }
            }
        }
    }

    private func wake() {
        for continuation in waiting.withLock({ waiting in
            defer { waiting = [] }
            return waiting
        }) { continuation.resume() }
    }

    private func serve(_ connection: Int32) {
        var (isNoted, window) = (false, [UInt8]())
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while case let count = recv(connection, &buffer, buffer.count, 0), count > 0 {
            for byte in buffer[..<count] {
                window.append(byte)
                if window.count > 11 { window.removeFirst() }
                let answer = answer(to: window)
                if !answer.isEmpty { send(connection, answer, answer.count, Int32(MSG_NOSIGNAL)) }
            }
            // Questions about its state are no paper: the document begins with ESC @.
            if !isNoted, buffer[..<count].contains(0x40) {
                isNoted = true
                arrivals.withLock { $0.append(.now) }
                wake()
            }
        }
    }

    private func answer(to window: [UInt8]) -> [UInt8] {
        if isMute.load(ordering: .relaxed) { return [] }
        if window.suffix(3).starts(with: [0x10, 0x04]) { return [0x12] }
        if window.suffix(3).starts(with: [0x1D, 0x72]) { return [0x00] }
        if window.starts(with: [0x1D, 0x28, 0x48, 6, 0]), window.count == 11 {
            return [0x37, 0x22] + window[7...] + [0]
        }
        return []
    }
}
