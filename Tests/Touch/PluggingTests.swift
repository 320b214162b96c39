import Foundation
import TestSupport
import Testing
import Touch

@Suite("C6 T30 T31 Cables", .timeLimit(.minutes(5)))
struct PluggingTests {
    let kernel: FakeKernel

    init() throws {
        kernel = try FakeKernel()
    }

    @Test("T30 a pulled cable cancels every contact, then says so")
    func unplug() throws {
        let panel = try kernel.plug(0, .panel())
        let devices = try kernel.devices()
        _ = devices.read(at: .zero)
        panel.send([.id(1), .x(5), .y(6), .slot(1), .id(2), .x(7), .y(8), .report])
        try kernel.unplug(0)
        #expect(
            devices.read(at: .zero).texts == [
                "contact 0 down 5 6", "contact 1 down 7 8", "contact 0 cancel 5 6",
                "contact 1 cancel 7 8", "detached Panel as touchscreen: unplugged",
            ])
        #expect(!devices.hasTouchscreen)
        #expect(panel.openNodes == 0)
    }

    @Test("C6 plugged in again as another node it works, with its calibration")
    func replug() throws {
        try kernel.plug(0, .panel())
        var settings = InputSettings()
        settings.calibrations = [
            DeviceDescription.panel().identity.stableKey: CalibrationMatrix(-1, 0, 1, 0, 1, 0)
        ]
        let devices = try kernel.devices(settings)
        _ = devices.read(at: .zero)
        try kernel.unplug(0)
        _ = devices.read(at: .zero)
        var elsewhere = DeviceDescription.panel()
        elsewhere.identity.physicalPath = "usb-7/input0"
        let panel = try kernel.plug(17, elsewhere)
        panel.send([])
        #expect(devices.read(at: .zero).texts == ["attached Panel as touchscreen"])
        panel.send([.id(1), .x(0), .y(0), .report])
        #expect(devices.read(at: .zero).texts == ["contact 0 down 4095 0"])
    }

    @Test("C6 out and in between two reads, as the same node")
    func sameName() throws {
        try kernel.plug(0, .panel())
        let devices = try kernel.devices()
        _ = devices.read(at: .zero)
        try kernel.unplug(0)
        let panel = try kernel.plug(0, .panel())
        #expect(
            devices.read(at: .zero).texts == [
                "detached Panel as touchscreen: unplugged", "attached Panel as touchscreen",
            ])
        panel.send([.id(1), .x(5), .y(6), .report])
        #expect(devices.read(at: .zero).texts == ["contact 0 down 5 6"])
    }

    @Test("C6 a keyboard plugged in is not the touchscreen")
    func keyboard() throws {
        let devices = try kernel.devices()
        #expect(devices.read(at: .zero) == [])
        try kernel.plug(0, .keyboard())
        #expect(devices.read(at: .zero).texts == ["attached Keyboard as ignored keyboard"])
        #expect(!devices.hasTouchscreen)
    }

    @Test("T31 rights that settle within two seconds: tried each 100 ms, never busily")
    func rightsSettle() throws {
        let devices = try kernel.devices()
        _ = devices.read(at: .zero)
        try kernel.plug(0, .panel())
        kernel.openErrors[kernel.path(0)] = EACCES
        var now = Duration.seconds(1)
        #expect(devices.read(at: now) == [])
        var tries = 0
        while now < .milliseconds(1_850) {
            #expect(devices.deadline == now + .milliseconds(100))
            #expect(devices.read(at: now + .milliseconds(99)) == [])
            now += .milliseconds(100)
            #expect(devices.read(at: now) == [])
            tries += 1
        }
        #expect(kernel.openCount == 1 + tries)
        kernel.openErrors = [:]
        #expect(devices.read(at: now + .milliseconds(100)).count == 1)
        #expect(devices.hasTouchscreen)
        #expect(devices.deadline == nil)
        #expect(kernel.notices == [])
    }

    @Test("T31 rights that udev settles later count at once")
    func lateRights() throws {
        let devices = try kernel.devices()
        _ = devices.read(at: .zero)
        try kernel.plug(0, .panel())
        kernel.openErrors[kernel.path(0)] = EACCES
        _ = devices.read(at: .zero)
        var now = Duration.zero
        for _ in 0..<40 {
            guard let deadline = devices.deadline else { break }
            now = deadline
            #expect(devices.read(at: now) == [])
        }
        // Twenty quick retries, then one every five seconds, with one line in the log.
        #expect(now > .seconds(90))
        #expect(kernel.notices.map(\.event) == [.unreadable])
        kernel.settleRights(0)
        #expect(devices.read(at: now).texts == ["attached Panel as touchscreen"])
    }

    @Test("T31 the folder itself may come and go with its last device")
    func folder() throws {
        var settings = InputSettings()
        settings.folder = kernel.folder.file("input")
        let devices = try kernel.devices(settings)
        #expect(devices.read(at: .zero) == [])
        #expect(devices.deadline == nil)
        for round in 0..<3 {
            try FileManager.default.createDirectory(
                atPath: settings.folder, withIntermediateDirectories: false)
            try kernel.plug(0, .panel())
            try FileManager.default.moveItem(
                atPath: kernel.path(0), toPath: settings.folder + "/event0")
            kernel.alias(settings.folder + "/event0", 0)
            #expect(
                devices.read(at: .zero).texts == ["attached Panel as touchscreen"], "\(round)")
            try FileManager.default.removeItem(atPath: settings.folder)
            #expect(
                devices.read(at: .zero).texts == ["detached Panel as touchscreen: unplugged"])
        }
    }

    @Test("T31 without inotify the folder is looked at twice a second")
    func polling() throws {
        kernel.errors["inotify_init1"] = EMFILE
        let devices = try kernel.devices()
        #expect(devices.read(at: .zero) == [])
        #expect(kernel.notices.map(\.event) == [.watchFailed])
        #expect(devices.deadline == .milliseconds(500))
        try kernel.plug(0, .panel())
        #expect(devices.read(at: .milliseconds(499)) == [])
        #expect(devices.read(at: .milliseconds(500)).count == 1)
        try kernel.unplug(0)
        #expect(devices.read(at: .milliseconds(600)).count == 1)
        #expect(devices.deadline == .seconds(1))
    }

    @Test("T23 a better touchscreen takes over, and the lesser comes back when it goes")
    func better() throws {
        let tablet = try kernel.plug(0, .tablet)
        let devices = try kernel.devices()
        _ = devices.read(at: .zero)
        tablet.send([.plainX(1), .plainY(2), .left(1), .report])
        #expect(devices.read(at: .zero).texts == ["contact 0 down 1 2"])
        try kernel.plug(1, .panel())
        #expect(
            devices.read(at: .zero).texts == [
                "contact 0 cancel 1 2",
                "detached QEMU Virtio Tablet as touchscreen: replaced by a better one",
                "attached Panel as touchscreen",
            ])
        // Another device of the same kind does not.
        try kernel.plug(2, .panel("Panel 2", product: 2))
        #expect(devices.read(at: .zero) == [])
        try kernel.unplug(1)
        #expect(
            devices.read(at: .zero).texts == [
                "detached Panel as touchscreen: unplugged", "attached Panel 2 as touchscreen",
            ])
    }

    @Test("T31 other names in the folder are no devices")
    func names() throws {
        for name in ["mice", "event", "eventx", "event1x", "js0", "by-id"] {
            try kernel.folder.write("", to: name)
        }
        let devices = try kernel.devices()
        #expect(devices.read(at: .zero) == [])
        try kernel.folder.write("", to: "mouse1")
        #expect(devices.read(at: .zero) == [])
        #expect(kernel.openCount == 0)
    }

    @Test("C6 T53 ten thousand times out and in leave no descriptor behind")
    func tenThousand() async {
        // Use a process of its own, in which nothing else opens descriptors.
        await #expect(processExitsWith: .success) {
            let kernel = try FakeKernel()
            let devices = try kernel.devices()
            _ = devices.read(at: .zero)
            var before = 0
            for cycle in 0..<10_001 {
                // Run one cycle first, since Foundation opens descriptors of its own.
                if cycle == 1 { before = try openDescriptors() }
                let panel = try kernel.plug(cycle % 7, .panel())
                var events = devices.read(at: .zero)
                panel.send([.id(1), .x(5), .y(6), .report])
                events += devices.read(at: .zero)
                try kernel.unplug(cycle % 7)
                events += devices.read(at: .zero)
                guard events.count == 4, devices.deadline == nil else { exit(3) }
            }
            // The test library opens a few; a leak would open thousands.
            guard try openDescriptors() < before + 8 else { exit(4) }
        }
    }
}

private func openDescriptors() throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
}
