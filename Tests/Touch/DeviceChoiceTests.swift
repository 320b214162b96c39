import Testing
import Touch

@Suite("T23 T24 Which device is the touchscreen", .timeLimit(.minutes(5)))
struct DeviceChoiceTests {
    @Test("T23 a finger's panel is better than a pen's, and a pointer is last")
    func order() throws {
        let scores = try ["type-b", "type-a", "single-touch", "qemu-tablet"].map {
            try DeviceAssessment(Recordings.named($0).device).score ?? -1
        }
        #expect(scores == [160, 160, 120, 1])
    }

    @Test("T23 what is no touchscreen says why")
    func refused() throws {
        var touchpad = DeviceDescription.panel()
        touchpad.properties = [InputProperty.pointer]
        touchpad.codes[EventType.key] = [ButtonCode.touch, ButtonCode.toolFinger]
        #expect(DeviceAssessment(touchpad).refusal == .otherKind("a touchpad"))
        var pen = DeviceDescription.panel()
        pen.properties = []
        pen.codes[EventType.key] = [ButtonCode.touch, ButtonCode.toolPen]
        #expect(DeviceAssessment(pen).refusal == .otherKind("a pen tablet"))
        var pad = DeviceDescription.tablet
        pad.codes[EventType.key]?.insert(ButtonCode.gamepad)
        #expect(DeviceAssessment(pad).refusal == .otherKind("a game controller"))
        var sensor = DeviceDescription.tablet
        sensor.properties = [InputProperty.accelerometer]
        #expect(DeviceAssessment(sensor).score == nil)
        #expect(DeviceAssessment(.keyboard()).refusal == .noPosition)
        var every = DeviceDescription.panel()
        every.codes[EventType.absolute]?.insert(AxisCode.reserved)
        every.codes[EventType.key] = []
        #expect(DeviceAssessment(every).refusal == .noPosition)
    }

    @Test("T23 sibling nodes of a chip are left alone", arguments: [" Mouse", " Keyboard"])
    func siblings(suffix: String) {
        var sibling = DeviceDescription.tablet
        sibling.identity.name = "ELAN Touchscreen" + suffix
        #expect(DeviceAssessment(sibling).refusal == .sibling)
        // A technician may name the device explicitly.
        let match = DeviceMatch(name: sibling.identity.name)
        #expect(DeviceAssessment(sibling, wanted: match).score != nil)
    }

    @Test("T23 the settings may name it by name, numbers, place or serial number")
    func named() {
        var panel = DeviceDescription.panel()
        panel.identity.unique = "A7"
        for match in [
            DeviceMatch(name: "Panel"), DeviceMatch(vendorProduct: "1234:0001"),
            DeviceMatch(physicalPath: "usb-1/input0"), DeviceMatch(unique: "A7"),
            DeviceMatch(name: "Panel", vendorProduct: "1234:0001", unique: "A7"),
        ] {
            #expect(DeviceAssessment(panel, wanted: match).score == 160)
        }
        for match in [
            DeviceMatch(), DeviceMatch(name: "Panel 2"),
            DeviceMatch(name: "Panel", vendorProduct: "1234:0002"),
        ] {
            #expect(DeviceAssessment(panel, wanted: match).refusal == .notNamed)
        }
    }

    @Test("T24 a range of one value is refused by name, the plain axis serves if it can")
    func ranges() {
        var panel = DeviceDescription.panel()
        panel.axes[AxisCode.multitouchX] = AxisRange(minimum: 0, maximum: 0)
        #expect(DeviceAssessment(panel).abilities?.x == RawPanel.range)
        panel.axes[AxisCode.x] = AxisRange(minimum: 7, maximum: 7)
        let assessment = DeviceAssessment(panel)
        #expect(assessment.score == nil)
        #expect(assessment.reason.contains("X axis ranges from 0 to 0"))
    }

    @Test("T24 the finger's own range comes before the plain axis")
    func fingerRange() {
        var panel = DeviceDescription.panel()
        panel.axes[AxisCode.multitouchY] = AxisRange(minimum: -10, maximum: 990)
        #expect(DeviceAssessment(panel).abilities?.y.minimum == -10)
    }

    @Test("C8 what types or sends to sleep is a keyboard; the machine's own button is not")
    func keyboards() {
        func isKeyboard(_ codes: Set<UInt16>, bus: UInt16 = 3) -> Bool {
            var device = DeviceDescription.keyboard()
            device.identity.bus = bus
            device.codes[EventType.key] = codes
            return DeviceAssessment(device).isKeyboard
        }
        let (escape, power, sleep): (UInt16, UInt16, UInt16) = (1, 116, 142)
        #expect(isKeyboard([escape]))
        #expect(isKeyboard([power]))
        #expect(isKeyboard([sleep]))
        #expect(isKeyboard([escape], bus: 0x19))
        #expect(!isKeyboard([power], bus: 0x19))
        #expect(!isKeyboard([ButtonCode.touch, ButtonCode.left]))
        #expect(!isKeyboard([]))
    }

    @Test("C7 a device has the same key on every port, and others another")
    func stableKey() {
        var panel = DeviceDescription.panel("Goodix GT9/11 ü").identity
        let key = panel.stableKey
        #expect(key == "0003-1234-0001-goodix-gt9-11--")
        panel.physicalPath = "usb-2/input3"
        #expect(panel.stableKey == key)
        panel.unique = "../../etc"
        #expect(panel.stableKey == key + "-------etc")
        panel.name = String(repeating: "x", count: 500)
        #expect(panel.stableKey.utf8.count == 120)
    }

    @Test("C8 keys of a keypad and a scanner mean what a US keyboard says")
    func keyMap() {
        func text(_ codes: [UInt16], _ isShifted: Bool = false) -> String {
            String(
                codes.compactMap {
                    if case .character(let character)? = KeyMap.meaning(
                        of: $0, isShifted: isShifted)
                    {
                        character
                    } else {
                        nil
                    }
                })
        }
        #expect(text([2, 3, 11, 12, 16, 30, 44, 53, 57]) == "120-qaz/ ")
        #expect(text([2, 3, 11, 12, 16, 30, 44, 53, 39, 40], true) == "!@)_QAZ?:\"")
        // The keypad: 7 8 9 - 4 5 6 + 1 2 3 0 . * /
        #expect(text([71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83]) == "789-456+1230.")
        #expect(text([55, 98]) == "*/")
        #expect(KeyMap.meaning(of: 28) == .enter)
        #expect(KeyMap.meaning(of: 96) == .enter)
        #expect(KeyMap.meaning(of: 14) == .backspace)
        #expect(KeyMap.meaning(of: 42) == .shift)
        #expect(KeyMap.meaning(of: 59) == nil)
    }
}
