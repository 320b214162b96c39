import CDRM
import Geometry
import Glibc
import TestSupport
import Testing

@testable import Display

@Suite("T9 Frames on a card", .timeLimit(.minutes(5)))
struct KMSTests {
    @Test("T16 nothing is set before the first frame, which sets the mode with a whole picture")
    func firstFrame() throws {
        let bench = try KMSBench()
        #expect(bench.card.modeCount == 0 && bench.card.shown == nil)
        try bench.paint(0x11_2233)
        #expect(bench.card.modeCount == 1 && bench.isShown)
        #expect(bench.serve() == [.presented])
        #expect(bench.isQuiet)
    }

    @Test(
        "T8 T9 random damage and blanks: what is shown is whole and newest, with 1, 2, 3 buffers",
        arguments: [1, 2, 3])
    func randomFrames(_ room: Int) throws {
        var random = SeededRandom()
        for orientation in Orientation.all {
            let card = FakeCard()
            card.room = room
            let bench = try KMSBench(card, orientation)
            try bench.paint(0)
            for _ in 0..<60 {
                for _ in 0..<Int.random(in: 0...3, using: &random) {
                    try bench.display.present(
                        bench.shadow, Pictures.change(bench.shadow, &random))
                }
                if Bool.random(using: &random) { card.blank() }
                bench.serve()
                #expect(!card.wasTorn)
            }
            for _ in 0..<3 {
                card.blank()
                bench.serve()
            }
            #expect(bench.isShown && card.modeCount == 1)
            #expect(bench.isQuiet)
        }
    }

    @Test("T9 while a flip is on its way frames gather, and go on together when it is done")
    func gathering() throws {
        let bench = try KMSBench()
        try bench.paint(1)
        bench.serve()
        try bench.paint(2)
        #expect(bench.card.flipCount == 1)
        try bench.paint(3)
        try bench.paint(4)
        #expect(bench.card.flipCount == 1)
        bench.card.blank()
        #expect(bench.serve() == [.presented])
        #expect(bench.card.flipCount == 2)
        bench.card.blank()
        bench.serve()
        #expect(bench.card.flipCount == 2 && bench.isShown)
    }

    @Test("T9 EBUSY is the next frame's turn, without a word")
    func busy() throws {
        let bench = try KMSBench()
        try bench.paint(1)
        bench.serve()
        bench.card.failures["flip"] = EBUSY
        try bench.paint(2)
        let due = try #require(bench.display.deadline)
        #expect(due == bench.card.time + KMSDisplay.busyPause)
        let tried = bench.card.calls.filter { $0 == "flip" }.count
        try bench.paint(3)
        bench.serve()
        #expect(bench.card.calls.filter { $0 == "flip" }.count == tried)
        bench.card.failures = [:]
        bench.card.time = due
        bench.serve()
        bench.card.blank()
        bench.serve()
        #expect(bench.isShown && bench.log.isEmpty && bench.card.modeCount == 1)
    }

    @Test("T10 a flip that is not done in a second: one sentence, the mode anew, and on it goes")
    func lateFlip() throws {
        let bench = try KMSBench()
        try bench.paint(1)
        bench.serve()
        for round in 1...3 {
            try bench.paint(UInt32(round * 2))
            #expect(bench.display.deadline == bench.card.time + KMSDisplay.flipLimit)
            bench.card.time += KMSDisplay.flipLimit - .milliseconds(1)
            #expect(bench.serve() == [])
            bench.card.time += .milliseconds(1)
            #expect(bench.serve() == [.presented])
            #expect(bench.card.modeCount == 1 + round && bench.isShown)
        }
        #expect(bench.log.count == 1)
        // A late event of a flip that was given up has no effect.
        bench.card.stray(1)
        #expect(bench.serve() == [])
        try bench.paint(9)
        bench.card.blank()
        bench.serve()
        #expect(bench.isShown)
    }

    @Test(
        "T9 a driver without flips gets its mode set for each frame", arguments: [EINVAL, ENOSYS])
    func noFlips(_ code: Int32) throws {
        let bench = try KMSBench()
        bench.card.failures["flip"] = code
        for color in 1...4 as ClosedRange<UInt32> {
            try bench.paint(color)
            #expect(bench.isShown)
            bench.serve()
        }
        #expect(bench.card.calls.filter { $0 == "flip" }.count == 1)
        #expect(bench.display.summary.contains("flips=none") && bench.log.count == 1)
    }

    @Test("T15 a mode that can't be set is tried again each second and said once")
    func modeFails() throws {
        let bench = try KMSBench()
        bench.card.failures["setMode"] = EACCES
        try bench.paint(1)
        for _ in 0..<3 {
            bench.card.time += KMSDisplay.refusedPause
            #expect(bench.serve() == [])
        }
        #expect(bench.card.calls.filter { $0 == "setMode" }.count == 4 && bench.log.count == 1)
        bench.card.failures = [:]
        bench.card.time += KMSDisplay.refusedPause
        #expect(bench.serve() == [.presented])
        #expect(bench.isShown)
    }

