import Foundation
import TestSupport
import Testing
import Wire

extension RigTests {
    /// Checks of the rig itself: a kernel, its devices and our control of them do what the cases
    /// rely on.
    @Suite("machine", .serialized, .timeLimit(.minutes(15)))
    struct MachineTests {
        @Test("T49 it boots with framebuffer, card, input and uinput", arguments: Machine.allCases)
        func boots(_ machine: Machine) async throws {
            try await Rig.run("T49 boots with all its devices", on: machine) { guest in
                // A card that an earlier case unplugged and plugged in may have another number
                // (T14).
                try await guest.shell(
                    "ls -d /dev/fb0 /dev/dri/card* /dev/input/event* /dev/uinput /dev/tty1")
                let devices = try await guest.run("rig-guest", "devices")
                try #require(devices.contains("QEMU Virtio Tablet"), "\(devices)")
                try #require(devices.contains("QEMU Virtio Keyboard"), "\(devices)")
                let layout = try Framebuffer(try await guest.run("rig-guest", "framebuffer"))
                try #require(layout.width == Machine.width && layout.height == Machine.height)
                try #require(layout.bitsPerPixel == 32)
                let connectors = try await guest.shell("cat /sys/class/drm/card*-*/status")
                let count = machine == .virtioGPUTwoOutputs ? 2 : 1
                try #require(connectors.split(separator: "\n").count == count)
            }
        }

        @Test(
            "T49 what is written to the framebuffer is what the camera sees",
            arguments: Machine.allCases)
        func photographs(_ machine: Machine) async throws {
            try await Rig.run("T49 camera sees the framebuffer", on: machine) { guest in
                let layout = try Framebuffer(try await guest.run("rig-guest", "framebuffer"))
                let wanted = Photo.pattern(width: layout.width, height: layout.height)
                try await guest.write(wanted.bytes(stride: layout.stride), to: "/dev/fb0")
                let photo = try await guest.photo("the pattern") { $0 == wanted }
                try #require(photo.changed(from: wanted) == nil)
                Report.shared.keep(photo, as: "pattern \(machine.rawValue)")
            }
        }

        @Test("T1 vfb is a framebuffer with 16 bits") func virtualFramebuffer() async throws {
            try await Rig.run("T1 vfb has 16 bits", on: .bochs) { guest in
                let layout = try await guest.loadVirtualFramebuffer()
                try #require(layout.bitsPerPixel == 16)
                try #require((layout.width, layout.height) == (800, 600))
                // Clear it, since an earlier case may have drawn on it.
                try await guest.shell(
                    "head -c 4 /dev/zero > /dev/fb1; printf '\\377\\377' > /dev/fb1")
                let bytes = try await guest.read("/dev/fb1")
                try #require(bytes.prefix(4) == [255, 255, 0, 0])
                let photo = try Photo(bytes565: bytes, layout: layout)
                try #require(photo.pixels.prefix(2) == [0xFFFF_FFFF, 0xFF00_0000])
            }
        }

        @Test("T49 the tablet's place and contact come in one frame, and keys as keys")
        func hands() async throws {
            try await Rig.run("T49 fingers and keys from outside", on: .bochs) { guest in
                let tablet = try await guest.watch("QEMU Virtio Tablet")
                try await guest.fingerDown(.init(x: 0, y: Machine.height - 1))
                try await tablet.hears("the contact") { $0.text.contains("1 272 1\n0 0 0\n") }
                try await guest.fingerUp()
                try await tablet.hears("its end") { $0.text.hasSuffix("1 272 0\n0 0 0\n") }
                // Expect ABS_X, ABS_Y, BTN_LEFT and one SYN_REPORT before the contact ends.
                let frames = tablet.heard.text.components(separatedBy: "0 0 0\n")
                try #require(frames[0].contains("3 0 12\n") && frames[0].contains("3 1 32747\n"))
                try tablet.signal(SIGTERM)
                let keyboard = try await guest.watch("QEMU Virtio Keyboard")
                try await guest.press("a")
                try await keyboard.hears("the key") { $0.text.contains("1 30 1\n0 0 0\n1 30 0\n") }
                try keyboard.signal(SIGTERM)
            }
        }

        @Test("T27 panels of uinput are what they say", arguments: ["typeB", "typeA", "single"])
        func panels(_ kind: String) async throws {
            try await Rig.run("T27 panel \(kind) of uinput", on: .bochs) { guest in
                let panel = try await guest.panel(kind)
                let watch = try await guest.watch("Rig Panel \(kind)")
                _ = try await panel.ask("downup 640 400")
                try await watch.hears("down and up") { $0.text.contains("1 330 0\n0 0 0\n") }
                let marks = ["typeB": "3 47 ", "typeA": "0 2 0\n", "single": "3 0 640\n"]
                // The kernel already uses slot 0, so only its tracking id arrives.
                let mark = kind == "typeB" ? "3 57 1\n3 53 640\n3 54 400\n" : marks[kind] ?? ""
                try #require(watch.heard.text.contains(mark), "\(watch.heard.text)")
                _ = try await panel.ask("unplug")
                try await watch.hears("its end") { $0.text.hasSuffix("gone\n") }
                try #require(try await panel.ask("plug").hasPrefix("ready /dev/input/event"))
                try panel.endInput()
                try #require(try await panel.end().code == 0)
            }
        }

