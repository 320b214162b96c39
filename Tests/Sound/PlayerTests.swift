import Foundation
import Kernel
import TestSupport
import Testing

@testable import Sound

/// Devices that are away, pulled, full or dead.
@Suite("V24 Sound devices that fail", .timeLimit(.minutes(5)))
struct PlayerTests {
    let sound = FakeSound()

    private func player(_ change: (inout SoundPlayer.Limits) -> Void = { _ in }) -> SoundPlayer {
        var limits = SoundPlayer.Limits()
        change(&limits)
        return SoundPlayer(device: "fake", level: 50, calls: sound.calls, limits: limits)
    }

    @Test("V24 without a device or a level there is no thread, no call and no fault")
    func none() async throws {
        let silent = SoundPlayer(device: nil, calls: sound.calls)
        #expect(!silent.play(.accepted))
        silent.probe()
        let mute = SoundPlayer(device: "fake", level: 0, calls: sound.calls)
        #expect(!mute.play(.accepted))
        await #expect(throws: SoundError.self) { try await mute.played(.accepted) }
        #expect(sound.now.opened == 0 && silent.fault == nil && mute.fault == nil)
    }

    @Test(
        "V24 a missing device is named in one sentence, tried again after a while, and works when it comes"
    )
    func missing() async throws {
        sound.set { $0.openError = ENOENT }
        let player = player { $0.retry = .milliseconds(200) }
        await #expect(throws: SoundError.self) { try await player.played(.accepted) }
        let sentence = try #require(player.fault).description
        #expect(sentence.contains("'fake' is not there") && sentence.contains("sound.device"))
        #expect(sentence.hasSuffix("."))
        // Keys don't try again and again.
        let opened = sound.now.opened
        #expect(!player.play(.heard) && sound.now.opened == opened)
        sound.set { $0.openError = nil }
        try await eventually("another try") { player.play(.accepted) }
        try await eventually("the tone") { sound.now.finished == 1 }
        try await eventually("no fault") { player.fault == nil }
        try await player.closed()
    }

    @Test("V24 a device that was pulled is opened anew, once for each tone")
    func pulled() async throws {
        let player = player()
        try await player.played(.heard)
        sound.set { $0.writesLeft = 0 }
        await #expect(throws: SoundError.self) { try await player.played(.accepted) }
        #expect(sound.now.opened == 2 && player.fault != nil)
        sound.set { $0.writesLeft = Int.max }
        try await player.played(.accepted)
        #expect(sound.now.opened == 3 && player.fault == nil)
        try await player.closed()
        #expect(sound.now.closed == 3)
    }

    @Test("V24 a device that takes nothing is given up after its limit, and the next tone plays")
    func full() async throws {
        sound.set { $0.isFull = true }
        let player = player {
            $0.silence = .milliseconds(50)
            $0.retry = .zero
        }
        await #expect(throws: SoundError(device: "fake", .silent)) {
            try await player.played(.heard)
        }
        sound.set { $0.isFull = false }
        try await player.played(.heard)
        #expect(player.fault == nil)
        try await player.closed()
    }

    @Test("V24 a device that never answers holds nobody up: its thread is given up, three at most")
    func stuck() async throws {
        sound.set { $0.isStuck = true }
        let player = player {
            $0.silence = .milliseconds(20)
            $0.retry = .zero
        }
        for round in 1...SoundPlayer.maximumLostThreads {
            #expect(player.play(.accepted))
            try await eventually("thread \(round) is in the call") { sound.now.opened == round }
            try await eventually("thread \(round) is given up") {
                player.look(at: Uptime.now())
                return player.fault == SoundError(device: "fake", .silent)
                    && player.lostThreads == round
            }
        }
        #expect(!player.play(.accepted), "a fourth thread")
        #expect(sound.now.opened == SoundPlayer.maximumLostThreads)
        // Those that come back close what they opened, and there is sound again.
        sound.set { $0.isStuck = false }
        try await eventually("threads are back") { player.lostThreads == 0 }
        #expect(sound.now.closed == sound.now.opened)
        try await player.played(.accepted)
        #expect(player.fault == nil)
        try await player.closed()
    }

    @Test("V24 whoever waits for a tone is told when its thread is given up")
    func waiting() async throws {
        sound.set { $0.isStuck = true }
        let player = player { $0.silence = .milliseconds(20) }
        let end = Task { try await player.played(.accepted) }
        try await eventually("the call") { sound.now.opened == 1 }
        try await eventually("given up") {
            player.look(at: Uptime.now())
            return player.lostThreads == 1
        }
        await #expect(throws: SoundError(device: "fake", .silent)) {
            try await end.value
        }
        sound.set { $0.isStuck = false }
        try await player.closed()
    }

    @Test("V24 eight tones wait at most, and late ones are not played")
    func queue() async throws {
        sound.set { $0.isStuck = true }
        let player = player()
        #expect(player.play(.heard))
        try await eventually("the call") { sound.now.opened == 1 }
        for _ in 0..<SoundPlayer.maximumWaiting { #expect(player.play(.heard)) }
        #expect(!player.play(.heard))
        sound.set { $0.isStuck = false }
        try await eventually("all are played") {
            sound.now.finished == SoundPlayer.maximumWaiting + 1
        }
        try await player.closed()
    }

    @Test("T47 V24 after some seconds without a tone the device is closed, and the thread sleeps")
    func idle() async throws {
        let player = player { $0.idle = .milliseconds(30) }
        try await player.played(.heard)
        try await eventually("closed") { sound.now.closed == 1 }
        try await player.played(.heard)
        #expect(sound.now.opened == 2)
        try await player.closed()
    }

    @Test("V24 a look whether the device is there plays nothing")
    func probe() async throws {
        sound.set { $0.openError = EBUSY }
        let player = player { $0.retry = .zero }
        player.probe()
        try await eventually("a fault") { player.fault != nil }
        #expect(player.fault?.description.contains("used by another program") == true)
        sound.set { $0.openError = nil }
        player.probe()
        try await eventually("no fault") { player.fault == nil }
        #expect(sound.now.samples == 0)
        try await player.closed()
    }

    @Test("V24 alsa-lib itself names a device that is not there, without a word on standard error")
    func alsa() async throws {
        let player = SoundPlayer(device: "loket-no-such-device")
        await #expect(throws: SoundError.self) { try await player.played(.heard) }
        #expect(
            player.fault?.description.contains("is not there") == true,
            "\(String(describing: player.fault))")
        try await player.closed()
    }
}