    @Test("T15 a card that is gone is lost", arguments: ["flip", "setMode", "finishedFlips"])
    func gone(_ call: String) throws {
        let bench = try KMSBench()
        if call != "setMode" {
            try bench.paint(1)
            bench.serve()
        }
        bench.card.failures[call] = ENODEV
        if call == "finishedFlips" {
            guard case .lost = bench.display.service(at: bench.card.time) else {
                Issue.record("not lost")
                return
            }
        } else {
            #expect(throws: DisplayError.self) { try bench.paint(2) }
        }
    }

    @Test("T7 an empty frame makes no system call")
    func empty() throws {
        let bench = try KMSBench()
        try bench.paint(1)
        bench.card.calls = []
        try bench.display.present(bench.shadow, Damage(size: bench.size))
        #expect(bench.card.calls.isEmpty)
    }

    @Test("T9 at the end what was shown before is shown again, and no buffer is left")
    func closing() throws {
        let bench = try KMSBench()
        try bench.paint(1)
        bench.display.close()
        bench.display.close()
        #expect(bench.card.restoreCount == 1 && bench.card.shown == nil)
        #expect(bench.card.living.isEmpty && bench.card.isClosed)
        #expect(bench.display.deadline == nil)
        try bench.paint(2)
        #expect(bench.serve() == [])
    }

    @Test("T9 T15 the one line for the log, with what the card says of shadow buffers")
    func summary() throws {
        let card = FakeCard()
        card.capabilities[UInt64(DRM_CAP_DUMB_PREFER_SHADOW)] = 1
        card.room = 2
        let bench = try KMSBench(card, .init(rotation: .quarter))
        #expect(
            bench.display.summary
                == "display=kms card1 HDMI-A-1 24x16@60 XRGB8888 pitch=160 rotation=90 "
                + "driver=fake buffers=2 flips=atomic shadow=preferred")
    }

    @Test("T14 a card without room for a single buffer is refused")
    func noRoom() {
        let card = FakeCard()
        card.room = 0
        #expect(throws: CardRefusal.self) { try KMSBench(card) }
    }

    @Test("T9 tokens are read out of the kernel's events, others are passed over")
    func events() {
        func event(_ type: UInt32, _ token: UInt64) -> [UInt8] {
            var bytes: [UInt8] = []
            withUnsafeBytes(of: type) { bytes += $0 }
            withUnsafeBytes(of: UInt32(32)) { bytes += $0 }
            withUnsafeBytes(of: token) { bytes += $0 }
            return bytes + [UInt8](repeating: 0, count: 16)
        }
        let bytes = event(2, 7) + event(1, 8) + event(2, 9)
        #expect(FlipEvents.tokens(in: bytes[...]) == [7, 9])
        #expect(FlipEvents.tokens(in: bytes.prefix(40)) == [7])
        #expect(FlipEvents.tokens(in: []) == [])
    }

    @Test("T45 a dark monitor goes off once its black frame is shown, and on with the next picture")
    func power() throws {
        let bench = try KMSBench()
        try bench.paint(1)
        bench.serve()
        try bench.paint(0)
        bench.display.setPower(false)
        #expect(!bench.card.isOff, "the black frame is on its way")
        bench.card.blank()
        bench.serve()
        #expect(bench.card.isOff && bench.isShown && bench.isQuiet)
        // Nothing is flipped or set meanwhile, not even after a display is plugged in.
        let calls = (bench.card.flipCount, bench.card.modeCount)
        try bench.paint(5)
        bench.display.checkPlug()
        bench.serve()
        #expect((bench.card.flipCount, bench.card.modeCount) == calls && bench.card.isOff)
        bench.display.setPower(true)
        try bench.paint(6)
        #expect(!bench.card.isOff && bench.isShown && bench.card.modeCount == calls.1 + 1)
        bench.serve()
        try bench.paint(7)
        #expect(bench.card.flipCount == calls.0 + 1 && bench.log.isEmpty)
        // The other console gets a monitor that is switched on.
        bench.card.blank()
        bench.serve()
        bench.display.setPower(false)
        #expect(bench.card.isOff)
        bench.display.pause()
        bench.display.resume()
        bench.serve()
        #expect(!bench.card.isOff && bench.isShown)
    }

    @Test("T45 a monitor that can't be switched stays on, with one sentence") func noPower() throws
    {
        let bench = try KMSBench()
        bench.card.failures["powerOff"] = ENOENT
        try bench.paint(0)
        bench.serve()
        for _ in 0..<3 {
            bench.display.setPower(false)
            bench.serve()
        }
        #expect(bench.log.count == 1 && bench.isQuiet)
        bench.display.setPower(true)
        try bench.paint(1)
        bench.card.blank()
        bench.serve()
        #expect(bench.isShown)
    }
}
