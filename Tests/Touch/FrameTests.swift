import Testing
import Touch

@Suite("T25-T35 Frames", .timeLimit(.minutes(5)))
struct FrameTests {
    @Test("T25 nothing is told before the frame is complete")
    func complete() {
        var panel = RawPanel(RawPanel.slots(10))
        #expect(panel.send([.id(1), .x(5), .y(6)]) == [])
        #expect(panel.send([.report]) == ["0 down 5 6"])
        #expect(panel.send([.id(-1)]) == [])
        #expect(panel.send([.report]) == ["0 up 5 6"])
    }

    @Test("T25 down and up in one batch are one tap, in one frame too")
    func shortTap() {
        var panel = RawPanel(RawPanel.slots(10))
        let tap: [Wire] = [.id(1), .x(5), .y(6), .report, .id(-1), .report]
        #expect(panel.send(tap) == ["0 down 5 6", "0 up 5 6"])
        #expect(panel.frame([.id(2), .x(7), .id(-1)]) == ["0 down 7 6", "0 up 7 6"])
        #expect(
            panel.frame([.id(3), .x(8), .id(-1), .id(4), .x(9)]) == [
                "0 down 8 6", "0 up 8 6", "0 down 9 6",
            ])
        var single = RawPanel(RawPanel.single)
        #expect(
            single.frame([.plainX(3), .plainY(4), .touch(1), .touch(0)]) == [
                "0 down 3 4", "0 up 3 4",
            ])
    }

    @Test("T25 two fingers in one frame go down and up in their order")
    func order() {
        var panel = RawPanel(RawPanel.slots(10))
        #expect(
            panel.frame([.slot(3), .id(1), .x(30), .y(3), .slot(1), .id(2), .x(10), .y(1)]) == [
                "0 down 30 3", "1 down 10 1",
            ])
        #expect(
            panel.frame([.slot(1), .id(-1), .slot(3), .id(-1)]) == ["1 up 10 1", "0 up 30 3"])
    }

    @Test("T23 of a pointer's buttons only the left is a finger")
    func pointer() {
        var tablet = RawPanel(RawPanel.single)
        #expect(tablet.frame([.plainX(1), .plainY(1), .key(ButtonCode.left + 1, 1)]) == [])
        #expect(tablet.frame([.left(1)]) == ["0 down 1 1"])
        #expect(tablet.frame([.touch(1)]) == [])
        #expect(tablet.frame([.left(0)]) == [])
        #expect(tablet.frame([.touch(0)]) == ["0 up 1 1"])
    }

    @Test("T28 with sixteen slots the eleventh finger is ignored and takes no other's place")
    func tooMany() {
        var panel = RawPanel(RawPanel.slots(16))
        for slot in Int32(0)..<10 {
            #expect(
                panel.frame([.slot(slot), .id(slot), .x(slot), .y(0)]) == [
                    "\(slot) down \(slot) 0"
                ])
        }
        #expect(panel.frame([.slot(12), .id(90), .x(9), .y(9)]) == [])
        #expect(panel.frame([.x(10)]) == [])
        #expect(panel.frame([.slot(4), .id(-1)]) == ["4 up 4 0"])
        // It stays ignored although there is room now; the next contact gets the room.
        #expect(panel.frame([.slot(12), .x(11)]) == [])
        #expect(panel.frame([.slot(13), .id(91), .x(1), .y(1)]) == ["4 down 1 1"])
        #expect(panel.frame([.slot(12), .id(-1)]) == [])
        #expect(panel.assembler.counters.tooMany == 1)
    }

    @Test("T28 slots that were not announced are read by nobody")
    func unannounced() {
        var panel = RawPanel(RawPanel.slots(2))
        for slot in [Int32(2), 9, -1, .max, .min] {
            #expect(panel.frame([.slot(slot), .id(5), .x(1), .y(1)]) == [])
        }
        #expect(panel.frame([.slot(1), .id(6), .x(2), .y(2)]) == ["0 down 2 2"])
    }

    @Test("T28 type A: of twelve fingers ten count")
    func tooManyAnonymous() {
        var panel = RawPanel(RawPanel.anonymous)
        let all = (Int32(0)..<12).flatMap { [Wire.x($0 * 300), .y(0), .point] }
        #expect(panel.frame(all).count == 10)
        #expect(panel.frame(all) == [])
        #expect(panel.frame([.point]).count == 10)
    }

    @Test("T29 an up bears the last place, never (0, 0)")
    func lastPlace() {
        var panel = RawPanel(RawPanel.slots(10))
        _ = panel.frame([.id(1), .x(100), .y(200)])
        _ = panel.frame([.x(110)])
        #expect(panel.frame([.id(-1)]) == ["0 up 110 200"])
        #expect(panel.frame([.id(2)]) == ["0 down 110 200"])
        var single = RawPanel(RawPanel.single)
        _ = single.frame([.plainX(8), .plainY(9), .touch(1)])
        #expect(single.frame([.touch(0)]) == ["0 up 8 9"])
    }

    @Test("T30 cancel ends every contact once, and what lies there counts for nothing")
    func cancel() {
        var panel = RawPanel(RawPanel.slots(10))
        _ = panel.frame([.id(1), .x(1), .y(1), .slot(1), .id(2), .x(2), .y(2)])
        #expect(panel.cancelAll() == ["0 cancel 1 1", "1 cancel 2 2"])
        #expect(panel.cancelAll() == [])
        #expect(panel.frame([.slot(0), .x(5), .slot(1), .id(-1)]) == [])
        #expect(panel.frame([.slot(1), .id(3)]) == ["0 down 2 2"])
        #expect(panel.frame([.slot(0), .id(-1)]) == [])
        #expect(panel.frame([.id(4)]) == ["1 down 5 1"])
    }

    @Test("T30 what the kernel lets go of is cancelled, not lifted: a pulled panel is no tap")
    func letGo() {
        var single = RawPanel(RawPanel.single)
        _ = single.frame([.plainX(8), .plainY(9), .touch(1)])
        #expect(single.send([.touch(0), .letGo]) == ["0 cancel 8 9"])
        var slots = RawPanel(RawPanel.slots(10, hasButton: true))
        _ = slots.frame([.id(1), .x(1), .y(2), .touch(1)])
        #expect(slots.send([.touch(0), .letGo]) == ["0 cancel 1 2"])
        var points = RawPanel(RawPanel.anonymous)
        _ = points.frame([.x(3), .y(4), .point, .touch(1)])
        #expect(points.send([.touch(0), .letGo]) == ["0 cancel 3 4"])
    }

    @Test("T32 what lay on the glass at the start is ignored until it is lifted")
    func heldAtStart() {
        var state = TouchSnapshot(RawPanel.slots(10))
        state.slots[0] = TouchSnapshot.Slot(trackingID: 7, x: 1, y: 1)
        state.currentSlot = 0
        var panel = RawPanel(RawPanel.slots(10), start: state)
        #expect(panel.frame([.x(5)]) == [])
        #expect(panel.frame([.slot(1), .id(8), .x(9), .y(9)]) == ["0 down 9 9"])
        #expect(panel.frame([.slot(0), .id(-1)]) == [])
        #expect(panel.frame([.id(9)]) == ["1 down 5 1"])

        var single = RawPanel(
            RawPanel.single, start: TouchSnapshot(x: 3, y: 3, pressed: [ButtonCode.touch]))
        #expect(single.frame([.plainX(4)]) == [])
        #expect(single.frame([.touch(0)]) == [])
        #expect(single.frame([.touch(1)]) == ["0 down 4 3"])

        var anonymous = RawPanel(
            RawPanel.anonymous, start: TouchSnapshot(pressed: [ButtonCode.touch]))
        #expect(anonymous.frame([.x(1), .y(1), .point]) == [])
        #expect(anonymous.frame([.point, .touch(0)]) == [])
        #expect(anonymous.frame([.x(1), .y(1), .point]) == ["0 down 1 1"])
    }

    @Test("T34 a contact bears the time of its frame")
    func time() {
        var assembler = FrameAssembler(abilities: RawPanel.slots(10))
        let uptime = Duration.microseconds(1_234_567)
        var contacts: [RawContact] = []
        for event in [Wire.id(1), .x(1), .y(1), .report] {
            assembler.handle(event.at(uptime), into: &contacts)
        }
        #expect(contacts.map(\.uptime) == [uptime])
    }

    @Test("T35 a palm is cancelled; one that comes as a palm is never told")
    func palm() {
        var panel = RawPanel(RawPanel.slots(10))
        _ = panel.frame([.id(1), .x(1), .y(1)])
        #expect(panel.frame([.tool(2)]) == ["0 cancel 1 1"])
        #expect(panel.frame([.tool(0), .x(9)]) == [])
        #expect(panel.frame([.id(-1)]) == [])
        #expect(panel.frame([.id(2), .tool(2)]) == [])
        #expect(panel.frame([.id(-1)]) == [])
        #expect(panel.frame([.id(3), .tool(0)]) == ["0 down 9 1"])
        #expect(panel.assembler.counters.palms == 2)
    }

    @Test("T35 places beyond the range are taken to its edge and counted")
    func clamp() {
        var panel = RawPanel(RawPanel.slots(10))
        #expect(panel.frame([.id(1), .x(-20), .y(5_000)]) == ["0 down 0 4095"])
        #expect(panel.frame([.x(.max), .y(.min)]) == ["0 move 4095 0"])
        #expect(panel.frame([.x(10), .y(10)]) == ["0 move 10 10"])
        #expect(panel.assembler.counters.clamped == 2)
    }

    @Test("T37 with three samples a contact is told at the third, with its first place")
    func samples() {
        var panel = RawPanel(RawPanel.slots(10), minimumSamples: 3)
        #expect(panel.frame([.id(1), .x(1), .y(1)]) == [])
        #expect(panel.frame([.x(2)]) == [])
        #expect(panel.frame([.x(3)]) == ["0 down 1 1", "0 move 3 1"])
        #expect(panel.frame([.id(-1)]) == ["0 up 3 1"])
        #expect(panel.frame([.id(2)]) == [])
        #expect(panel.frame([.id(-1)]) == [])
        #expect(panel.assembler.counters.noise == 1)
    }

    @Test("T28 a frame that never ends is cut")
    func endless() {
        var panel = RawPanel(RawPanel.slots(10))
        var told = 0
        for number in Int32(0)..<10_000 { told += panel.send([.id(number)]).count }
        #expect(panel.assembler.counters.overlong > 10)
        #expect(told > 10_000)
    }
}
