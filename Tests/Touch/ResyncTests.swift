import TestSupport
import Testing
import Touch

@Suite("T26 Gaps in the events", .timeLimit(.minutes(5)))
struct ResyncTests {
    private func state(_ slots: [Int: (Int32, Int32, Int32)]) -> TouchSnapshot {
        var state = TouchSnapshot(RawPanel.slots(10))
        for (slot, value) in slots {
            state.slots[slot] = TouchSnapshot.Slot(
                trackingID: value.0, x: value.1, y: value.2)
        }
        return state
    }

    @Test("T26 the partial frame is abandoned, and what is read anew counts")
    func partial() {
        var panel = RawPanel(RawPanel.slots(10))
        _ = panel.frame([.id(1), .x(1), .y(1)])
        // The gap cuts a frame in which one contact began and one ended.
        #expect(panel.send([.id(-1), .slot(1), .id(2), .x(5), .y(5), .dropped]) == [])
        #expect(panel.resync(state([1: (2, 5, 6)])) == ["0 cancel 1 1", "0 down 5 6"])
        #expect(panel.frame([.slot(1), .id(-1)]) == ["0 up 5 6"])
    }

    @Test("T26 unchanged contacts are kept, moved ones move, others' slots are two fingers")
    func compare() {
        var panel = RawPanel(RawPanel.slots(10))
        for slot in Int32(0)..<3 {
            _ = panel.frame([.slot(slot), .id(slot), .x(slot), .y(slot)])
        }
        _ = panel.send([.dropped])
        let now = state([0: (0, 0, 0), 1: (1, 7, 7), 2: (9, 2, 2)])
        #expect(panel.resync(now) == ["1 move 7 7", "2 cancel 2 2", "2 down 2 2"])
        #expect(panel.resync(now) == [])
        #expect(panel.assembler.counters.dropped == 1)
    }

    @Test("T26 single touch: lifted in the gap is cancelled, lifted and back is kept")
    func single() {
        var panel = RawPanel(RawPanel.single)
        _ = panel.frame([.plainX(1), .plainY(1), .touch(1)])
        _ = panel.send([.dropped])
        #expect(
            panel.resync(TouchSnapshot(x: 2, y: 1, pressed: [ButtonCode.touch])) == [
                "0 move 2 1"
            ])
        #expect(panel.resync(TouchSnapshot(x: 2, y: 1)) == ["0 cancel 2 1"])
        #expect(panel.frame([.touch(1)]) == ["0 down 2 1"])
    }

    @Test("T26 type A: the next frame says who vanished, the button that all did")
    func anonymous() {
        var panel = RawPanel(RawPanel.anonymous)
        let both: [Wire] = [.x(1), .y(1), .point, .x(3_000), .y(3_000), .point]
        _ = panel.frame(both + [.touch(1)])
        _ = panel.send([.x(5), .y(5), .dropped])
        #expect(panel.resync(TouchSnapshot(pressed: [ButtonCode.touch])) == [])
        #expect(
            panel.frame([.x(2), .y(1), .point]) == ["1 cancel 3000 3000", "0 move 2 1"])
        _ = panel.send([.dropped])
        #expect(panel.resync(TouchSnapshot()) == ["0 cancel 2 1"])
    }

    @Test("T27 with BTN_TOUCH=0 a slot that kept its number is not on the glass")
    func button() {
        var panel = RawPanel(RawPanel.slots(10, hasButton: true))
        _ = panel.frame([.id(4), .x(1), .y(1), .touch(1)])
        #expect(panel.resync(state([0: (4, 1, 1)])) == ["0 cancel 1 1"])
        #expect(panel.frame([.x(2), .touch(1)]) == ["0 down 2 1"])
    }

    @Test("T26 no more than five lines in 30 s, and then how many were held back")
    func throttle() throws {
        let kernel = try FakeKernel()
        let panel = try kernel.plug(0, .panel())
        let devices = try kernel.devices()
        _ = devices.read(at: .zero)
        for second in 0..<60 {
            panel.send([.dropped])
            _ = devices.read(at: .milliseconds(second * 500))
        }
        #expect(kernel.notices.count == 5)
        panel.send([.dropped])
        _ = devices.read(at: .seconds(31))
        #expect(kernel.notices.count == 6)
        #expect(kernel.notices.last?.message.contains("55 more") == true)
        #expect(kernel.notices.allSatisfy { $0.event == .dropped })
    }
}
