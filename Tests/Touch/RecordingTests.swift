import Geometry
import TestSupport
import Testing
import Touch

@Suite("T27 T48 What stored recordings mean", .timeLimit(.minutes(5)))
struct RecordingTests {
    @Test("T27 type B: taps, and two thumbs that overlap")
    func slots() throws {
        #expect(
            try Recordings.contacts("type-b") == [
                "1 0 down 1024 1024", "61 0 up 1024 1024",
                "300 0 down 1024 1024", "360 0 up 1024 1024",
                "700 0 down 400 2048", "720 0 move 420 2048", "720 1 down 3600 2048",
                "760 0 up 420 2048", "800 1 up 3600 2048",
            ])
    }

    @Test("T27 type A: the nearest is the same finger, and an empty frame lifts all")
    func anonymous() throws {
        #expect(
            try Recordings.contacts("type-a") == [
                "1 0 down 1000 1000", "20 1 down 3000 3000", "20 0 move 1010 1000",
                "40 0 up 1010 1000", "40 1 move 3000 3010", "60 1 up 3000 3010",
            ])
    }

    @Test("T27 type A with tracking numbers: fingers may cross")
    func numbered() throws {
        #expect(
            try Recordings.contacts("type-a-numbered") == [
                "1 0 down 1000 1000", "1 1 down 3000 1000",
                "20 0 move 3000 1000", "20 1 move 1000 1000",
                "40 0 up 3000 1000", "60 1 up 1000 1000",
            ])
    }

    @Test("T27 T35 single touch, with a place beyond the range")
    func single() throws {
        let contacts = try Recordings.contacts("single-touch")
        // The range is 3801 by 3701 values on 4096 pixels.
        #expect(
            contacts.map { $0.split(separator: " ").prefix(3).joined(separator: " ") } == [
                "1 0 down", "30 0 move", "90 0 up", "400 0 down", "401 0 up", "600 0 down",
                "660 0 up",
            ])
        #expect(contacts.first == "1 0 down 2048 2048")
        #expect(contacts.last == "660 0 up 4095 0")
    }

    @Test("T27 BTN_TOUCH=0 releases all, and the same tracking number may come again")
    func buttonReleasesAll() throws {
        #expect(
            try Recordings.contacts("button-releases-all") == [
                "1 0 down 1000 1000", "1 1 down 3000 3000",
                "50 0 up 1000 1000", "50 1 up 3000 3000",
                "200 0 down 2000 1000", "250 0 up 2000 1000",
                "400 0 down 2000 1000", "450 0 up 2000 1000",
            ])
    }

    @Test("T27 a tracking number that follows another without -1 is a new finger")
    func reusedTrackingID() throws {
        #expect(
            try Recordings.contacts("reused-tracking-id") == [
                "1 0 down 500 500", "80 0 up 500 500", "80 0 down 3500 3500",
                "160 0 move 3510 3500", "240 0 up 3510 3500",
            ])
    }

    @Test("T23 an emulator's tablet: hovering is nothing")
    func tablet() throws {
        #expect(
            try Recordings.contacts("qemu-tablet") == [
                "60 0 down 2048 2048", "161 0 up 2048 2048", "263 0 down 4095 4095",
                "367 0 up 4095 4095",
            ])
    }

    @Test("T26 after SYN_DROPPED the vanished are cancelled and the unchanged kept")
    func dropped() throws {
        #expect(
            try Recordings.contacts("syn-dropped") == [
                "1 0 down 1000 1000", "1 1 down 3000 3000", "20 1 cancel 3000 3000",
                "20 1 down 2000 2000", "60 0 move 1010 1000", "80 0 up 1010 1000",
                "80 1 up 2000 2000",
            ])
    }

    @Test("T37 the noise filter drops contacts of one frame")
    func noise() throws {
        let contacts = try Recordings.contacts(
            "single-touch", frames: FrameSettings(minimumSamples: 2))
        #expect(
            contacts == ["1 0 down 2048 2048", "30 0 move 2058 2048", "90 0 up 2058 2048"])
    }

    @Test("T48 with its own times a recording plays each frame when it is due")
    func recordedPace() throws {
        let input = try RecordedInput(
            Recordings.named("type-b"), transform: TouchTransform(glass: RawPanel.glass))
        #expect(input.deadline == .zero)
        let start = Duration.seconds(100)
        #expect(input.read(at: start).count == 1)
        var times: [Duration] = []
        while let deadline = input.deadline {
            #expect(input.read(at: deadline - .microseconds(1)) == [])
            let events = input.read(at: deadline)
            for case .contact(let contact) in events {
                #expect(contact.uptime == deadline)
            }
            times.append(deadline - start)
        }
        #expect(times == [1, 61, 300, 360, 700, 720, 760, 800].map { .milliseconds($0) })
        #expect(input.isFinished)
    }

    @Test("T30 a recording that is paused ends its contacts as cancel, and held fingers wait")
    func paused() throws {
        let input = try RecordedInput(
            Recordings.named("type-b"), transform: TouchTransform(glass: RawPanel.glass))
        _ = input.read(at: .zero)
        #expect(input.read(at: .milliseconds(10)).count == 1)
        input.pause()
        let cancelled = input.read(at: .milliseconds(20))
        #expect(cancelled.map(TouchTools.text) == ["contact 0 cancel 1024 1024"])
        input.resume()
        #expect(input.read(at: .milliseconds(100)) == [])
        #expect(input.read(at: .milliseconds(310)).count == 1)
    }

    @Test("T48 a recording that is written reads the same")
    func roundTrip() throws {
        for name in ["type-b", "type-a", "single-touch", "qemu-tablet", "syn-dropped"] {
            let recording = try Recordings.named(name)
            let text = EvemuWriter.text(recording, remarks: ["a remark"])
            #expect(try EvemuRecording(text: text, file: "copy") == recording)
        }
    }

    @Test(
        "T48 an error names the line and says what to write",
        arguments: [
            ("N: x\nI: 3 1 2", 2, "I: has bus"), ("N: x\nE: 1.5 0 0 0", 2, "six places"),
            ("N: x\nA: 35 0", 2, "minimum, maximum"), ("N: x\nP: 100", 2, "eight bytes"),
            ("N: x\nB: 20 00", 2, "event type"), ("N: x\n\nZ: 1", 3, "A line begins with"),
            ("N: x\nnonsense", 2, "A line begins with"), ("# only a remark", 0, "N: <name>"),
            ("N: x\nE: 2.000000 0 0 0\nE: 1.999999 0 0 0", 3, "in order"),
            ("N: x\nE: 0.-00001 0 0 0", 2, "six places"),
            ("N: x\nA: 35 0 99999999999 0 0 0", 2, "minimum, maximum"),
        ])
    func errors(text: String, line: Int, words: String) {
        #expect {
            try EvemuRecording(text: text, file: "finger.evemu")
        } throws: { error in
            guard let error = error as? EvemuError else { return false }
            return error.line == line && error.message.contains(words)
                && error.description.hasPrefix(
                    line > 0 ? "finger.evemu:\(line): " : "finger.evemu: ")
        }
    }

    @Test("T48 names keep the sign of a comment, events lose their remarks")
    func comments() throws {
        let recording = try EvemuRecording(
            text: "# EVEMU 1.3\r\nN: Panel # 2\nE: 1.000002 0003 0035 -4 # EV_ABS\n", file: "x")
        #expect(recording.device.identity.name == "Panel # 2")
        #expect(
            recording.events == [
                RawEvent(
                    type: EventType.absolute, code: AxisCode.multitouchX, value: -4,
                    uptime: .microseconds(1_000_002))
            ])
    }
}
