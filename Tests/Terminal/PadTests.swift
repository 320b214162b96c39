import Errands
import Foundation
import Kernel
import Office
import PanelModel
import Records
import Screens
import Settings
import Slips
import Sound
import Synchronization
import TestSupport
import Testing
import Touch
import Wire

@testable import Face
@testable import Terminal

/// Pads of a terminal: from the key to the ticket, the tone and the file in the state folder.
@Suite("D6 Keypads at the counters", .timeLimit(.minutes(10)))
struct PadTests {
    /// Ears beside the sound device.
    final class Ears: Sendable {
        private let heard = Mutex<[Tone]>([])
        var tones: [Tone] { heard.withLock { $0 } }

        var player: SoundPlayer {
            SoundPlayer(
                device: "ears", level: 100,
                calls: SoundCalls { [self] (_) throws(SoundError) in Output(ears: self) })
        }

        private final class Output: SoundOutput {
            let ears: Ears
            init(ears: Ears) { self.ears = ears }

            func write(_ samples: ArraySlice<Int16>) throws(SoundError) -> Int {
                let tone = Tone.allCases.first { Samples.of($0, level: 100) == Array(samples) }
                if let tone { ears.heard.withLock { $0.append(tone) } }
                return samples.count
            }
            func wait(_ limit: Duration) throws(SoundError) {}
            func finish() throws(SoundError) {}
        }
    }

    static let pad = DeviceIdentity(
        bus: 3, vendor: 0x1C4F, product: 2, name: "Keypad", physicalPath: "usb-1/input0")
    static let other = DeviceIdentity(
        bus: 3, vendor: 0x1C4F, product: 2, name: "Keypad", physicalPath: "usb-2/input0")
    static let binding = PadBinding(pad: PadIdentity(pad), counter: "1", name: "Keypad")

    let ears = Ears()
    let folder: TemporaryFolder
    let store: PadStore

    init() throws {
        folder = try TemporaryFolder("pads")
        store = PadStore(folder: folder.path)
    }

    private func machine(
        _ bindings: [PadBinding] = [binding], nextPause: Int = 0, hasInput: Bool = true
    ) async throws -> Machine {
        if !bindings.isEmpty { try store.save(bindings) }
        return try await Machine(
            edit: { $0.settings.calling.nextPauseSeconds = nextPause },
            input: {
                guard hasInput else { return nil }
                let input = PanelInput()
                input.pending = [Self.pad, Self.other].map { .attached($0, .ignoredKeyboard) }
                return input
            }, pads: PadRegister(store: store), sound: ears.player)
    }

    /// Uptime of the newest press.
    private let newest = Newest()

    private final class Newest: Sendable {
        let uptime = Mutex(Duration.zero)
    }

    /// Presses a key of a pad and lets the time pass in which another one would spoil it. Its time is
    /// far enough from that of the press before.
    private func press(
        _ code: UInt16, on device: DeviceIdentity = pad, in machine: Machine, age: Duration = .zero
    ) async {
        let pressedAt = newest.uptime.withLock { uptime in
            uptime = max(uptime + PadReader.repeatGap, SystemClock.uptime() - age)
            return uptime
        }
        await machine.terminal.loop.query { core in
            for isPressed in [true, false] {
                core.pads.take(
                    PadEvent(
                        device: device,
                        kind: .key(code, isPressed: isPressed, isRepeat: false),
                        uptime: pressedAt))
            }
            core.pads.tick(pressedAt + PadReader.collisionGap)
        }
    }

    private func hears(_ tones: [Tone]) async throws {
        do { try await eventually("\(tones)") { self.ears.tones == tones } } catch {
            Issue.record("heard \(ears.tones) instead of \(tones)")
            throw error
        }
    }

    private func issue(_ machine: Machine) async throws -> Wire.Ticket {
        try await machine.terminal.control.hall.issue(
            Wire.IssueWish(service: "ktp-el", paper: false), by: .unknown)
    }

