import CGlass
import Glibc
package import Kernel

/// System calls of a virtual terminal, one function each. A test can make any of them fail (T17).
protocol ConsoleCalls: AnyObject {
    func open(_ path: String, _ flags: Int32) throws(SystemError) -> Int32
    func close(_ descriptor: Int32)
    /// Calls `KDGKBMODE`.
    func keyboardMode(_ descriptor: Int32) throws(SystemError) -> Int32
    /// Calls `KDSKBMODE`.
    func setKeyboardMode(_ descriptor: Int32, _ mode: Int32) throws(SystemError)
    /// Calls `KDSKBMUTE`.
    func setKeyboardMuted(_ descriptor: Int32, _ isMuted: Bool) throws(SystemError)
    /// Calls `KDSETMODE`.
    func setDisplayMode(_ descriptor: Int32, _ mode: Int32) throws(SystemError)
    /// Calls `VT_GETSTATE`. Returns the number of the console on the glass.
    func activeVT(_ descriptor: Int32) throws(SystemError) -> Int
    /// Calls `VT_OPENQRY`. Returns the number of a free console.
    func freeVT(_ descriptor: Int32) throws(SystemError) -> Int
    /// Calls `VT_ACTIVATE` to request a switch, which happens later.
    func activate(_ descriptor: Int32, _ vt: Int) throws(SystemError)
    /// Calls `VT_SETMODE`. Switches then wait for this process and announce themselves by these
    /// signals; nil: they do not.
    func setSwitching(
        _ descriptor: Int32, _ signals: (release: Int32, acquire: Int32)?
    ) throws(SystemError)
    /// Calls `VT_RELDISP` with 1 or `VT_ACKACQ`.
    func answerSwitch(_ descriptor: Int32, _ answer: Int32) throws(SystemError)
    /// Creates a descriptor from which these signals are read.
    func openSignals(_ signals: [Int32]) throws(SystemError) -> Int32
    /// Returns the signals that have arrived.
    func readSignals(_ descriptor: Int32) -> [Int32]
    func uptime() -> Duration
    func pause(_ duration: Duration)
}

/// System calls of Linux.
final class LinuxConsoleCalls: ConsoleCalls {
    /// The kernel's public headers lack it. systemd and X use the same number.
    private static let muteRequest: UInt = 0x4B51

    func open(_ path: String, _ flags: Int32) throws(SystemError) -> Int32 {
        try Descriptor(opening: path, flags | O_NOCTTY).release()
    }

    func close(_ descriptor: Int32) { Glibc.close(descriptor) }

    func keyboardMode(_ descriptor: Int32) throws(SystemError) -> Int32 {
        var mode: CInt = 0
        try SystemError.check("KDGKBMODE", ioctl(descriptor, UInt(KDGKBMODE), &mode))
        return mode
    }

    func setKeyboardMode(_ descriptor: Int32, _ mode: Int32) throws(SystemError) {
        try SystemError.check("KDSKBMODE", ioctl(descriptor, UInt(KDSKBMODE), mode))
    }

    func setKeyboardMuted(_ descriptor: Int32, _ isMuted: Bool) throws(SystemError) {
        try SystemError.check("KDSKBMUTE", ioctl(descriptor, Self.muteRequest, isMuted ? 1 : 0))
    }

    func setDisplayMode(_ descriptor: Int32, _ mode: Int32) throws(SystemError) {
        try SystemError.check("KDSETMODE", ioctl(descriptor, UInt(KDSETMODE), mode))
    }

    func activeVT(_ descriptor: Int32) throws(SystemError) -> Int {
        var state = vt_stat()
        try SystemError.check("VT_GETSTATE", ioctl(descriptor, UInt(VT_GETSTATE), &state))
        return Int(state.v_active)
    }

    func freeVT(_ descriptor: Int32) throws(SystemError) -> Int {
        var number: CInt = 0
        try SystemError.check("VT_OPENQRY", ioctl(descriptor, UInt(VT_OPENQRY), &number))
        guard number > 0 else { throw SystemError(call: "VT_OPENQRY", code: ENOENT) }
        return Int(number)
    }

    func activate(_ descriptor: Int32, _ vt: Int) throws(SystemError) {
        try SystemError.check("VT_ACTIVATE", ioctl(descriptor, UInt(VT_ACTIVATE), CInt(vt)))
    }

    func setSwitching(
        _ descriptor: Int32, _ signals: (release: Int32, acquire: Int32)?
    ) throws(SystemError) {
        var mode = vt_mode()
        mode.mode = CChar(signals == nil ? VT_AUTO : VT_PROCESS)
        mode.relsig = Int16(signals?.release ?? 0)
        mode.acqsig = Int16(signals?.acquire ?? 0)
        try SystemError.check("VT_SETMODE", ioctl(descriptor, UInt(VT_SETMODE), &mode))
    }

    func answerSwitch(_ descriptor: Int32, _ answer: Int32) throws(SystemError) {
        try SystemError.check("VT_RELDISP", ioctl(descriptor, UInt(VT_RELDISP), answer))
    }

    func openSignals(_ signals: [Int32]) throws(SystemError) -> Int32 {
        try SignalDescriptor.open(signals)
    }

    func readSignals(_ descriptor: Int32) -> [Int32] { SignalDescriptor.read(descriptor) }

    func uptime() -> Duration { Uptime.now() }

    func pause(_ duration: Duration) { Uptime.pause(for: duration) }
}

/// Signals read from a descriptor (T20): handlers do no work.
package enum SignalDescriptor {
    /// Blocks the signals in this thread and in all that start later. Call it before the first
    /// thread starts.
    package static func block(_ signals: [Int32]) {
        var set = signalSet(signals)
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Creates a descriptor that is readable while one of these blocked signals waits. Throws
    /// `SystemError`.
    package static func open(_ signals: [Int32]) throws(SystemError) -> Int32 {
        var set = signalSet(signals)
        return try SystemError.check(
            "signalfd", signalfd(-1, &set, Int32(SFD_CLOEXEC | SFD_NONBLOCK)))
    }

    /// Takes the waiting signals; empty where there is none.
    package static func read(_ descriptor: Int32) -> [Int32] {
        var signals: [Int32] = []
        var info = signalfd_siginfo()
        let size = MemoryLayout<signalfd_siginfo>.size
        // Bounded by the number of signals: each is pending at most once.
        while signals.count < 64, Glibc.read(descriptor, &info, size) == size {
            signals.append(Int32(info.ssi_signo))
        }
        return signals
    }

    static func signalSet(_ signals: [Int32]) -> sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal) }
        return set
    }
}
