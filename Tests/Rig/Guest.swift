import Foundation
import TestSupport

/// Computer with a Debian kernel and nothing but Loket on it.
final class Guest: Sendable {
    /// Time limit from QEMU's start to the agent's first message; long, for a busy machine without
    /// KVM.
    static let bootLimit = Duration.seconds(120)

    let machine: Machine
    let cable: Cable
    let monitor: Monitor
    /// Time from QEMU's start to the agent's first message.
    let bootTime: Duration
    /// Slot of the last plugged display, 1 to 31 of its bus.
    let lastSlot = Box<Int>()
    private let folder: TemporaryFolder
    private let qemu: Spawned

    /// Boots the computer, with the disk as `/dev/vda` if given. Throws where it does not come up,
    /// with the end of its serial console.
    init(_ machine: Machine, disk: Disk? = nil) async throws {
        let image = try await GuestImage.make()
        let start = ContinuousClock.now
        let folder = try TemporaryFolder("rig")
        self.machine = machine
        self.folder = folder
        var options = [
            "-accel", "tcg,thread=multi", "-smp", "2", "-m", "1024", "-no-reboot", "-vga", "none",
            "-display", "none", "-nodefaults",
            "-device", machine.glass,
            "-device", "virtio-tablet-pci,id=tablet", "-device", "virtio-keyboard-pci,id=keyboard",
            "-device", "qemu-xhci,id=usb",
            "-device", "virtio-serial-pci",
            "-chardev", "socket,id=cable,path=\(folder.file("cable")),server=on,wait=off",
            "-device", "virtserialport,chardev=cable,name=loket.rig",
            "-qmp", "unix:\(folder.file("qmp")),server=on,wait=off",
            "-serial", "file:\(folder.file("serial"))",
            "-kernel", image.kernel, "-initrd", image.initramfs,
            "-append",
            "console=ttyS0 quiet panic=-1 oops=panic vt.global_cursor_default=0 consoleblank=0",
        ]
        if let disk {
            options += [
                "-drive", "file=\(disk.path),if=none,id=disk,format=raw,cache=writethrough",
                "-device", "virtio-blk-pci,drive=disk",
            ]
        }
        let qemu = try Spawned(
            "/usr/bin/qemu-system-x86_64", options, log: folder.file("qemu.log"),
            environment: Command.environment)
        self.qemu = qemu
        do {
            cable = try await Cable(folder.file("cable"))
            monitor = try await Monitor(folder.file("qmp"))
            try await cable.up(within: Self.bootLimit) { qemu.end != nil }
        } catch {
            let logs = ["qemu.log", "serial"].map {
                (try? String(contentsOfFile: folder.file($0), encoding: .utf8)) ?? ""
            }
            throw NeverHappened(what: "\(error): \(logs.joined(separator: "\n").suffix(4_000))")
        }
        bootTime = ContinuousClock.now - start
    }

    /// Messages of its kernel on the serial console.
    var serial: String {
        (try? String(contentsOfFile: folder.file("serial"), encoding: .utf8)) ?? ""
    }

    // MARK: Inside

    /// Runs a program to its end. Throws where its exit code is not 0.
    @discardableResult
    func run(_ words: String..., input: [UInt8] = [], within limit: Duration = .seconds(30))
        async throws -> String
    {
        let done = try await cable.run(words, input: input, within: limit)
        guard done.code == 0 else {
            throw NeverHappened(
                what: "\(words.joined(separator: " ")) in the guest, which ended with "
                    + "\(done.code ?? 0): \(done.errorText)")
        }
        return done.text
    }

    @discardableResult
    func shell(_ script: String, within limit: Duration = .seconds(30)) async throws -> String {
        try await run("sh", "-c", script, within: limit)
    }

    func start(_ words: String...) throws -> Cable.Program { try cable.start(words) }

