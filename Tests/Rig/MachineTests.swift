import Foundation
import TestSupport
import Testing

extension RigTests {
    /// The rig itself: that a kernel, its devices and our hands on them do what the cases build on.
    @Suite("machine", .serialized)
    struct MachineTests {
        @Test("T49 it boots with framebuffer, card, input and uinput", arguments: Machine.allCases)
        func boots(_ machine: Machine) async throws {
            try await Rig.run("T49 boots", on: machine) { guest in
                let files = try await guest.shell(
                    "ls -d /dev/fb0 /dev/dri/card0 /dev/input/event* /dev/uinput /dev/tty1")
                #expect(files.contains("/dev/fb0") && files.contains("/dev/dri/card0"))
                let devices = try await guest.run("rig-guest", "devices")
                try #require(devices.contains("QEMU Virtio Tablet"), "\(devices)")
                try #require(devices.contains("QEMU Virtio Keyboard"), "\(devices)")
                let layout = try Framebuffer(try await guest.run("rig-guest", "framebuffer"))
                try #require(layout.width == Machine.width && layout.height == Machine.height)
                try #require(layout.bitsPerPixel == 32)
                let connectors = try await guest.shell("cat /sys/class/drm/card0-*/status")
                let count = machine == .virtioGPUTwoOutputs ? 2 : 1
                try #require(connectors.split(separator: "\n").count == count)
            }
        }
    }
}
