import Glibc

/// A USB printer class device of the kernel's own making, as configfs builds it, on one of the
/// controllers of dummy_hcd: plugged in, the same kernel's usblp finds it.
final class Gadget {
    private let folder: String
    private let controller: String
    /// The printer's end of the cable, there while it is plugged in.
    let device: String

    private static let root = "/sys/kernel/config/usb_gadget"
    private static let function = "functions/printer.0"
    private static let configuration = "configs/c.1"
    /// Requests of 8 kB that the kernel takes ahead of the printer; the fewer, the nearer to one.
    private static let requests = "1"
    /// English, of the United States.
    private static let language = "0x409"

    /// Throws where configfs is not mounted, or there is no such controller. Gadgets are made in
    /// the order of their numbers, since the kernel numbers their devices so.
    init(number: Int, serial: String, manufacturer: String, product: String) throws {
        folder = "\(Self.root)/g\(number)"
        controller = "dummy_udc.\(number)"
        device = "/dev/g_printer\(number)"
        let strings = "strings/\(Self.language)"
        // One that a program left that did not end well.
        try? remove()
        for part in ["", strings, "\(Self.configuration)", Self.function] {
            try check("mkdir \(folder)/\(part)") { mkdir("\(folder)/\(part)", 0o755) }
        }
        let entries = [
            // The number of pid.codes that is there for tests.
            ("idVendor", "0x1209"), ("idProduct", "0x0001"), ("bcdUSB", "0x0200"),
            ("\(strings)/serialnumber", serial), ("\(strings)/manufacturer", manufacturer),
            ("\(strings)/product", product), ("\(Self.function)/q_len", Self.requests),
            (
                "\(Self.function)/pnp_string",
                "MFG:\(manufacturer);MDL:\(product);CMD:ESC/POS;CLS:PRINTER;"
            ),
        ]
        for (name, value) in entries { try write(value, to: name) }
    }

    deinit {
        try? unplug()
        try? remove()
    }

    /// The function is made anew each time: that of Linux 6.1 frees a request that was half read at
    /// the end of its first cable at the end of its second one, too.
    func plug() throws {
        try check("symlink \(link)") { symlink("\(folder)/\(Self.function)", link) }
        try write(controller, to: "UDC")
    }

    /// An empty line takes the controller from it: the cable is pulled.
    func unplug() throws {
        try write("\n", to: "UDC")
        try check("unlink \(link)") { unlink(link) }
    }

    private var link: String { "\(folder)/\(Self.configuration)/printer.0" }

    private func write(_ value: String, to name: String) throws {
        let path = "\(folder)/\(name)"
        let file = try check("open \(path)") { open(path, O_WRONLY | O_CLOEXEC) }
        defer { close(file) }
        do { try writeAll(Array(value.utf8), to: file) } catch {
            throw Failure("\(path): \(error)")
        }
    }

    /// In the opposite order; the kernel removes what it made itself.
    private func remove() throws {
        unlink(link)
        for part in [Self.configuration, Self.function, "strings/\(Self.language)", ""] {
            try check("rmdir \(folder)/\(part)") { rmdir("\(folder)/\(part)") }
        }
    }
}
