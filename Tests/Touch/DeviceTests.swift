import Foundation
import Geometry
import TestSupport
import Testing
import Touch

@Suite("T23-T34 C8 Devices", .timeLimit(.minutes(5)))
struct DeviceTests {
    let kernel: FakeKernel

    init() throws {
        kernel = try FakeKernel()
    }

    @Test("T25 down and up in one write are exactly one tap")
    func oneWrite() throws {
        let panel = try kernel.plug(0, .panel())
        let devices = try kernel.devices()
        #expect(devices.deadline == .zero)
        #expect(devices.read(at: .zero).texts == ["attached Panel as touchscreen"])
        #expect(devices.deadline == nil)
        panel.send([.id(1), .x(5), .y(6), .touch(1), .report, .id(-1), .touch(0), .report])
        #expect(devices.read(at: .zero).texts == ["contact 0 down 5 6", "contact 0 up 5 6"])
        #expect(devices.read(at: .zero) == [])
    }

    @Test("T25 half a frame waits for the other half")
    func halfFrame() throws {
        let panel = try kernel.plug(0, .panel())
        let devices = try kernel.devices()
        _ = devices.read(at: .zero)
        panel.send([.id(1), .x(5)])
        #expect(devices.read(at: .zero) == [])
        panel.send([.y(6), .report])
        #expect(devices.read(at: .zero).texts == ["contact 0 down 5 6"])
    }

    @Test("T25 a flood is read in shares, and nothing of it is lost")
    func flood() throws {
        let panel = try kernel.plug(0, .panel())
        let devices = try kernel.devices()
        _ = devices.read(at: .zero)
        for tap in Int32(0)..<1_000 {
            panel.send([.id(tap), .x(5), .y(6), .report, .id(-1), .report])
        }
        var counts: [Int] = []
        while let count = Optional(devices.read(at: .zero).count), count > 0 {
            counts.append(count)
        }
        #expect(counts.reduce(0, +) == 2_000)
        #expect((counts.max() ?? 0) <= 512)
    }

