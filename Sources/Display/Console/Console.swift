import CGlass
import Glibc
import Kernel

/// Virtual terminal of the glass. While it is taken, no key reaches a shell, the kernel draws no
/// text, and a switch to another console waits until this process has released the glass (T17-T21).
///
/// The loop waits for `descriptor`, calls `events()`, and answers in this order (T18):
/// - `.leaveRequested`: `display.pause()`, cancel all contacts, release the grabs of the touch
///   devices, then `leave()`.
/// - `.acquired`: `acquire()`, `display.resume()`, grab the devices, read their state, draw
///   everything.
package final class Console {
    package enum Event: Equatable, Sendable {
        /// Another console was requested, and the switch waits for `leave()`.
        case leaveRequested
        /// This console is on the glass again.
        case acquired
    }

    /// Signals of the kernel's requests: SIGUSR1 to leave, SIGUSR2 on return. They must be blocked
    /// in every thread.
    package static let signals: [Int32] = [SIGUSR1, SIGUSR2]
    /// Maximum time for a console to reach the glass.
    package static let activationLimit = Duration.seconds(2)

    /// Number of the console.
    package var vt: Int { state.vt }
    /// Descriptor that is readable while `events()` has some.
    package let descriptor: Int32
    private let terminal: Int32
    private let state: ConsoleState
    private let stateFile: String
    private let calls: any ConsoleCalls
    private var isClosed = false

    /// Blocks the signals for this thread and all that it starts. Call it first in `main`.
    package static func blockSignals() { SignalDescriptor.block(signals) }

    /// Takes a console and brings it to the glass.
    ///
    /// - Parameters:
    ///   - vt: Its number; nil: a free one, else the one on the glass.
    ///   - stateFile: File that keeps the previous state for `ConsoleState.restore`.
    /// - Returns: Nil where this machine has no consoles, such as a container. A warning says so,
    ///   and the glass works without one (T21).
    /// - Throws: `DisplayError`. All changes are undone.
    package static func open(
        vt: Int? = nil, stateFile: String, warning: (String) -> Void
    ) throws(DisplayError) -> Console? {
        try open(vt: vt, stateFile: stateFile, calls: LinuxConsoleCalls(), warning: warning)
    }

    static func open(
        vt: Int?, stateFile: String, calls: any ConsoleCalls, warning: (String) -> Void
    ) throws(DisplayError) -> Console? {
        let any: Int32
        do throws(SystemError) { any = try openTerminal("/dev/tty0", calls) } catch {
            guard [ENOENT, ENXIO, ENODEV].contains(error.code) else {
                throw DisplayError(device: "/dev/tty0", message: "\(error).")
            }
            warning("/dev/tty0: \(error); there is no console to take, so none is taken.")
            return nil
        }
        defer { calls.close(any) }
        do throws(SystemError) {
            var active = try calls.activeVT(any)
            // Left by a process that died or restarted: the console is still in that state.
            if let left = ConsoleState(file: stateFile) {
                if left.vt == active && vt ?? left.vt == left.vt {
                    return try Console(left, stateFile: stateFile, calls: calls)
                }
                _ = ConsoleState.restore(from: stateFile, calls)
                active = try calls.activeVT(any)
            }
            let number = vt ?? (try? calls.freeVT(any)) ?? active
            let state = ConsoleState(
                vt: number, previousVT: active, keyboardMode: try keyboard(of: number, calls))
            return try Console(state, stateFile: stateFile, calls: calls)
        } catch {
            throw DisplayError(
                device: "/dev/tty\(vt ?? 0)",
                message: "the console can't be taken: \(error).")
        }
    }

    /// Opens a terminal, write-only where nothing else is allowed (T21). The calls need no more.
    static func openTerminal(
        _ path: String, _ calls: any ConsoleCalls
    ) throws(SystemError) -> Int32 {
        do throws(SystemError) { return try calls.open(path, O_RDWR) } catch {
            return try calls.open(path, O_WRONLY)
        }
    }

    private static func keyboard(
        of vt: Int, _ calls: any ConsoleCalls
    ) throws(SystemError) -> Int32 {
        let terminal = try openTerminal("/dev/tty\(vt)", calls)
        defer { calls.close(terminal) }
        return try calls.keyboardMode(terminal)
    }

    private init(
        _ state: ConsoleState, stateFile: String, calls: any ConsoleCalls
    ) throws(SystemError) {
        self.calls = calls
        self.state = state
        self.stateFile = stateFile
        let (vt, previous, keyboard) = (state.vt, state.previousVT, state.keyboardMode)
        let terminal = try Self.openTerminal("/dev/tty\(vt)", calls)
        self.terminal = terminal
        // Steps to undo where a later one fails, in order.
        var undo: [() -> Void] = [{ calls.close(terminal) }]
        do throws(SystemError) {
            // Before any change, so that the guardian can restore it in every case (T19).
            try state.write(to: stateFile)
            undo.append { unlink(stateFile) }
            descriptor = try calls.openSignals(Self.signals)
            let signals = descriptor
            undo.append { calls.close(signals) }
            if vt != previous {
                undo.append { try? calls.activate(terminal, previous) }
                if try calls.activeVT(terminal) != vt { try Self.activate(vt, terminal, calls) }
            }
            let usual = keyboard == K_OFF ? K_UNICODE : keyboard
            try Self.silence(terminal, calls)
            undo.append {
                try? calls.setKeyboardMode(terminal, usual)
                try? calls.setKeyboardMuted(terminal, false)
            }
            try calls.setDisplayMode(terminal, KD_GRAPHICS)
            undo.append { try? calls.setDisplayMode(terminal, KD_TEXT) }
            try calls.setSwitching(terminal, (release: SIGUSR1, acquire: SIGUSR2))
        } catch {
            for step in undo.reversed() { step() }
            throw error
        }
    }

    /// Returns the kernel's requests since the last call, in order. It never waits.
    package func events() -> [Event] {
        calls.readSignals(descriptor).compactMap { signal in
            switch signal {
            case SIGUSR1: .leaveRequested
            case SIGUSR2: .acquired
            default: nil
            }
        }
    }

    /// Releases the glass to the other console. It is the last step of leaving (T18).
    package func leave() throws(DisplayError) { try answer(1) }

    /// Acknowledges the return of the glass. It is the first step of coming back (T18).
    package func acquire() throws(DisplayError) { try answer(VT_ACKACQ) }

    /// Restores keyboard, text mode and the previous console. Returns a sentence for each step that
    /// failed.
    @discardableResult
    package func close() -> [String] {
        if isClosed { return [] }
        isClosed = true
        let problems = state.restore(calls)
        calls.close(descriptor)
        calls.close(terminal)
        unlink(stateFile)
        return problems
    }

    private func answer(_ answer: Int32) throws(DisplayError) {
        do throws(SystemError) { try calls.answerSwitch(terminal, answer) } catch {
            throw DisplayError(device: "/dev/tty\(vt)", message: "\(error).")
        }
    }

    private static func silence(
        _ terminal: Int32, _ calls: any ConsoleCalls
    ) throws(SystemError) {
        do throws(SystemError) { try calls.setKeyboardMode(terminal, K_OFF) } catch {
            try calls.setKeyboardMuted(terminal, true)
        }
    }

    /// Switches to the console and polls for the result, since the kernel's own wait has no limit.
    private static func activate(
        _ vt: Int, _ terminal: Int32, _ calls: any ConsoleCalls
    ) throws(SystemError) {
        try calls.activate(terminal, vt)
        let limit = calls.uptime() + activationLimit
        while try calls.activeVT(terminal) != vt {
            guard calls.uptime() < limit else {
                throw SystemError(call: "VT_ACTIVATE", code: ETIMEDOUT)
            }
            calls.pause(.milliseconds(10))
        }
    }
}
