import CGlass
import Glibc
import Kernel

@testable import Display

/// Consoles of a machine, controlled by the test.
final class FakeConsole: ConsoleCalls {
    /// Errno of each failing call, by name.
    var failures: [String: Int32] = [:]
    /// Errno of each path that cannot be opened. With `write` before a path, only opening for
    /// reading and writing fails.
    var missing: [String: Int32] = [:]
    /// Steps in order, without opening and queries.
    var steps: [String] = []
    var openPaths: [Int32: String] = [:]
    var keyboard: Int32 = K_UNICODE
    var isMuted = false
    var displayMode: Int32 = KD_TEXT
    var isOurs = false
    var active = 1
    var free = 7
    /// Duration of a switch; nil: it never ends.
    var switchTakes: Duration? = .milliseconds(20)
    private var next: (vt: Int, at: Duration)?
    var signals: [Int32] = []
    var time = Duration.seconds(10)
    private var last: Int32 = 100

    private func count(_ step: String, failingAs call: String? = nil) throws(SystemError) {
        let name = call ?? String(step.prefix { $0 != " " })
        if let code = failures[step] ?? failures[name] {
            throw SystemError(call: name, code: code)
        }
        steps.append(step)
    }

    /// Whether a shell is usable here now.
    var isUsable: Bool {
        keyboard != K_OFF && !isMuted && displayMode == KD_TEXT && !isOurs && active == 1
    }

    func open(_ path: String, _ flags: Int32) throws(SystemError) -> Int32 {
        if let code = missing[path] { throw SystemError(call: "open", code: code) }
        if let code = missing["write \(path)"], flags & O_RDWR != 0 {
            throw SystemError(call: "open", code: code)
        }
        last += 1
        openPaths[last] = path
        return last
    }

    func close(_ descriptor: Int32) { openPaths[descriptor] = nil }

    func keyboardMode(_ descriptor: Int32) throws(SystemError) -> Int32 {
        if let code = failures["KDGKBMODE"] { throw SystemError(call: "KDGKBMODE", code: code) }
        return keyboard
    }

    func setKeyboardMode(_ descriptor: Int32, _ mode: Int32) throws(SystemError) {
        try count("KDSKBMODE \(mode)")
        keyboard = mode
    }

    func setKeyboardMuted(_ descriptor: Int32, _ isMuted: Bool) throws(SystemError) {
        try count("KDSKBMUTE \(isMuted ? 1 : 0)")
        self.isMuted = isMuted
    }

    func setDisplayMode(_ descriptor: Int32, _ mode: Int32) throws(SystemError) {
        try count("KDSETMODE \(mode)")
        displayMode = mode
    }

    func activeVT(_ descriptor: Int32) throws(SystemError) -> Int {
        if let code = failures["VT_GETSTATE"] { throw SystemError(call: "VT_GETSTATE", code: code) }
        if let due = next, due.at <= time {
            active = due.vt
            next = nil
        }
        return active
    }

    func freeVT(_ descriptor: Int32) throws(SystemError) -> Int {
        if let code = failures["VT_OPENQRY"] { throw SystemError(call: "VT_OPENQRY", code: code) }
        return free
    }

    func activate(_ descriptor: Int32, _ vt: Int) throws(SystemError) {
        try count("VT_ACTIVATE \(vt)")
        if vt == 1 {
            active = 1
            next = nil
        } else if let switchTakes {
            next = (vt, time + switchTakes)
        }
    }

    func setSwitching(
        _ descriptor: Int32, _ signals: (release: Int32, acquire: Int32)?
    ) throws(SystemError) {
        try count("VT_SETMODE \(signals.map { "\($0.release) \($0.acquire)" } ?? "auto")")
        isOurs = signals != nil
    }

    func answerSwitch(_ descriptor: Int32, _ answer: Int32) throws(SystemError) {
        try count("VT_RELDISP \(answer)")
    }

    func openSignals(_ signals: [Int32]) throws(SystemError) -> Int32 {
        if let code = failures["signalfd"] { throw SystemError(call: "signalfd", code: code) }
        last += 1
        openPaths[last] = "signals"
        return last
    }

    func readSignals(_ descriptor: Int32) -> [Int32] {
        defer { signals = [] }
        return signals
    }

    func uptime() -> Duration { time }
    func pause(_ duration: Duration) { time += duration }
}
