import Foundation
import Geometry
import TestSupport
import Testing

@testable import Touch

/// Recordings that people and tools have spoiled, from the text to the contacts.
@Suite("T48 Recordings of any content", .serialized, .timeLimit(.minutes(600)))
struct RecordingFuzzTests {
    private static let tokens = [
        "N: ", "I: ", "P: ", "B: ", "A: ", "E: ", "L: ", "S: ", "# ", ":", "\n", "\r", "\t",
        "E: 0.000001 0000 0003 0\n", "E: 0.000001 0000 0000 1\n",
        "E: 999999999999.999999 0003 0039 -1\n",
        "A: 2f 0 2147483647 0 0 0\n", "A: 35 5 5 0 0 0\n", "A: 35 10 -10 0 0 0\n",
        "A: 36 -2147483648 2147483647 -1 -1 -1\n", "B: 03 ff ff ff ff ff ff ff ff\n", "ffff", "-1",
    ]

    @Test(
        "T24 T28 T48 a spoiled recording plays or is refused, and each down has one end, in range")
    func recordings() async throws {
        let folder = Repository.file("Tests/Touch/Recordings")
        let samples = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map {
            try [UInt8](Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)")))
        }
        let found = await Fuzz("recordings of touchscreens", seconds: 15).run { one in
            var mutator = ByteMutator(one.pick(samples), tokens: Self.tokens)
            mutator.mutate(&one.random, most: 8)
            one.about = "\(mutator.mistakes)"
            let text = String(decoding: mutator.bytes, as: UTF8.self)
            var recording: EvemuRecording
            do throws(EvemuError) {
                recording = try EvemuRecording(text: text, file: "f")
            } catch {
                one.count("refused")
                one.check(error.message.hasSuffix("."), "no sentence: \(error)")
                return
            }
            let again = try EvemuRecording(text: EvemuWriter.text(recording), file: "f")
            one.check(again.events == recording.events, "other events after writing")
            one.check(again.device.axes == recording.device.axes, "other axes after writing")
            // The kernel's clock may be set while no program expects it.
            if one.oneIn(3) {
                for index in recording.events.indices where one.oneIn(10) {
                    recording.events[index].uptime -= .seconds(one.number(0...5))
                }
            }
            let frames = FrameSettings(minimumSamples: one.number(1...3))
            let pace = one.pick([RecordedInput.Pace.fast, .recorded])
            let transform = TouchTransform(
                glass: one.pick([
                    Size(width: 1_280, height: 800), Size(width: 1, height: 1),
                    Size(width: 0, height: 0),
                ]))
            do throws(TouchRefusal) {
                let input = try RecordedInput(
                    recording, pace: pace, transform: transform, frames: frames)
                one.count("played")
                Self.play(input, recording.events.count, &one)
            } catch {
                one.count("no touchscreen")
                one.check("\(error)".hasSuffix("."), "no sentence: \(error)")
            }
        }
        #expect(found.faults.isEmpty, "\(found)")
        for kind in ["refused", "played", "no touchscreen"] {
            #expect(found.counts[kind, default: 0] > 0, "\(found.counts)")
        }
    }

    private static func play(_ input: RecordedInput, _ events: Int, _ one: inout FuzzCase) {
        var open: Set<Int> = []
        var now = Duration.seconds(1)
        input.deliversRaw = true
        var turns = 0
        while !input.isFinished, turns < events + 20 {
            turns += 1
            if one.oneIn(50) { input.cancelAll() }
            if one.oneIn(100) {
                input.pause()
                input.resume()
            }
            follow(input.read(at: now), &open, &one)
            now = max(now, input.deadline ?? now)
        }
        one.check(input.isFinished, "never ends")
        input.cancelAll()
        follow(input.read(at: now), &open, &one)
        one.check(open.isEmpty, "down without an end: \(open)")
    }

    private static func follow(
        _ events: [InputEvent], _ open: inout Set<Int>, _ one: inout FuzzCase
    ) {
        for case .raw(let contact) in events {
            let place = contact.position
            one.check(
                (0...1).contains(place.x) && (0...1).contains(place.y), "beyond the glass: \(place)"
            )
            switch contact.phase {
            case .down: one.check(open.insert(contact.contact).inserted, "down twice")
            case .move: one.check(open.contains(contact.contact), "moves without down")
            case .up, .cancel:
                one.check(open.remove(contact.contact) != nil, "ends without down")
            }
        }
    }

    @Test("C6 T40 a calibration file of any content is read, or named and left out")
    func calibrations() async throws {
        let folder = try TemporaryFolder("fuzz")
        let store = CalibrationStore(folder: folder.path)
        let device = DeviceIdentity(name: "Panel")
        try store.save(CalibrationMatrix(1.01, 0, -0.02, 0, 0.98, 0.01), for: device)
        let path = store.file(for: device)
        let sample = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
        let found = await Fuzz("calibration files", seconds: 5).run { one in
            var mutator = ByteMutator(
                sample, tokens: ["{", "}", "\"", "[", " ", "1e999", "nan", "inf", "\\ud800"])
            mutator.mutate(&one.random)
            try Data(mutator.bytes).write(to: URL(fileURLWithPath: path))
            one.about = String(decoding: mutator.bytes.prefix(200), as: UTF8.self)
            let found = store.load(device)
            one.count(found.problem == nil ? "read" : "named")
            one.check(found.problem.map { $0.hasSuffix(".") } ?? true, "\(found)")
            let transform = TouchTransform(
                PixelTransform(.upright, glass: Size(width: 1_280, height: 800)),
                calibration: found.matrix)
            let point = transform.point(UnitPoint(x: 0.5, y: 0.5))
            one.check((0..<1_280).contains(point.x) && (0..<800).contains(point.y), "\(point)")
        }
        #expect(found.faults.isEmpty, "\(found)")
        #expect(found.counts["read", default: 0] > 0 && found.counts["named", default: 0] > 0)
    }
}
