import Foundation
import TestSupport
import Testing

@testable import Sound

/// Tones as a device gets them.
@Suite("V24 Tones", .timeLimit(.minutes(5)))
struct ToneTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder("tones") }

    /// Checks that a tone begins at this sample, and returns where it ends.
    private func check(_ tone: Tone, in wav: WavFile, at start: Int, level: Int) -> Int {
        var place = start
        for note in tone.notes {
            let end = place + Samples.count(note.length)
            guard end <= wav.samples.count else {
                Issue.record("\(tone) is cut off")
                return end
            }
            let middle = wav.samples[place + 240..<end - 240]
            let peak = Samples.loudest * Double(level) / 100 * note.strength
            #expect(abs(WavFile.peak(middle) - peak) < 0.02, "\(tone)")
            let own = WavFile.strength(note.hertz, in: middle, rate: wav.rate)
            #expect(own > peak * 0.9, "\(tone) has \(own) of \(note.hertz) Hz")
            for other in [330.0, 784, 1_320, 1_760] where abs(other - note.hertz) > 100 {
                let strange = WavFile.strength(other, in: middle, rate: wav.rate)
                #expect(strange < peak * 0.3, "\(tone) has \(other) Hz")
            }
            let silence = wav.samples[end..<min(wav.samples.count, end + Samples.count(note.gap))]
            #expect(WavFile.peak(silence) == 0, "\(tone) has no gap")
            place = end + silence.count
        }
        return place
    }

    @Test("V24 each tone has its length, its frequencies and its level", arguments: Tone.allCases)
    func each(tone: Tone) async throws {
        let file = folder.file("tone.wav")
        let player = SoundPlayer(device: FileDevice.name(file), level: 60)
        try await player.played(tone)
        try await player.closed()
        let wav = try WavFile(file)
        #expect(wav.rate == 48_000)
        let end = check(tone, in: wav, at: 0, level: 60)
        // The device's last period is filled up with silence.
        #expect(WavFile.peak(wav.samples[end...]) == 0)
        #expect(wav.samples.count - end <= 48_000 / 10)
    }

    @Test(
        "V24 tones come one after the other, whole and in their order, however fast they are asked for"
    )
    func order() async throws {
        let file = folder.file("all.wav")
        let player = SoundPlayer(device: FileDevice.name(file), level: 100)
        let tones: [Tone] = [.heard, .heard, .accepted, .nobody, .refused]
        for tone in tones { #expect(player.play(tone)) }
        try await player.played(.busy)
        try await player.closed()
        let wav = try WavFile(file)
        var place = 0
        for tone in tones + [.busy] {
            // Silence that fills a period may lie between two.
            let gap = wav.samples[place...].prefix { $0 == 0 }.count
            #expect(gap <= 48_000 / 10, "before \(tone)")
            place = check(tone, in: wav, at: place + max(0, gap - 1), level: 100)
        }
    }

    @Test("V24 what the tones of an answer have in common, and what tells them apart")
    func meanings() {
        #expect(Tone.nobody.notes.count == 2 && Tone.refused.notes.count == 1)
        #expect(Tone.busy.notes.count == 3 && Tone.accepted.notes.count == 2)
        let low = [Tone.nobody, .refused, .busy].flatMap(\.notes).map(\.hertz)
        let high = [Tone.accepted, .heard].flatMap(\.notes).map(\.hertz)
        #expect(low.allSatisfy { $0 < 400 } && high.allSatisfy { $0 > 1_200 })
        #expect(Tone.accepted.length < .milliseconds(250))
        #expect(Set(Tone.allCases.map(\.meaning)).count == Tone.allCases.count)
        #expect(Samples.of(.officer, level: 0).allSatisfy { $0 == 0 })
    }
}

extension SoundPlayer {
    /// Ends the thread and waits until the device is closed.
    func closed() async throws {
        stop()
        try await eventually("the thread of the sound ends") { self.hasEnded }
    }
}
