import Foundation
import TestSupport
import Testing

/// Receipt printer at a USB cable of the guest, and `loket-pos` as CUPS calls it.
struct UsbPrinter: Sendable {
    /// Maximum time to wait for the emulated machine.
    static let patience = Duration.seconds(30)
    /// Time limit for a printer that is plugged in again (PRINTERS.md, "Printers that cannot be
    /// reached").
    static let hotPlugLimit = Duration.seconds(5)

    let guest: Guest
    let serial: String
    private let program: Cable.Program

    /// Creates an unplugged printer. `number` counts the controllers from 0; `bufferBytes` is the
    /// size of its receive buffer.
    init(_ guest: Guest, number: Int = 0, bufferBytes: Int = 4_096) async throws {
        self.guest = guest
        serial = "RIG-\(number)"
        try await guest.loadPrinterPorts()
        program = try guest.start("rig-guest", "printer", "\(number)", serial, "\(bufferBytes)")
        try await program.hears("the printer is there") { $0.text.hasPrefix("ready\n") }
    }

    /// Sends it a line of Tests/Rig/Guest/Printer.swift.
    @discardableResult
    func tell(_ line: String) async throws -> String { try await program.ask(line) }

    /// Plugs it in, and waits until usblp has a file for it.
    func plug() async throws {
        try await tell("plug")
        try await eventually("usblp finds it", within: Self.patience) {
            try await self.guest.listing().contains(self.uri())
        }
    }

    /// Unplugs and removes it.
    func remove() async throws {
        try program.endInput()
        try #require(try await program.end().code == 0)
    }

    /// Returns the bytes of documents on its paper.
    func paper() async throws -> [UInt8] {
        let digits = Array(try await tell("paper"))
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(digits[$0...$0 + 1]), radix: 16)
        }
    }

    /// Returns a figure of the answer to `state`.
    func state(_ name: String) async throws -> Int {
        let words = try await tell("state").split(separator: " ")
        let word = words.first { $0.hasPrefix("\(name)=") }
        return try #require(word.flatMap { Int($0.dropFirst(name.count + 1)) })
    }

    /// Waits until it has received this many bytes of documents.
    func receives(_ count: Int) async throws {
        try await eventually("\(count) bytes have come in", within: Self.patience) {
            try await self.state("received") >= count
        }
    }

    /// Waits until this and nothing more is on its paper.
    func prints(_ document: [UInt8]) async throws {
        try await eventually("the whole document is on paper", within: Self.patience) {
            try await self.paper().count >= document.count
        }
        let paper = try await paper()
        try #require(
            paper == document,
            "\(paper.count) of \(document.count) bytes, the first \(paper.commonPrefix(document))")
    }

    /// Returns its device URI, by its serial number.
    func uri(_ options: String = "") -> String {
        "pos:/dev/usb/lp?serial=\(serial)" + (options.isEmpty ? "" : "&\(options)")
    }

    /// Starts `loket-pos` with a job for it.
    func job(_ document: [UInt8], _ options: String = "confirm=H") async throws -> Cable.Program {
        try await guest.job(document, at: uri(options))
    }

    /// Starts the daemon's query of an idle printer.
    func probe() throws -> Cable.Program { try guest.start("rig-guest", "probe", uri()) }
}

extension Guest {
    /// Loads two USB controllers for printers of configfs.
    fileprivate func loadPrinterPorts() async throws {
        try await shell(
            """
            [ -d /sys/class/udc/dummy_udc.1 ] && exit
            while read module; do
                case $module in
                dummy_hcd.ko) options=num=2 ;;
                *) options= ;;
                esac
                name=$(echo ${module%.ko} | tr - _)
                grep -q "^$name " /proc/modules || insmod /modules/$module $options || exit
            done < /modules/printer-order
            mount -t configfs configfs /sys/kernel/config
            """)
    }

    /// Returns the printers that `loket-pos` finds.
    func listing() async throws -> String { try await run("loket-pos") }

    /// Starts `loket-pos` as CUPS does for a raw queue: job, user, title, copies, options, file.
    func job(_ document: [UInt8], at uri: String) async throws -> Cable.Program {
        let file = "/tmp/slip-\(UInt32.random(in: 0...(.max)))"
        try await write(document, to: file)
        return try start(
            "env", "DEVICE_URI=\(uri)", "loket-pos", "7", "loket", "K-012", "1", "", file)
    }
}

extension Cable.Heard {
    /// Lists of `printer-state-reasons` in order, as loket-pos reported them to CUPS.
    var reasons: [String] {
        errorText.split(separator: "\n").filter { $0.hasPrefix("STATE: ") }
            .map { String($0.dropFirst(7)) }
    }
}

extension Cable.Program {
    /// Waits until the list of reasons is this one.
    func reports(_ reasons: String) async throws {
        try await hears("STATE: \(reasons)", within: UsbPrinter.patience) {
            $0.reasons.last == reasons
        }
    }

    /// Waits for its end with this exit code, and with these words in its last line.
    @discardableResult
    func ends(_ code: Int32, _ words: String) async throws -> Cable.Heard {
        let heard = try await end(within: UsbPrinter.patience)
        let last = heard.errorText.split(separator: "\n").last ?? ""
        try #require(heard.code == code && last.contains(words), "\(heard.errorText)")
        return heard
    }
}

extension [UInt8] {
    fileprivate func commonPrefix(_ other: [UInt8]) -> Int {
        zip(self, other).prefix { $0 == $1 }.count
    }
}
