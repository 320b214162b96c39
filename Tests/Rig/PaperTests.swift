import Foundation
import TestSupport
import Testing
import Wire

extension RigTests {
    /// Prints over the whole path: a finger on the tablet, loketd, a scheduler with Debian's
    /// permissions, loket-pos, usblp, a USB receipt printer.
    @Suite("paper", .serialized, .timeLimit(.minutes(15)))
    struct PaperTests {
        @Test(
            "B1 B8 from a finger to a slip that its printer has confirmed",
            arguments: ["epson-tm-t88", "star-tsp", "picture-escpos-80"])
        func slip(_ profile: String) async throws {
            try await Self.office("B1 B8 from a finger to a slip, \(profile)", profile) {
                kiosk, printer in
                try await kiosk.takeTicket()
                try await kiosk.prints("K-001", "printed")
                if profile == "picture-escpos-80" {
                    try #require(try await printer.state("received") > 20_000)
                } else {
                    try #require(try await printer.copies(of: "K-001") == 1)
                }
                try await kiosk.showsPicture("ticket on paper, \(profile)")
            }
        }

        @Test("B4 the paper ends in mid-slip: said on the screen, and the slip comes out once")
        func paperEnds() async throws {
            try await Self.office("B4 the paper ends in mid-slip") { kiosk, printer in
                try await printer.tell("ends 200")
                try await kiosk.asksForTicket()
                try await kiosk.printer(is: "paperOut")
                try await kiosk.showsPicture("paper ended in mid-slip")
                try await printer.tell("set paperOut 0")
                try await kiosk.prints("K-001", "printed")
                try #require(try await printer.copies(of: "K-001") == 1)
                try await kiosk.printer(is: "ready")
            }
        }

        @Test("B2 B9 pulled while idle: a number on the screen; back at another port it prints")
        func moved() async throws {
            try await Self.office("B9 pulled, and back at another number") { kiosk, printer in
                try await printer.tell("unplug")
                try await kiosk.printer(is: "offline")
                try await kiosk.takeTicket()
                try await kiosk.showsPicture("ticket without paper")
                // Another printer takes the device number.
                let other = try await UsbPrinter(kiosk.guest, number: 1)
                try await other.plug()
                try await printer.plug()
                try await kiosk.guest.letPrintersBeUsed()
                let start = ContinuousClock.now
                try await kiosk.printer(is: "ready")
                Report.shared.note(
                    "B9 from plugged in to ready on the terminal: \(ContinuousClock.now - start)")
                try await kiosk.tap("home")
                try await kiosk.offers(Kiosk.service)
                try await kiosk.asksForTicket()
                try await kiosk.hasTickets(["K-001", "K-002"])
                try await kiosk.prints("K-002", "printed")
                // The visit of the first ticket is over, so its slip is not printed any more.
                try #require(try await printer.copies(of: "K-002") == 1)
                try #require(try await printer.copies(of: "K-001") == 0)
                try #require(try await other.state("received") == 0)
                try await other.remove()
            }
        }

        @Test("B9 the scheduler is killed in mid-slip: one slip at most, and no lie about it")
        func schedulerDies() async throws {
            try await Self.office("B9 scheduler killed in mid-slip") { kiosk, printer in
                try await printer.tell("takes 200")
                try await kiosk.takeTicket()
                try await printer.receives(150)
                try await kiosk.guest.shell("kill -9 $(pidof cupsd); rm -f /run/cups/cups.sock")
                try await kiosk.guest.startScheduler()
                try await printer.tell("takes all")
                try await eventually("an end in the database", within: GuestDaemon.patience) {
                    try await ["unknown", "printed"]
                        .contains(kiosk.daemon.tickets().first?.paper ?? "")
                }
                try await kiosk.printer(is: "ready")
                try #require(try await printer.copies(of: "K-001") <= 1)
            }
        }

        /// Runs a case with a terminal and a queue "slips", which `loket printer add` made for a
        /// USB printer.
        static func office(
            _ name: String, _ profile: String = "epson-tm-t88",
            _ body: @escaping @Sendable (Kiosk, UsbPrinter) async throws -> Void
        ) async throws {
            let glass = Glass.bochsKMS
            let printers = Box<UsbPrinter>()
            try await Rig.kiosk(
                name, on: glass, profile: profile,
                before: { guest in
                    let printer = try await UsbPrinter(guest)
                    if profile.hasPrefix("star") { try await printer.tell("set star 1") }
                    try await printer.plug()
                    try await guest.letPrintersBeUsed()
                    try await guest.startScheduler()
                    try await guest.addQueue(for: printer, profile)
                    printers.value = printer
                },
                { kiosk in
                    let printer = try #require(printers.value)
                    try await kiosk.printer(is: "ready")
                    try await body(kiosk, printer)
                })
            try await printers.value?.remove()
            try await printers.value?.guest.endScheduler()
        }
    }
}

extension Kiosk {
    /// Waits until the daemon reports this condition of its printer.
    func printer(is condition: String) async throws {
        try await eventually("the printer is \(condition)", within: GuestDaemon.patience) {
            try await daemon.status().printer.condition == condition
        }
    }

    /// Waits until a ticket's paper has this state.
    func prints(_ number: String, _ end: String) async throws {
        try await eventually("\(number) is \(end)", within: GuestDaemon.patience) {
            try await daemon.tickets().first { $0.number == number }?.paper == end
        }
    }
}

extension UsbPrinter {
    /// Returns how often the number is on its paper, in letters.
    func copies(of number: String) async throws -> Int {
        String(decoding: try await paper(), as: UTF8.self).components(separatedBy: number).count - 1
    }
}

extension Guest {
    /// Sets the permissions of a printer's file as udev does on a real host, for the group lp.
    func letPrintersBeUsed() async throws {
        try await shell("chown root:lp /dev/usb/lp* && chmod 660 /dev/usb/lp*")
    }

    func startScheduler() async throws {
        try await shell(
            """
            mkdir -p /run/cups/spool/tmp /run/cups/cache && chmod 1770 /run/cups/spool/tmp
            chgrp -R lp /run/cups
            cupsd
            until [ -S /run/cups/cups.sock ]; do usleep 20000; done
            """)
    }

    func endScheduler() async throws {
        try await shell(
            """
            kill $(pidof cupsd)
            while pidof cupsd; do usleep 20000; done
            rm -rf /run/cups /etc/cups/*.conf.O /etc/cups/printers.conf /etc/cups/subscriptions.conf
            """)
    }

    /// Adds a queue as a technician does.
    func addQueue(for printer: UsbPrinter, _ profile: String) async throws {
        let done = try await cable.run(
            [
                "loket", "printer", "add", "slips", printer.uri(), "--profile", profile,
                "--config", "/etc/loket/kiosk.yaml",
            ], within: GuestDaemon.patience)
        guard done.code == 0 else {
            throw NeverHappened(what: "a queue: \(done.errorText)\(done.text)")
        }
    }
}
