import CGlass
import Glibc
import Kernel

/// State of the console before it was taken. A small file keeps it, so that another process can
/// restore it after any death of this one, SIGKILL included (T19).
package struct ConsoleState: Equatable, Sendable {
    /// Number of the taken console.
    package var vt: Int
    /// Number of the console that was on the glass before.
    package var previousVT: Int
    /// Keyboard mode of the console (`KDGKBMODE`).
    package var keyboardMode: Int32

    package init(vt: Int, previousVT: Int, keyboardMode: Int32) {
        self.vt = vt
        self.previousVT = previousVT
        self.keyboardMode = keyboardMode
    }

    /// Restores the state in the file and removes the file; does nothing without one. Every step is
    /// tried even if an earlier one failed. Returns a sentence for each step that failed.
    ///
    /// The guardian and `loketd --restore-console` (`ExecStopPost=`) call it.
    @discardableResult
    package static func restore(from file: String) -> [String] {
        restore(from: file, LinuxConsoleCalls())
    }

    static func restore(from file: String, _ calls: any ConsoleCalls) -> [String] {
        guard let state = ConsoleState(file: file) else { return [] }
        let problems = state.restore(calls)
        unlink(file)
        return problems
    }

    func restore(_ calls: any ConsoleCalls) -> [String] {
        var problems: [String] = []
        func attempt(_ step: () throws(SystemError) -> Void) {
            do throws(SystemError) { try step() } catch {
                problems.append("/dev/tty\(vt): \(error).")
            }
        }
        let descriptor: Int32
        do throws(SystemError) {
            descriptor = try Console.openTerminal("/dev/tty\(vt)", calls)
        } catch {
            return ["/dev/tty\(vt): \(error)."]
        }
        attempt { () throws(SystemError) in
            // A keyboard that was off before was left so by a process that crashed (T17).
            let mode = keyboardMode == K_OFF ? K_UNICODE : keyboardMode
            try calls.setKeyboardMode(descriptor, mode)
        }
        // Most keyboards were never muted, and some kernels lack the call.
        try? calls.setKeyboardMuted(descriptor, false)
        attempt { () throws(SystemError) in try calls.setDisplayMode(descriptor, KD_TEXT) }
        attempt { () throws(SystemError) in try calls.setSwitching(descriptor, nil) }
        if previousVT != vt, (try? calls.activeVT(descriptor)) == vt {
            attempt { () throws(SystemError) in try calls.activate(descriptor, previousVT) }
        }
        calls.close(descriptor)
        return problems
    }

    // MARK: The file

    /// Reads the file; nil where it is missing or incomplete.
    init?(file: String) {
        guard let bytes = try? Descriptor(opening: file, O_RDONLY).read(upTo: 256) else {
            return nil
        }
        var values: [Substring: Int] = [:]
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: "=")
            if parts.count == 2 { values[parts[0]] = Int(parts[1]) }
        }
        guard let vt = values["vt"], let previous = values["previous"],
            let keyboard = values["keyboard"], (1...63).contains(vt),
            (1...63).contains(previous), (0...4).contains(keyboard)
        else { return nil }
        self.init(vt: vt, previousVT: previous, keyboardMode: Int32(keyboard))
    }

    /// Writes the file completely or not at all, even if the process is killed meanwhile.
    func write(to file: String) throws(SystemError) {
        let text = "vt=\(vt)\nprevious=\(previousVT)\nkeyboard=\(keyboardMode)\n"
        try Folder.replace(file, with: Array(text.utf8), permissions: 0o644)
    }
}
