import Glibc

/// USB printer class device, built by configfs on a controller of dummy_hcd. When it is plugged in,
/// usblp of the same kernel finds it.
final class Gadget {
    private let folder: String
    private let controller: String
    /// Printer's end of the cable, which exists while it is plugged in.
    let device: String

    private static let root = "/sys/kernel/config/usb_gadget"
    private static let function = "functions/printer.0"
    private static let configuration = "configs/c.1"
    /// Number of 8 kB requests that the kernel takes ahead of the printer. The fewer, the more like
    /// a real one.
    private static let requests = "1"
    /// Language code of US English.
    private static let language = "0x409"

    /// Creates the gadget. Throws where configfs is not mounted, or there is no such controller.
    /// Create gadgets in the order of their numbers, since the kernel numbers their devices so.
    init(number: Int, serial: String, manufacturer: String, product: String) throws {
        folder = "\(Self.root)/g\(number)"
        controller = "dummy_udc.\(number)"
        device = "/dev/g_printer\(number)"
        let strings = "strings/\(Self.language)"
        // Remove the gadget that a crashed program left.
        try? remove()
        for part in ["", strings, "\(Self.configuration)", Self.function] {
            try check("mkdir \(folder)/\(part)") { mkdir("\(folder)/\(part)", 0o755) }
        }
        let entries = [
            // The ids that pid.codes reserves for tests.
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

    /// Plugs the cable in. The function is created anew each time: in Linux 6.1 a request that was
    /// half read at the end of its first cable is freed again at the end of its second one.
    func plug() throws {
        try check("symlink \(link)") { symlink("\(folder)/\(Self.function)", link) }
        try write(controller, to: "UDC")
    }

    /// Unplugs the cable: an empty line releases the controller.
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

    /// Removes the gadget in reverse order. The kernel removes what it made itself.
    private func remove() throws {
        unlink(link)
        for part in [Self.configuration, Self.function, "strings/\(Self.language)", ""] {
            try check("rmdir \(folder)/\(part)") { rmdir("\(folder)/\(part)") }
        }
    }
}