    @Test("T26 after SYN_DROPPED the device's state counts, not what it sent before")
    func dropped() throws {
        let panel = try kernel.plug(0, .panel())
        let devices = try kernel.devices()
        _ = devices.read(at: .zero)
        panel.send([.id(1), .x(5), .y(6), .slot(1), .id(2), .x(7), .y(8), .report])
        _ = devices.read(at: .zero)
        panel.send([.id(-1), .report, .slot(0), .x(9), .dropped, .x(10), .report])
        #expect(
            devices.read(at: .zero).texts == [
                "contact 1 up 7 8", "contact 0 move 10 6",
            ])
        panel.state.slots[0].trackingID = -1
        panel.send([.dropped])
        #expect(devices.read(at: .zero).texts == ["contact 0 cancel 10 6"])
    }

    @Test("T32 a finger on the glass at the start is ignored until it is lifted")
    func heldAtStart() throws {
        let panel = try kernel.plug(0, .panel())
        panel.send([.id(1), .x(5), .y(6), .report])
        let devices = try kernel.devices()
        #expect(devices.read(at: .zero).count == 1)
        panel.send([.x(7), .report, .id(-1), .report])
        #expect(devices.read(at: .zero) == [])
        panel.send([.id(2), .report])
        #expect(devices.read(at: .zero).texts == ["contact 0 down 7 6"])
    }

    @Test("T33 grabbed by another process is a warning, and it goes on")
    func busy() throws {
        let panel = try kernel.plug(0, .panel())
        panel.isGrabbedByOther = true
        let devices = try kernel.devices()
        #expect(devices.read(at: .zero).count == 1)
        #expect(kernel.notices.map(\.event) == [.grabbedByOther])
        #expect(devices.hasTouchscreen)
    }

    @Test("T33 without the grab others hear it too")
    func ungrabbed() throws {
        let panel = try kernel.plug(0, .panel())
        let keyboard = try kernel.plug(1, .keyboard())
        var settings = InputSettings()
        settings.isGrabbing = false
        let devices = try kernel.devices(settings)
        _ = devices.read(at: .zero)
        #expect(!panel.isGrabbed && !keyboard.isGrabbed)
    }

    @Test("T34 events bear the kernel's time, and that of reading where it has another clock")
    func clock() throws {
        let panel = try kernel.plug(0, .panel())
        let other = try kernel.plug(1, .keyboard())
        other.errors["clock"] = EINVAL
        var settings = InputSettings()
        settings.keyboards = [
            KeyboardBinding(match: DeviceMatch(name: "Keyboard"), role: .scanner)
        ]
        let devices = try kernel.devices(settings)
        _ = devices.read(at: .seconds(7))
        panel.send([.id(1), .x(5), .y(6), .report])
        other.send([.key(30, 1), .report])
        let uptimes = devices.read(at: .seconds(8)).compactMap { event -> Duration? in
            switch event {
            case .contact(let contact): contact.uptime
            case .key(let key): key.uptime
            default: nil
            }
        }
        #expect(uptimes.sorted() == [.seconds(5), .seconds(8)])
        #expect(kernel.notices.map(\.event) == [.clockRefused])
    }

    @Test("T18 T30 leaving the console cancels, ungrabs and hears nothing; coming back is anew")
    func console() throws {
        let panel = try kernel.plug(0, .panel())
        let keyboard = try kernel.plug(1, .keyboard())
        let devices = try kernel.devices()
        _ = devices.read(at: .zero)
        panel.send([.id(1), .x(5), .y(6), .report])
        _ = devices.read(at: .zero)
        devices.pause()
        #expect(devices.deadline == .zero)
        #expect(devices.read(at: .zero).texts == ["contact 0 cancel 5 6"])
        #expect(!panel.isGrabbed && !keyboard.isGrabbed)
        panel.send([.id(-1), .report, .id(2), .x(9), .report])
        #expect(devices.read(at: .zero) == [])
        devices.resume()
        #expect(panel.isGrabbed && keyboard.isGrabbed)
        // A contact that began while the device was paused is ignored until it ends.
        panel.send([.x(11), .report, .id(-1), .report])
        #expect(devices.read(at: .zero).texts == ["pad state []"])
        panel.send([.id(3), .report])
        #expect(devices.read(at: .zero).texts == ["contact 0 down 11 6"])
    }

    @Test("T18 C6 unplugged and plugged in while another console is up")
    func pluggedWhileAway() throws {
        try kernel.plug(0, .panel())
        let devices = try kernel.devices()
        _ = devices.read(at: .zero)
        devices.pause()
        try kernel.unplug(0)
        #expect(devices.read(at: .zero).texts == ["detached Panel as touchscreen: unplugged"])
        let panel = try kernel.plug(4, .panel())
        #expect(devices.read(at: .zero) == [])
        #expect(!panel.isGrabbed)
        devices.resume()
        #expect(devices.read(at: .zero).texts == ["attached Panel as touchscreen"])
        #expect(panel.isGrabbed)
    }

    @Test("T40 raw contacts while calibrating; a new matrix counts at once")
    func calibration() throws {
        let panel = try kernel.plug(0, .panel())
        var settings = InputSettings()
        let key = DeviceDescription.panel().identity.stableKey
        settings.calibrations = [key: CalibrationMatrix(-1, 0, 1, 0, 1, 0)]
        let devices = try kernel.devices(settings)
        #expect(devices.calibration == .identity, "no touchscreen is known yet")
        _ = devices.read(at: .zero)
        #expect(devices.calibration == settings.calibrations[key])
        panel.send([.id(1), .x(0), .y(0), .report])
        #expect(devices.read(at: .zero).texts == ["contact 0 down 4095 0"])
        devices.deliversRaw = true
        #expect(devices.read(at: .zero).texts == ["contact 0 cancel 4095 0"])
        panel.send([.id(-1), .report, .id(2), .report])
        guard case .raw(let raw) = devices.read(at: .zero).first else {
            Issue.record("No raw contact came.")
            return
        }
        #expect(raw.position.x < 0.001)
        devices.deliversRaw = false
        devices.setCalibration(CalibrationMatrix(1, 0, 0, 0, -1, 1))
        _ = devices.read(at: .zero)
        panel.send([.id(-1), .report, .id(3), .report])
        #expect(devices.read(at: .zero).texts == ["contact 0 down 0 4095"])
        #expect(devices.calibration == CalibrationMatrix(1, 0, 0, 0, -1, 1))
    }

    @Test("T13 another turn of the glass cancels what is down, and counts from then on")
    func turned() throws {
        let panel = try kernel.plug(0, .panel())
        let devices = try kernel.devices()
        _ = devices.read(at: .zero)
        panel.send([.id(1), .x(5), .y(6), .report])
        _ = devices.read(at: .zero)
        devices.setGlass(PixelTransform(Orientation(rotation: .half), glass: RawPanel.glass))
        #expect(devices.read(at: .zero).texts == ["contact 0 cancel 5 6"])
        panel.send([.id(-1), .report, .id(2), .report])
        #expect(devices.read(at: .zero).texts == ["contact 0 down 4090 4089"])
    }

    @Test("T23 the list says of each device what it is and why")
    func list() throws {
        try kernel.plug(0, .tablet)
        let panel = try kernel.plug(1, .panel())
        try kernel.plug(2, .keyboard())
        try kernel.plug(10, .panel("Broken"))
        kernel.openErrors[kernel.path(10)] = EACCES
        var settings = InputSettings()
        settings.folder = kernel.folder.path
        let list = try TouchTools.list(settings: settings, calls: kernel.calls)
        #expect(!panel.isGrabbed)
        #expect(list.map(\.path) == [0, 1, 2, 10].map(kernel.path))
        #expect(list.map(\.role) == [nil, .touchscreen, .ignoredKeyboard, nil])
        #expect(list.map(\.score) == [1, 160, nil, nil])
        #expect(list[0].reason == "A pointer with places. Another serves better.")
        #expect(list[3].reason == "It can't be opened: Permission denied.")
        #expect(
            list[1].description
                == "\(kernel.path(1)) \"Panel\" 1234:0001: touchscreen score 160 x 0..4095 "
                + "y 0..4095. Multi-touch with 10 slots on the glass itself.")
    }
}
