import Foundation

/// A headless Chromium, driven over its debugging pipe (Chrome DevTools Protocol).
public final class Browser: @unchecked Sendable {
    // `lock` protects `answers`, `buffer` and `next`; the rest is set up in `open`.
    private let folder: TemporaryFolder
    private let process = Process()
    private let lock = NSLock()
    private var input: FileHandle?
    private var output: FileHandle?
    private var buffer = Data()
    private var answers: [Int: [String: Any]] = [:]
    private var next = 1
    private var session: String?

    /// Opens a page, lets the body use it and ends the browser, whatever the body does.
    public static func with<Value>(
        _ url: String, width: Int, height: Int, _ body: (Browser) async throws -> Value
    ) async throws -> Value {
        let browser = try Browser()
        do {
            try await browser.open(url, width, height)
            let value = try await body(browser)
            browser.close()
            return value
        } catch {
            browser.close()
            throw error
        }
    }

    private init() throws {
        folder = try TemporaryFolder("browser")
        for name in ["in", "out"] {
            guard mkfifo(folder.file(name), 0o600) == 0 else {
                throw NeverHappened(what: "a pipe at \(folder.file(name))")
            }
        }
    }

    private func open(_ url: String, _ width: Int, _ height: Int) async throws {
        process.executableURL = URL(filePath: "/bin/bash")
        // The browser reads its commands from file 3 and answers on file 4.
        process.arguments = [
            "-c", "exec chromium \"$@\" 3<'\(folder.file("in"))' 4>'\(folder.file("out"))'", "-",
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--remote-debugging-pipe", "--user-data-dir=\(folder.file("profile"))",
            "--window-size=\(width),\(height)", "about:blank",
        ]
        process.environment = Command.environment.merging(["HOME": folder.path]) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.runUnmasked()
        // Both ends at once, in the order in which the shell opens them.
        let paths = [folder.file("in"), folder.file("out")]
        let (write, read) = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                let write = FileHandle(forWritingAtPath: paths[0])
                let read = FileHandle(forReadingAtPath: paths[1])
                continuation.resume(returning: (write, read))
            }
        }
        (input, output) = (write, read)
        output?.readabilityHandler = { [weak self] in self?.take($0.availableData) }
        let target = try await call("Target.createTarget", ["url": url])
        let attached = try await call(
            "Target.attachToTarget",
            ["targetId": target["targetId"] as? String ?? "", "flatten": true])
        session = attached["sessionId"] as? String
        _ = try await call(
            "Emulation.setDeviceMetricsOverride",
            ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": false])
    }

    private func close() {
        output?.readabilityHandler = nil
        if process.isRunning { process.terminate() }
        try? input?.close()
        try? output?.close()
    }

    /// Value of a JavaScript expression, as text.
    public func evaluate(_ expression: String) async throws -> String {
        let answer = try await call(
            "Runtime.evaluate",
            ["expression": "String(\(expression))", "returnByValue": true])
        let result = answer["result"] as? [String: Any]
        return result?["value"] as? String ?? ""
    }

    /// A click of the mouse, in the page's own pixels.
    public func click(x: Double, y: Double) async throws {
        for type in ["mousePressed", "mouseReleased"] {
            _ = try await call(
                "Input.dispatchMouseEvent",
                [
                    "type": type, "x": x, "y": y, "button": "left", "clickCount": 1,
                    "buttons": type == "mousePressed" ? 1 : 0,
                ])
        }
    }

    /// The page as a PNG file.
    public func screenshot() async throws -> Data {
        let answer = try await call("Page.captureScreenshot", ["format": "png"])
        return Data(base64Encoded: answer["data"] as? String ?? "") ?? Data()
    }

    private func call(_ method: String, _ parameters: [String: Any]) async throws
        -> [String: Any]
    {
        let id = lock.withLock {
            defer { next += 1 }
            return next
        }
        var message: [String: Any] = ["id": id, "method": method, "params": parameters]
        if let session, !method.hasPrefix("Target.") { message["sessionId"] = session }
        var data = try JSONSerialization.data(withJSONObject: message)
        data.append(0)
        try input?.write(contentsOf: data)
        try await eventually("the browser answers \(method)", within: .seconds(30)) {
            self.lock.withLock { self.answers[id] != nil } || !self.process.isRunning
        }
        let answer = lock.withLock { answers.removeValue(forKey: id) }
        guard let result = answer?["result"] as? [String: Any] else {
            throw NeverHappened(what: "\(method): \(answer.map { "\($0)" } ?? "no answer")")
        }
        return result
    }

    private func take(_ data: Data) {
        lock.withLock {
            buffer.append(data)
            while let end = buffer.firstIndex(of: 0) {
                let message = try? JSONSerialization.jsonObject(
                    with: Data(buffer[buffer.startIndex..<end]))
                buffer = Data(buffer[buffer.index(after: end)...])
                guard let message = message as? [String: Any], let id = message["id"] as? Int
                else { continue }
                answers[id] = message
            }
        }
    }
}