    func write(_ bytes: [UInt8], to path: String) async throws {
        let done = try await cable.run(["sh", "-c", "cat > \(path)"], input: bytes)
        guard done.code == 0 else { throw NeverHappened(what: "\(path): \(done.errorText)") }
    }

    func read(_ path: String) async throws -> [UInt8] {
        let done = try await cable.run(["cat", path])
        guard done.code == 0 else { throw NeverHappened(what: "\(path): \(done.errorText)") }
        return done.output
    }

    /// Starts a panel of uinput and waits until it is ready.
    func panel(_ kind: String, width: Int = Machine.width, height: Int = Machine.height)
        async throws -> Cable.Program
    {
        let panel = try start("rig-guest", "panel", kind, "\(width)", "\(height)")
        try await panel.hears("the panel is there") { $0.text.hasPrefix("ready ") }
        return panel
    }

    /// Starts a keyboard of uinput and waits until it is ready.
    func keyboard(_ name: String, port: String = "rig/keyboard") async throws -> Cable.Program {
        let keyboard = try start("rig-guest", "keyboard", name, port)
        try await keyboard.hears("the keyboard is there") { $0.text.hasPrefix("ready ") }
        return keyboard
    }

    /// Returns the console's picture and keyboard mode, whether a process controls it, and the
    /// active console.
    func console() async throws -> [String: String] {
        let line = try await run("rig-guest", "console", "mode")
        return Dictionary(
            line.split(whereSeparator: \.isWhitespace).compactMap { word in
                let parts = word.split(separator: "=").map(String.init)
                return parts.count == 2 ? (parts[0], parts[1]) : nil
            }, uniquingKeysWith: { $1 })
    }

    /// Creates consoles 2 and 3, so that keys can lead to them.
    func makeConsoles() async throws {
        for number in ["2", "3", "1"] { try await run("rig-guest", "console", "switch", number) }
    }

    /// Returns the node of a device by its name; nil: none.
    func node(named name: String) async throws -> String? {
        try await run("rig-guest", "devices").split(separator: "\n")
            .first { $0.hasSuffix(" \(name)") }?
            .split(separator: " ").first.map(String.init)
    }

    /// Starts a program that prints a device's events.
    func watch(_ name: String) async throws -> Cable.Program {
        try await eventually("the node of \(name)") { try await self.node(named: name) != nil }
        let watch = try start("rig-guest", "watch", try await node(named: name) ?? "")
        try await watch.hears("the first word") { $0.text.hasPrefix("watching") }
        return watch
    }

    /// Creates `/dev/fb1` in memory, with 16 bits per pixel.
    func loadVirtualFramebuffer() async throws -> Framebuffer {
        try await shell(
            "[ -e /dev/fb1 ] || insmod /modules/vfb.ko vfb_enable=1 videomemorysize=4194304 "
                + "mode_option=800x600-16")
        return try Framebuffer(try await run("rig-guest", "framebuffer", "/dev/fb1"))
    }

    // MARK: Ends

    var isOver: Bool { qemu.end != nil }

    /// Cuts the power: nothing is written any more.
    func cutPower() async throws {
        kill(qemu.pid, SIGKILL)
        try await eventually("QEMU ends") { self.qemu.end != nil }
    }

    /// Closes the link, upon which the guest powers off, and waits.
    func powerOff() async throws {
        cable.hangUp()
        do {
            try await eventually("the guest powers off", within: .seconds(20)) {
                self.qemu.end != nil
            }
        } catch {
            try await cutPower()
            throw error
        }
    }
}

/// Disk that outlives its machine.
struct Disk: Sendable {
    let path: String

    /// Creates an empty ext4 of 64 MB in the folder.
    init(in folder: TemporaryFolder) async throws {
        path = folder.file("disk")
        let done = try await Command.run("mke2fs", ["-q", "-t", "ext4", path, "64M"])
        guard done.status == 0 else { throw NeverHappened(what: "a disk: \(done.errors)") }
    }
}
