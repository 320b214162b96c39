import Foundation
import TestSupport
import Testing
import Touch

/// Pads at their cables: recorded events, equal receivers, ports.
@Suite("D6 Counters' pads as devices", .timeLimit(.minutes(5)))
struct PadDeviceTests {
    let kernel: FakeKernel

    init() throws {
        kernel = try FakeKernel()
    }

    private func pad(_ name: String = "Keypad", port: String, interface: String = "input0")
        -> DeviceDescription
    {
        DeviceDescription(
            identity: PadHand.device(name, port: port, interface: interface),
            codes: [EventType.key: Set(UInt16(1)...120)])
    }

    /// News of all that the devices say until this time.
    private func news(_ devices: EvdevDevices, _ board: inout PadBoard, at uptime: Duration)
        -> [PadNews]
    {
        var news: [PadNews] = []
        for event in devices.read(at: uptime) {
            switch event {
            case .pad(let event): news += board.take(event)
            case .attached(let device, .ignoredKeyboard): board.attach(device)
            case .detached(let device, .ignoredKeyboard, _): board.detach(device)
            default: Issue.record("\(event)")
            }
        }
        return news + board.tick(uptime)
    }

    private func play(_ names: [String]) throws -> [String] {
        var board = PadBoard()
        var events: [PadEvent] = []
        for (node, name) in names.enumerated() {
            let recording = try Recordings.named(name)
            var device = recording.device.identity
            device.physicalPath = "usb-0000:00:14.0-3/input\(node)"
            board.attach(device)
            board.bindings = [
                PadBinding(pad: PadIdentity(device), counter: "4", name: device.name)
            ]
            events += recording.events.filter { $0.type == EventType.key }.map {
                PadEvent(
                    device: device,
                    kind: .key($0.code, isPressed: $0.value != 0, isRepeat: $0.value == 2),
                    uptime: $0.uptime)
            }
        }
        events.sort { $0.uptime < $1.uptime }
        var news: [PadNews] = []
        for event in events { news += board.tick(event.uptime) + board.take(event) }
        return (news + board.tick(.seconds(60))).map { news in
            switch news {
            case .pressed(let press): "\(press.counter) \(press.command) \(press.number)"
            default: "\(news)"
            }
        }
    }

