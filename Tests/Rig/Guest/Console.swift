import CRigKernel
import Glibc

/// Settings of a virtual console, and the active one.
///
///     console mode [TTY]    kd=text|graphics kb=raw|xlate|mediumraw|unicode|off active=N
///     console switch N      makes console N the active one, and waits until it is
enum Console {
    static func answer(_ words: [String]) throws {
        switch words.first {
        case "mode": try mode(of: words.count > 1 ? words[1] : "/dev/tty0")
        case "switch": try activate(words.count > 1 ? Int32(words[1]) ?? 1 : 1)
        default: throw Failure("console mode [TTY] | switch N")
        }
    }

    private static func mode(of path: String) throws {
        let tty = try check("open \(path)") { open(path, O_RDWR | O_NOCTTY | O_CLOEXEC) }
        defer { close(tty) }
        var picture: Int32 = -1
        var keyboard: Int32 = -1
        var state = vt_stat()
        var handling = vt_mode()
        try check("KDGETMODE") { ioctl(tty, UInt(KDGETMODE), &picture) }
        try check("KDGKBMODE") { ioctl(tty, UInt(KDGKBMODE), &keyboard) }
        try check("VT_GETSTATE") { ioctl(tty, UInt(VT_GETSTATE), &state) }
        try check("VT_GETMODE") { ioctl(tty, UInt(VT_GETMODE), &handling) }
        let pictures = [KD_TEXT: "text", KD_GRAPHICS: "graphics"]
        let keyboards = [
            K_RAW: "raw", K_XLATE: "xlate", K_MEDIUMRAW: "mediumraw", K_UNICODE: "unicode",
            K_OFF: "off",
        ]
        say(
            "kd=\(pictures[picture] ?? "\(picture)") kb=\(keyboards[keyboard] ?? "\(keyboard)") "
                + "vt=\(Int32(handling.mode) == VT_PROCESS ? "process" : "auto") "
                + "active=\(state.v_active)")
    }

    private static func activate(_ number: Int32) throws {
        let tty = try check("open /dev/tty0") { open("/dev/tty0", O_RDWR | O_NOCTTY | O_CLOEXEC) }
        defer { close(tty) }
        try check("VT_ACTIVATE") { ioctl(tty, UInt(VT_ACTIVATE), number) }
        try check("VT_WAITACTIVE") { ioctl(tty, UInt(VT_WAITACTIVE), number) }
        say("ok")
    }
}
