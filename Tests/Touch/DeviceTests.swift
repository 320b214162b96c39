import Foundation
import Geometry
import TestSupport
import Testing
import Touch

@Suite("T23-T34 C8 Devices")
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

    @Test("C8 keyboards that are not configured are grabbed and ignored")
    func unknownKeyboard() throws {
        let keyboard = try kernel.plug(3, .keyboard())
        let devices = try kernel.devices()
        #expect(devices.read(at: .zero).texts == ["attached Keyboard as ignored keyboard"])
        #expect(keyboard.isGrabbed)
        #expect(!devices.hasTouchscreen)
        keyboard.send([.key(29, 1), .key(56, 1), .key(60, 1), .report])
        #expect(devices.read(at: .zero) == [])
    }

    @Test("C8 configured keyboards tell presses and releases, no repeats")
    func keypad() throws {
        let keypad = try kernel.plug(3, .keyboard("Keypad", product: 0x20))
        try kernel.plug(4, .keyboard())
        var settings = InputSettings()
        settings.keyboards = [
            KeyboardBinding(
                match: DeviceMatch(vendorProduct: "1234:0020"), role: .keypad(counter: "2"))
        ]
        let devices = try kernel.devices(settings)
        #expect(
            devices.read(at: .zero).texts == [
                "attached Keypad as keypad of counter 2",
                "attached Keyboard as ignored keyboard",
            ])
        keypad.send([.key(79, 1), .report, .key(79, 2), .report, .key(79, 0), .report])
        #expect(
            devices.read(at: .zero).texts == [
                "key 79 down keypad of counter 2", "key 79 up keypad of counter 2",
            ])
        keypad.send([.key(80, 1), .report])
        _ = devices.read(at: .zero)
        keypad.state.pressed = [81]
        keypad.send([.dropped])
        #expect(
            devices.read(at: .zero).texts == [
                "key 80 up keypad of counter 2", "key 81 down keypad of counter 2",
            ])
        try kernel.unplug(3)
        #expect(
            devices.read(at: .zero).texts == [
                "key 81 up keypad of counter 2",
                "detached Keypad as keypad of counter 2: unplugged",
            ])
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
        // The finger that came while away is ignored until it is lifted.
        panel.send([.x(11), .report, .id(-1), .report])
        #expect(devices.read(at: .zero) == [])
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
        _ = devices.read(at: .zero)
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

    @Test("T48 a device is recorded until it is gone, and plays the same")
    func record() throws {
        let panel = try kernel.plug(0, .panel())
        var text = ""
        var recorder = try TouchRecorder(
            path: kernel.path(0), calls: kernel.calls, write: { text += $0 })
        panel.send([.id(1), .x(5), .y(6), .report])
        panel.now += .milliseconds(40)
        panel.send([.id(-1), .report])
        panel.state.slots[3] = TouchSnapshot.Slot(trackingID: 9, x: 1, y: 2)
        panel.send([.dropped])
        // An input at its end stops it after one look.
        let end = open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer { close(end) }
        recorder.run(for: .seconds(20), stop: end)
        panel.vanish()
        recorder.run(for: .seconds(20))
        let recording = try EvemuRecording(text: text, file: "new")
        #expect(recording.device.axes == panel.description.axes)
        #expect(recording.events.count == recorder.count)
        let input = try RecordedInput(
            recording, pace: .fast, transform: TouchTransform(glass: RawPanel.glass))
        #expect(
            input.read(at: .zero).texts.dropFirst() == [
                "contact 0 down 5 6", "contact 0 up 5 6", "contact 0 down 1 2",
            ])
    }

    @Test("T33 a device that another process has is not recorded, with a sentence")
    func recordBusy() throws {
        let panel = try kernel.plug(0, .panel())
        panel.isGrabbedByOther = true
        #expect {
            _ = try TouchRecorder(path: kernel.path(0), calls: kernel.calls, write: { _ in })
        } throws: {
            "\($0)".contains("grabbed by another process")
        }
    }
}