    @Test(
        "V20 recorded: digits in Num Lock, and navigation keys from a second node of the same pad")
    func recorded() throws {
        #expect(
            try play(["keypad-numlock"]) == [
                "heard", "heard", "heard", "4 passOn(number: 12) 1", "heard", "4 pauseOrOpen 2",
                "4 next 3",
            ])
        #expect(
            try play(["keypad-first-node", "keypad-navigation"]) == [
                "heard", "heard", "heard", "4 passOn(number: 12) 1", "4 again 2",
            ])
    }

    @Test("V21 V22 two equal receivers are told apart by their ports, and all nodes are grabbed")
    func equal() throws {
        let left = try kernel.plug(3, pad(port: "usb-1"))
        let right = try kernel.plug(4, pad(port: "usb-2"))
        let second = try kernel.plug(5, pad("Keypad Control", port: "usb-2", interface: "input1"))
        let devices = try kernel.devices()
        var board = PadBoard(bindings: [
            PadBinding(
                pad: PadIdentity(PadHand.device(port: "usb-1")), counter: "1", name: "Keypad"),
            PadBinding(
                pad: PadIdentity(PadHand.device(port: "usb-2")), counter: "2", name: "Keypad"),
        ])
        #expect(news(devices, &board, at: .zero) == [])
        #expect(left.isGrabbed && right.isGrabbed && second.isGrabbed)
        #expect(board.summaries.map(\.counter) == ["1", "2"])
        left.send([.key(96, 1), .report, .key(96, 0), .report])
        right.send([.key(98, 1), .report, .key(98, 0), .report])
        _ = news(devices, &board, at: .seconds(5))
        #expect(
            news(devices, &board, at: .seconds(6)).contains(
                .pressed(
                    PadPress(counter: "1", command: .next, number: 1, uptime: .seconds(5)))))
        // The digit comes from the second node, Enter from the first.
        second.now = .seconds(7)
        second.send([.key(108, 1), .report, .key(108, 0), .report])
        _ = news(devices, &board, at: .seconds(7))
        right.now = .seconds(8)
        right.send([.key(96, 1), .report, .key(96, 0), .report])
        _ = news(devices, &board, at: .seconds(8))
        #expect(
            news(devices, &board, at: .seconds(9)) == [
                .pressed(
                    PadPress(
                        counter: "2", command: .passOn(number: 2), number: 2, uptime: .seconds(8)))
            ])
    }

    @Test(
        "V22 a bound pad at another port is not guessed: it does nothing, and the list names both ports"
    )
    func moved() throws {
        try kernel.plug(3, pad(port: "usb-1"))
        let devices = try kernel.devices()
        var board = PadBoard(bindings: [
            PadBinding(
                pad: PadIdentity(PadHand.device(port: "usb-1")), counter: "1", name: "Keypad")
        ])
        _ = news(devices, &board, at: .zero)
        try kernel.unplug(3)
        let elsewhere = try kernel.plug(7, pad(port: "usb-9"))
        _ = news(devices, &board, at: .seconds(1))
        elsewhere.send([.key(96, 1), .report, .key(96, 0), .report])
        #expect(news(devices, &board, at: .seconds(6)) == [])
        #expect(news(devices, &board, at: .seconds(7)) == [])
        let bound = try #require(board.summaries.first { $0.counter == "1" })
        #expect(!bound.isPresent && bound.elsewhere.map(\.port) == ["usb-9"])
        let found = try #require(board.summaries.first { $0.counter == nil })
        #expect(found.isPresent && found.lastKey == "Enter" && found.pad.port == "usb-9")
        // Back at its port it works again, without a word from anybody.
        try kernel.unplug(7)
        let back = try kernel.plug(8, pad(port: "usb-1"))
        _ = news(devices, &board, at: .seconds(8))
        back.now = .seconds(9)
        back.send([.key(96, 1), .report, .key(96, 0), .report])
        _ = news(devices, &board, at: .seconds(9))
        #expect(news(devices, &board, at: .seconds(10)).count == 1)
    }

    @Test("V21 a key that is held while the pad is plugged in, or over a gap, presses nothing")
    func held() throws {
        let first = try kernel.plug(3, pad(port: "usb-1"))
        first.state.pressed = [96]
        let devices = try kernel.devices()
        var board = PadBoard(bindings: [
            PadBinding(
                pad: PadIdentity(PadHand.device(port: "usb-1")), counter: "1", name: "Keypad")
        ])
        _ = news(devices, &board, at: .zero)
        first.send([.key(96, 2), .report, .key(78, 1), .report, .key(78, 0), .report])
        first.send([.key(96, 0), .report])
        _ = news(devices, &board, at: .seconds(6))
        #expect(news(devices, &board, at: .seconds(7)) == [])
        // Events are lost in the middle of an order.
        first.now = .seconds(8)
        first.send([.key(82, 1), .report, .key(82, 0), .report])
        #expect(news(devices, &board, at: .seconds(8)) == [.heard])
        first.state.pressed = [74]
        first.send([.dropped])
        first.now = .seconds(9)
        first.send([.key(96, 1), .report, .key(96, 0), .report, .key(74, 0), .report])
        _ = news(devices, &board, at: .seconds(9))
        #expect(news(devices, &board, at: .seconds(10)) == [])
        first.now = .seconds(11)
        first.send([.key(96, 1), .report, .key(96, 0), .report])
        _ = news(devices, &board, at: .seconds(11))
        #expect(
            news(devices, &board, at: .seconds(12)) == [
                .pressed(PadPress(counter: "1", command: .next, number: 1, uptime: .seconds(11)))
            ])
    }

    @Test(
        "V21 while another console has the pads nothing counts, and afterwards only from all keys up"
    )
    func otherConsole() throws {
        let keypad = try kernel.plug(3, pad(port: "usb-1"))
        let devices = try kernel.devices()
        var board = PadBoard(bindings: [
            PadBinding(
                pad: PadIdentity(PadHand.device(port: "usb-1")), counter: "1", name: "Keypad")
        ])
        _ = news(devices, &board, at: .zero)
        keypad.send([.key(98, 1), .report, .key(98, 0), .report])
        _ = news(devices, &board, at: .seconds(6))
        devices.pause()
        keypad.send([.key(78, 1), .report])
        #expect(news(devices, &board, at: .seconds(7)) == [])
        devices.resume()
        keypad.now = .seconds(8)
        keypad.send([.key(76, 1), .report, .key(76, 0), .report, .key(78, 0), .report])
        #expect(news(devices, &board, at: .seconds(8)) == [])
        keypad.now = .seconds(9)
        keypad.send([.key(96, 1), .report, .key(96, 0), .report])
        _ = news(devices, &board, at: .seconds(9))
        #expect(
            news(devices, &board, at: .seconds(10)) == [
                .pressed(PadPress(counter: "1", command: .next, number: 1, uptime: .seconds(9)))
            ])
    }

    @Test("D6 V22 a pad is bound by a key on it, which orders nothing")
    func binding() throws {
        var board = PadBoard()
        let (one, two) = (PadHand.device(port: "usb-1"), PadHand.device(port: "usb-2:3"))
        board.attach(one)
        board.attach(two)
        #expect(board.listen(id: 1, at: .zero) == [])
        #expect(board.listen(id: 2, at: .seconds(1)) == [.unchosen(listening: 1)])
        #expect(board.deadline == .seconds(61))
        var news: [PadNews] = []
        for event in PadHand.tap("n", at: .seconds(2), on: two) { news += board.take(event) }
        #expect(news == [])
        for event in PadHand.tap("e", at: .seconds(3), on: two) { news += board.take(event) }
        #expect(news == [.chosen(listening: 2, PadIdentity(two), name: "Keypad")])
        board.bindings = [PadBinding(pad: PadIdentity(two), counter: "2", name: "Keypad")]
        #expect(board.tick(.seconds(5)) == [])
        for event in PadHand.tap("e", at: .seconds(6), on: two) { #expect(board.take(event) == []) }
        #expect(board.tick(.seconds(7)).count == 1)
        #expect(board.counter(of: two) == "2" && board.counter(of: one) == nil)
        _ = board.listen(id: 3, at: .seconds(10))
        #expect(board.tick(.seconds(70)) == [.unchosen(listening: 3)])
        #expect(board.deadline == nil)
    }

    @Test(
        "V21 V22 a pad's identity is its port and model: interfaces are one, paired pads are several"
    )
    func identity() {
        func pad(_ path: String) -> PadIdentity {
            PadIdentity(
                DeviceIdentity(vendor: 0x46D, product: 0xC52B, name: "", physicalPath: path))
        }
        #expect(pad("usb-0000:00:14.0-2/input0") == pad("usb-0000:00:14.0-2/input1"))
        #expect(pad("usb-0000:00:14.0-2/input2:1") != pad("usb-0000:00:14.0-2/input2:2"))
        #expect(pad("usb-0000:00:14.0-2/input0").port == "usb-0000:00:14.0-2")
        #expect(pad("isa0060/serio0/input0").port == "isa0060/serio0")
        #expect(pad("").port == "" && pad("aa:bb:cc").port == "aa:bb:cc")
    }

    @Test("V22 bindings are kept in the state folder, and a file that can't be read is never none")
    func store() throws {
        let folder = try TemporaryFolder("pads")
        let store = PadStore(folder: folder.file("state"))
        #expect(try store.load() == [])
        let bindings = [
            PadBinding(
                pad: PadIdentity(port: "usb-1", vendorProduct: "1c4f:0202"), counter: "1",
                name: "Keypad «1»")
        ]
        try store.save(bindings)
        #expect(try store.load() == bindings)
        for text in ["", "{}", "[]", #"{"keypads": [{"pad": 1}]}"#] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: store.file))
            #expect(throws: PadStore.Unreadable.self) { try store.load() }
        }
        try FileManager.default.removeItem(atPath: store.file)
        try FileManager.default.createDirectory(
            atPath: store.file, withIntermediateDirectories: false)
        #expect(throws: PadStore.Unreadable.self) { try store.load() }
        let broken = PadStore(folder: "/proc/loket")
        #expect(throws: PadStore.Unwritable.self) { try broken.save(bindings) }
    }
}