    @Test(
        "D6 V24 Enter calls, and the tones tell of a visitor, of nobody and of what makes no sense")
    func calls() async throws {
        let machine = try await machine()
        let first = try await issue(machine)
        let second = try await issue(machine)
        await press(96, in: machine)
        try await hears([.accepted])
        let hall = machine.terminal.control.hall
        #expect(try await hall.counters()[0].ticket?.number == first.number)
        let call = try await machine.terminal.records.read { try $0.calls.open(at: "1") }
        #expect(call?.person == "keypad 1")
        await press(96, in: machine)
        try await hears([.accepted, .accepted])
        #expect(try await hall.counters()[0].ticket?.number == second.number)
        await press(96, in: machine)
        try await hears([.accepted, .accepted, .nobody])
        await press(78, in: machine)
        try await hears([.accepted, .accepted, .nobody, .refused])
        for code in [82, 96] as [UInt16] { await press(code, in: machine) }
        try await hears([.accepted, .accepted, .nobody, .refused, .heard, .accepted])
        #expect(try await hall.counters()[0].state == "paused")
        // Another pad of the model is nobody's.
        await press(96, on: Self.other, in: machine)
        #expect(ears.tones.count == 6)
    }

    @Test("D7 V24 within the pause of a counter the tones say so")
    func busy() async throws {
        let machine = try await machine(nextPause: 60)
        _ = try await issue(machine)
        await press(96, in: machine)
        try await hears([.accepted])
        await press(96, in: machine)
        try await hears([.accepted, .busy])
    }

    @Test("D6 a key that waited too long for the desk is not obeyed")
    func late() async throws {
        let machine = try await machine()
        _ = try await issue(machine)
        await press(96, in: machine, age: .seconds(6))
        try await hears([.refused])
        #expect(try await machine.terminal.control.hall.counters()[0].ticket == nil)
    }

