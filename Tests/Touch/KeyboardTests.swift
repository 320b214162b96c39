import TestSupport
import Testing
import Touch

@Suite("C8 Keyboards", .timeLimit(.minutes(5)))
struct KeyboardTests {
    let kernel: FakeKernel

    init() throws {
        kernel = try FakeKernel()
    }

    @Test("C8 keyboards that are not configured are grabbed and ignored")
    func unknownKeyboard() throws {
        let keyboard = try kernel.plug(3, .keyboard())
        let devices = try kernel.devices()
        #expect(devices.read(at: .zero).texts == ["attached Keyboard as ignored keyboard"])
        #expect(keyboard.isGrabbed)
        #expect(!devices.hasTouchscreen)
        keyboard.send([.key(29, 1), .key(56, 1), .key(60, 1), .report])
        // Their keys are told only for those counters whose pads are bound (D6).
        #expect(
            devices.read(at: .zero).texts == [
                "pad key 29 down", "pad key 56 down", "pad key 60 down",
            ]
        )
    }

    @Test("T42 a typing keyboard tells the kernel's repeats too, of presses that it told")
    func repeats() throws {
        let keyboard = try kernel.plug(3, .keyboard())
        keyboard.state.pressed = [48]
        var settings = InputSettings()
        settings.keyboards = [KeyboardBinding(match: DeviceMatch(name: "Keyboard"), role: .typing)]
        let devices = try kernel.devices(settings)
        #expect(devices.read(at: .zero).texts == ["attached Keyboard as keyboard"])
        keyboard.send([.key(30, 2), .report, .key(30, 1), .report, .key(30, 2), .report])
        #expect(
            devices.read(at: .zero).texts == ["key 30 down keyboard", "key 30 again keyboard"])
        // The key is still down after the resynchronization, and up after the unplugging.
        keyboard.send([.key(30, 2), .report])
        try kernel.unplug(3)
        #expect(
            devices.read(at: .zero).texts.suffix(3) == [
                "key 30 up keyboard", "key 48 up keyboard",
                "detached Keyboard as keyboard: unplugged",
            ])
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
}
