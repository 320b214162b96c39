package import CGlass
package import Glibc

/// The system calls of a virtual terminal, one function each, so that a test can make any of
/// them fail (T17).
protocol ConsoleCalls: AnyObject {
    func open(_ path: String, _ flags: Int32) throws(SystemError) -> Int32
    func close(_ descriptor: Int32)
    /// `KDGKBMODE`
    func keyboardMode(_ descriptor: Int32) throws(SystemError) -> Int32
    /// `KDSKBMODE`
    func setKeyboardMode(_ descriptor: Int32, _ mode: Int32) throws(SystemError)
    /// `KDSKBMUTE`
    func setKeyboardMuted(_ descriptor: Int32, _ isMuted: Bool) throws(SystemError)
    /// `KDSETMODE`
    func setDisplayMode(_ descriptor: Int32, _ mode: Int32) throws(SystemError)
    /// `VT_GETSTATE`: the number of the console that is on the glass.
    func activeVT(_ descriptor: Int32) throws(SystemError) -> Int
    /// `VT_OPENQRY`: the number of a console that nobody uses.
    func freeVT(_ descriptor: Int32) throws(SystemError) -> Int
    /// `VT_ACTIVATE`: asks for a switch; it happens later.
    func activate(_ descriptor: Int32, _ vt: Int) throws(SystemError)
    /// `VT_SETMODE`: a switch waits for us and tells us by these signals; nil: it does not.
    func setSwitching(
        _ descriptor: Int32, _ signals: (release: Int32, acquire: Int32)?
    ) throws(SystemError)
    /// `VT_RELDISP` with 1 or `VT_ACKACQ`
    func answerSwitch(_ descriptor: Int32, _ answer: Int32) throws(SystemError)
    /// A descriptor from which these signals are read.
    func openSignals(_ signals: [Int32]) throws(SystemError) -> Int32
    /// The signals that came since.
    func readSignals(_ descriptor: Int32) -> [Int32]
    func uptime() -> Duration
    func pause(_ duration: Duration)
}

/// The calls as Linux has them.
final class LinuxConsoleCalls: ConsoleCalls {
    /// Not in the kernel's public headers: the number that systemd and X use as well.
    private static let muteRequest: UInt = 0x4B51

    func open(_ path: String, _ flags: Int32) throws(SystemError) -> Int32 {
        try SystemError.check("open", Glibc.open(path, flags | O_CLOEXEC | O_NOCTTY))
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

    func pause(_ duration: Duration) { poll(nil, 0, Int32(duration / .milliseconds(1))) }
}

/// Signals as something to read (T20): no work is done in handlers.
package enum SignalDescriptor {
    /// In all threads that are started later too, so call it before the first one is.
    package static func block(_ signals: [Int32]) {
        var set = signalSet(signals)
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Those of the signals that are blocked, as a descriptor that is readable while one waits.
    package static func open(_ signals: [Int32]) throws(SystemError) -> Int32 {
        var set = signalSet(signals)
        return try SystemError.check(
            "signalfd", signalfd(-1, &set, Int32(SFD_CLOEXEC | SFD_NONBLOCK)))
    }

    /// Takes those that wait; empty where none does.
    package static func read(_ descriptor: Int32) -> [Int32] {
        var signals: [Int32] = []
        var info = signalfd_siginfo()
        let size = MemoryLayout<signalfd_siginfo>.size
        // As many as there are kinds of signals: each is pending once at most.
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