    @Test("D6 V22 a pad is bound by a key on it, kept, listed, and taken away")
    func binding() async throws {
        let machine = try await machine([])
        let pads = machine.terminal.control.pads
        #expect(throws: Refusal.self) { try pads.binding() }
        await #expect(throws: Refusal.self) {
            try await pads.bind(.init(counter: "none"), by: .unknown)
        }
        #expect(try await pads.list().map(\.counter) == [nil, nil])
        let begun = try await pads.bind(.init(counter: "3"), by: .unknown)
        #expect(begun.state == .listening && begun.counter == "3")
        await press(96, on: Self.other, in: machine)
        try await eventually("bound") { try pads.binding().state == .bound }
        #expect(try pads.binding().port == "usb-2")
        #expect(try store.load().map(\.counter) == ["3"])
        try await hears([.accepted])
        let list = try await pads.list()
        #expect(list.map(\.counter) == [nil, "3"] && list[1].lastKey == "Enter")
        // Now the key is an order.
        _ = try await issue(machine)
        await press(96, on: Self.other, in: machine)
        try await hears([.accepted, .accepted])
        // Another counter gets it only if that is meant.
        _ = try await pads.bind(.init(counter: "1"), by: .unknown)
        await press(96, on: Self.other, in: machine)
        try await eventually("refused") { try pads.binding().state == .refused }
        #expect(try pads.binding().problem?.contains("counter 3: add --replace") == true)
        #expect(try store.load().map(\.counter) == ["3"])
        _ = try await pads.bind(.init(counter: "1", replace: true), by: .unknown)
        await press(96, on: Self.other, in: machine)
        try await eventually("bound again") { try pads.binding().state == .bound }
        #expect(try store.load().map(\.counter) == ["1"])
        // A counter may have two.
        _ = try await pads.bind(.init(counter: "1"), by: .unknown)
        await press(96, in: machine)
        try await eventually("both") { try pads.binding().state == .bound }
        #expect(try store.load().count == 2)
        await #expect(throws: Refusal.self) {
            try await pads.unbind(.init(counter: "1", port: "usb-7"), by: .unknown)
        }
        #expect(
            try await pads.unbind(.init(counter: "1", port: "usb-2"), by: .unknown)
                .map(\.counter) == ["1", nil])
        #expect(
            try await pads.unbind(.init(counter: "1"), by: .unknown).map(\.counter) == [nil, nil])
        #expect(try store.load().isEmpty)
    }

    @Test(
        "V22 a bound pad that is away, or whose counter is gone, is in the status, with what to do")
    func status() async throws {
        let away = PadBinding(
            pad: PadIdentity(port: "usb-9", vendorProduct: "1c4f:0002"), counter: "2",
            name: "Keypad")
        let lost = PadBinding(pad: PadIdentity(Self.pad), counter: "gone", name: "Keypad")
        let machine = try await machine([away, lost])
        let problems = await machine.terminal.control.status(page: nil).problems
        let moved = try #require(problems.first { $0.contains("counter 2") })
        #expect(moved.contains("usb-9") && moved.contains("usb-2") && moved.contains("press Enter"))
        #expect(problems.contains { $0.contains("counter gone, which kiosk.yaml does not have") })
        // Bound where it is now, it leaves no second binding behind.
        _ = try await machine.terminal.control.pads.bind(.init(counter: "2"), by: .unknown)
        await press(96, on: Self.other, in: machine)
        try await eventually("bound") { try self.store.load().contains { $0.pad.port == "usb-2" } }
        #expect(try store.load().filter { $0.counter == "2" }.count == 1)
    }

    @Test("V22 a file of bindings that can't be read binds nothing, refuses orders, and is named")
    func brokenFile() async throws {
        try Data("no JSON".utf8).write(to: URL(fileURLWithPath: store.file))
        let machine = try await machine([])
        let pads = machine.terminal.control.pads
        for order in ["list", "bind", "unbind"] {
            let refusal = await #expect(throws: Refusal.self) {
                switch order {
                case "list": _ = try await pads.list()
                case "bind": _ = try await pads.bind(.init(counter: "1"), by: .unknown)
                default: _ = try await pads.unbind(.init(counter: "1"), by: .unknown)
                }
            }
            #expect(refusal?.code == .unavailable)
        }
        #expect(try String(contentsOfFile: store.file, encoding: .utf8) == "no JSON")
        let problems = await machine.terminal.control.status(page: nil).problems
        #expect(problems.contains { $0.contains("keypads.json can't be read") })
    }

    @Test("D6 a terminal without devices says that it can't bind a pad")
    func noDevices() async throws {
        let machine = try await machine([], hasInput: false)
        let refusal = await #expect(throws: Refusal.self) {
            try await machine.terminal.control.pads.bind(.init(counter: "1"), by: .unknown)
        }
        #expect(refusal?.code == .conflict)
    }

    @Test("V24 the tones that a caller may name are those that there are") func tones() {
        #expect(Wire.tones == Tone.allCases.map(\.rawValue))
    }

    @Test("L3 a call for an officer sounds once")
    func officer() async throws {
        let machine = try await machine([])
        try await machine.tap(.callOfficer)
        try await hears([.officer])
    }

    @Test(
        "V24 a sound device that is missing is a fault where a pad is bound, and tried at the start"
    )
    func missingSound() async throws {
        try store.save([Self.binding])
        let player = SoundPlayer(
            device: "none",
            calls: SoundCalls { (device) throws(SoundError) in
                throw SoundError(device: device, .failed(call: "snd_pcm_open", code: ENOENT))
            })
        let machine = try await Machine(pads: PadRegister(store: store), sound: player)
        let terminal = machine.terminal
        try await eventually("the fault") { terminal.faults.stands(.sound) }
        let refusal = await #expect(throws: Refusal.self) {
            try await machine.terminal.control.pads.playTone(.init(tone: "accepted"))
        }
        #expect(refusal?.code == .conflict)
        #expect(await machine.terminal.control.pads.sound().problem?.contains("'none'") == true)
        // Without a pad nobody listens.
        _ = try await machine.terminal.control.pads.unbind(.init(counter: "1"), by: .unknown)
        try await eventually("no fault") { !terminal.faults.stands(.sound) }
    }

    @Test("V23 V24 the chart is printed, and its end is told")
    func chart() async throws {
        let machine = try await machine([])
        let end = try await machine.terminal.control.pads.printChart(.init(counter: "3"))
        #expect(end.state == .printed, "\(end)")
        let prints = try await machine.terminal.control.prints(limit: 5)
        #expect(prints.first?.what == "chart")
        let png = try await machine.terminal.control.pads.chart(
            .init(counter: "3", language: "tet", profile: "generic-escpos-58"))
        #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    }
}