        @Test("T26 a flood overflows a reader that stands still") func flood() async throws {
            try await Rig.run("T26 SYN_DROPPED by a flood", on: .bochs) { guest in
                let panel = try await guest.panel("typeB")
                let watch = try await guest.watch("Rig Panel typeB")
                _ = try await panel.ask("down 640 400")
                try await watch.hears("the contact") { $0.text.contains("1 330 1\n") }
                try watch.signal(SIGSTOP)
                _ = try await panel.ask("floodup 3000")
                try watch.signal(SIGCONT)
                try await watch.hears("SYN_DROPPED") { $0.text.contains("0 3 0\n") }
                try panel.endInput()
            }
        }

        @Test("T30 the kernel lifts the finger itself when a panel is pulled, and says so")
        func lifts() async throws {
            try await Rig.run("T30 a pulled panel ends with SYN_REPORT 1", on: .bochs) { guest in
                let panel = try await guest.panel("typeB")
                let watch = try await guest.watch("Rig Panel typeB")
                _ = try await panel.ask("down 640 400")
                _ = try await panel.ask("unplug")
                try await watch.hears("its end") { $0.text.hasSuffix("gone\n") }
                // Expect BTN_TOUCH 0, and a SYN_REPORT with the value 1, which no frame of the
                // device has.
                try #require(watch.heard.text.contains("1 330 0\n0 0 1\n"), "\(watch.heard.text)")
                try panel.endInput()
            }
        }

        @Test("T31 a tablet is pulled and plugged") func replugs() async throws {
            try await Rig.run("T31 tablet pulled and plugged", on: .bochs) { guest in
                for _ in 0..<3 {
                    let watch = try await guest.watch("QEMU Virtio Tablet")
                    try await guest.pull("tablet")
                    try await watch.hears("its end") { $0.text.hasSuffix("gone\n") }
                    try await guest.plug("virtio-tablet-pci", id: "tablet")
                    try await eventually("the tablet's node", within: .seconds(20)) {
                        try await guest.node(named: "QEMU Virtio Tablet") != nil
                    }
                }
            }
        }

        @Test("T15 a display is pulled and plugged") func pullsDisplay() async throws {
            try await Rig.run("T15 bochs pulled and plugged", on: .bochs) { guest in
                try await guest.pull("glass")
                try await eventually("the card is gone", within: .seconds(20)) {
                    try await guest.shell("ls /dev/dri | grep -c card || true") == "0\n"
                }
                try await guest.plugGlass()
                try await eventually("the card is back", within: .seconds(20)) {
                    try await guest.shell("ls /dev/dri | grep -c card || true") == "1\n"
                }
            }
            try await Rig.run("T15 connector off and on", on: .virtioGPU) { guest in
                try await guest.setConnector("Virtual-1", "off")
                try #require(
                    try await guest.shell("cat /sys/class/drm/card*-Virtual-1/status")
                        == "disconnected\n")
                try await guest.setConnector("Virtual-1", "detect")
                try #require(
                    try await guest.shell("cat /sys/class/drm/card*-Virtual-1/status")
                        == "connected\n")
            }
        }

        @Test("T17 consoles are switched, and say what they are set to") func consoles()
            async throws
        {
            try await Rig.run("T17 consoles switched", on: .bochs) { guest in
                try #require(try await guest.console()["kd"] == "text")
                for number in ["2", "1"] {
                    try await guest.run("rig-guest", "console", "switch", number)
                    try #require(try await guest.console()["active"] == number)
                }
            }
        }

        @Test("A4 power cut: the ticket is on the disk") func powerCut() async throws {
            try await Rig.run("A4 power cut after a ticket", as: "bochs, memory") {
                let folder = try TemporaryFolder("rig-disk")
                let disk = try await Disk(in: folder)
                let first = try await Guest(.bochs, disk: disk)
                try await first.shell("mount -t ext4 /dev/vda /disk")
                let daemon = try await GuestDaemon(first, state: "/disk/loket")
                for action in ["service(ktp-el)", "issue"] {
                    let place = try await daemon.middle(of: action)
                    try await first.run(
                        "loket", "tap", "\(place.x)", "\(place.y)", "--state", daemon.state)
                    try await daemon.waitIdle()
                }
                let tickets = try await daemon.tickets()
                try #require(tickets.map(\.number) == ["K-001"])
                try await first.cutPower()

                let second = try await Guest(.bochs, disk: disk)
                try await second.shell("mount -t ext4 /dev/vda /disk")
                let next = try await GuestDaemon(second, state: "/disk/loket")
                let found = try await next.tickets()
                try #require(found.map(\.id) == tickets.map(\.id))
                try #require(try await next.stop() == 0)
                try await second.powerOff()
            }
        }
    }
}
