import Foundation
import Kernel
import Synchronization

@testable import Sound

/// Sound device in a test's hands, used by the threads of a player.
final class FakeSound: Sendable {
    struct State {
        var opened = 0
        var closed = 0
        var samples = 0
        var finished = 0
        /// Code with which opening fails.
        var openError: Int32?
        /// Number of writes until the device is pulled.
        var writesLeft = Int.max
        /// Whether the device takes nothing.
        var isFull = false
        /// Whether opening does not return until this is false again.
        var isStuck = false
    }

    let state = Mutex(State())

    var now: State { state.withLock { $0 } }

    func set(_ body: @Sendable (inout State) -> Void) { state.withLock { body(&$0) } }

    var calls: SoundCalls {
        SoundCalls { [self] (device) throws(SoundError) in
            let code = state.withLock { state in
                state.opened += 1
                return state.openError
            }
            while state.withLock({ $0.isStuck }) { Uptime.pause(for: .milliseconds(2)) }
            if let code {
                throw SoundError(device: device, .failed(call: "snd_pcm_open", code: code))
            }
            return FakeOutput(self)
        }
    }
}

final class FakeOutput: SoundOutput {
    private let sound: FakeSound

    init(_ sound: FakeSound) { self.sound = sound }

    deinit { sound.state.withLock { $0.closed += 1 } }

    func write(_ samples: ArraySlice<Int16>) throws(SoundError) -> Int {
        let (isGone, isFull) = sound.state.withLock { state in
            state.writesLeft -= 1
            if state.writesLeft >= 0, !state.isFull { state.samples += samples.count }
            return (state.writesLeft < 0, state.isFull)
        }
        if isGone {
            throw SoundError(device: "fake", .failed(call: "snd_pcm_writei", code: ENODEV))
        }
        return isFull ? 0 : samples.count
    }

    func wait(_ limit: Duration) throws(SoundError) {
        Uptime.pause(for: min(limit, .milliseconds(2)))
    }
    func finish() throws(SoundError) { sound.state.withLock { $0.finished += 1 } }
}
