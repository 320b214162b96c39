package import Foundation
import Kernel

/// Headless Chromium with one page, driven over its debugging pipe: DevTools messages as JSON on
/// descriptors 3 and 4, each ended by a zero byte.
package actor Browser {
    /// Maximum time to wait for an answer, in milliseconds.
    static let patience = Duration.seconds(60)

    /// Its pipe is waited for on a thread that may wait, not on one of those that tests share.
    private let thread = WaitingExecutor("browser")
    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    private let home: TemporaryFolder
    private let program: Spawned
    private let toBrowser: Int32
    private let fromBrowser: Int32
    private var received: [UInt8] = []
    private var lastID = 0
    private var session: String?

    /// Path of Chromium; nil: not on this machine.
    package static let program: String? = ["chromium", "chromium-browser", "google-chrome"]
        .map { "/usr/bin/\($0)" }
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    /// Opens the address in a browser with a profile of its own. Throws where it does not start.
    package init(opening url: String, width: Int = 1_280, height: Int = 960) async throws {
        home = try TemporaryFolder("browser")
        guard let path = Self.program else { throw NeverHappened(what: "a Chromium") }
        let (childReads, writes) = try Self.makePipe()
        let (reads, childWrites) = try Self.makePipe()
        (toBrowser, fromBrowser) = (writes, reads)
        defer {
            close(childReads)
            close(childWrites)
        }
        program = try Spawned(
            path,
            [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--no-first-run", "--disable-breakpad",
                "--remote-debugging-pipe", "--user-data-dir=\(home.path)",
                "--window-size=\(width),\(height)", "about:blank",
            ], descriptors: [3: childReads, 4: childWrites], log: home.file("browser.log"),
            environment: ["HOME": home.path, "PATH": "/usr/bin:/bin"])
        let target =
            try call("Target.createTarget", ["url": "about:blank"])["targetId"] as? String ?? ""
        session =
            try call("Target.attachToTarget", ["targetId": target, "flatten": true])["sessionId"]
            as? String
        _ = try call("Page.enable")
        if let failure = try call("Page.navigate", ["url": url])["errorText"] {
            let log = try? String(contentsOfFile: home.file("browser.log"), encoding: .utf8)
            throw NeverHappened(what: "\(url) in the browser: \(failure) \(log ?? "")")
        }
    }

    deinit {
        close(toBrowser)
        close(fromBrowser)
    }

    /// Returns the value of an expression in the page as text; "undefined" where there is none.
    package func evaluate(_ expression: String) throws -> String {
        let answer = try call(
            "Runtime.evaluate",
            ["expression": "String(\(expression))", "returnByValue": true])
        if let failure = answer["exceptionDetails"] {
            throw NeverHappened(what: "\(expression): \(failure)")
        }
        return (answer["result"] as? [String: Any])?["value"] as? String ?? ""
    }

    /// Clicks at a position of the page, in its pixels.
    package func click(x: Double, y: Double) throws {
        for type in ["mouseMoved", "mousePressed", "mouseReleased"] {
            _ = try call(
                "Input.dispatchMouseEvent",
                [
                    "type": type, "x": x, "y": y, "clickCount": 1,
                    "button": type == "mouseMoved" ? "none" : "left",
                ])
        }
    }

    /// Returns a PNG picture of the page.
    package func screenshot() throws -> Data {
        let text = try call("Page.captureScreenshot", ["format": "png"])["data"] as? String
        return text.flatMap { Data(base64Encoded: $0) } ?? Data()
    }

    /// Sends a command and waits for its answer. Events in between are skipped.
    private func call(_ method: String, _ parameters: [String: Any] = [:]) throws -> [String: Any] {
        lastID += 1
        var message: [String: Any] = ["id": lastID, "method": method, "params": parameters]
        message["sessionId"] = session
        try send(JSONSerialization.data(withJSONObject: message) + [0])
        while true {
            let answer = try JSONSerialization.jsonObject(with: receive()) as? [String: Any] ?? [:]
            guard answer["id"] as? Int == lastID else { continue }
            if let error = answer["error"] { throw NeverHappened(what: "\(method): \(error)") }
            return answer["result"] as? [String: Any] ?? [:]
        }
    }

    private func send(_ data: Data) throws {
        var rest = data[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(toBrowser, $0.baseAddress, $0.count) }
            guard count > 0 else { throw gone() }
            rest = rest.dropFirst(count)
        }
    }

    private func receive() throws -> Data {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            if let end = received.firstIndex(of: 0) {
                defer { received.removeSubrange(...end) }
                return Data(received[..<end])
            }
            var waited = PollSet(fromBrowser)
            guard waited.wait(until: Uptime.now() + Self.patience) else { throw gone() }
            let count = read(fromBrowser, &buffer, buffer.count)
            guard count > 0 else { throw gone() }
            received += buffer[..<count]
        }
    }

    private func gone() -> NeverHappened {
        let log = try? String(contentsOfFile: home.file("browser.log"), encoding: .utf8)
        return NeverHappened(what: "an answer of the browser: \(log ?? "")")
    }

    // MARK: Start

    /// Returns the reading and writing ends of a pipe, away from descriptors 3 and 4.
    private static func makePipe() throws -> (Int32, Int32) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw NeverHappened(what: "a pipe") }
        let moved = ends.map { fcntl($0, F_DUPFD_CLOEXEC, 16) }
        for end in ends { close(end) }
        return (moved[0], moved[1])
    }
}

/// Runs an actor that waits in system calls on a thread of its own.
final class WaitingExecutor: SerialExecutor {
    private let queue: DispatchQueue

    init(_ name: String) {
        queue = DispatchQueue(label: name)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
