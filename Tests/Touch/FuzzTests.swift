import TestSupport
import Testing
import Touch

@Suite("T28 T29 Any event at any time", .timeLimit(.minutes(5)))
struct FuzzTests {
    @Test(
        "T28 after 100,000 random events every down has one end, in range",
        arguments: [
            RawPanel.slots(10), RawPanel.slots(16, hasButton: true), RawPanel.anonymous,
            RawPanel.single,
        ])
    func random(abilities: TouchAbilities) {
        var random = SeededRandom(test: "fuzz \(abilities.wire)")
        var assembler = FrameAssembler(
            abilities: abilities,
            settings: FrameSettings(minimumSamples: Int.random(in: 1...3, using: &random)))
        var open: Set<Int> = []
        var downs = 0
        var ends = 0
        func follow(_ contacts: [RawContact]) {
            for contact in contacts {
                #expect((0..<FrameAssembler.maximumContacts).contains(contact.contact))
                #expect((0...1).contains(contact.position.x))
                #expect((0...1).contains(contact.position.y))
                switch contact.phase {
                case .down:
                    #expect(open.insert(contact.contact).inserted)
                    downs += 1
                case .move: #expect(open.contains(contact.contact))
                case .up, .cancel:
                    #expect(open.remove(contact.contact) != nil)
                    ends += 1
                }
            }
        }
        for step in 0..<100_000 {
            let uptime = Duration.microseconds(step)
            let event = Self.event(&random).at(uptime)
            follow(assembler.handle(event))
            if event.isDropped { follow(assembler.resync(Self.state(&random), at: uptime)) }
            if Int.random(in: 0..<5_000, using: &random) == 0 {
                follow(assembler.cancelAll(at: uptime))
                #expect(open.isEmpty)
            }
        }
        follow(assembler.cancelAll(at: .seconds(1)))
        #expect(open.isEmpty)
        #expect(downs == ends)
        #expect(downs > 100)
    }

    private static func value(_ random: inout SeededRandom) -> Int32 {
        switch Int.random(in: 0..<20, using: &random) {
        case 0: Int32.random(in: .min ... .max, using: &random)
        default: Int32.random(in: 0...4_095, using: &random)
        }
    }

    private static func event(_ random: inout SeededRandom) -> Wire {
        switch Int.random(in: 0..<24, using: &random) {
        case 0...2: .slot(Int32.random(in: -1...17, using: &random))
        case 3...6: .id(Int32.random(in: -1...4, using: &random))
        case 7...8: .x(value(&random))
        case 9...10: .y(value(&random))
        case 11: .plainX(value(&random))
        case 12: .plainY(value(&random))
        case 13...14: .touch(Int32.random(in: 0...1, using: &random))
        case 15: .left(Int32.random(in: 0...1, using: &random))
        case 16...17: .point
        case 18: Int.random(in: 0..<20, using: &random) == 0 ? .dropped : .report
        case 19: .tool(Int.random(in: 0..<8, using: &random) == 0 ? 2 : 0)
        case 20:
            .key(
                UInt16.random(in: .min ... .max, using: &random),
                Int32.random(in: 0...2, using: &random))
        default: .report
        }
    }

    private static func state(_ random: inout SeededRandom) -> TouchSnapshot {
        let count = Int.random(in: 0...20, using: &random)
        let slots = (0..<count).map { _ in
            TouchSnapshot.Slot(
                trackingID: Int32.random(in: -1...4, using: &random), x: value(&random),
                y: value(&random), tool: 0)
        }
        return TouchSnapshot(
            slots: slots, currentSlot: Int.random(in: -1...20, using: &random),
            x: value(&random), y: value(&random),
            pressed: Bool.random(using: &random) ? [ButtonCode.touch] : [])
    }
}
