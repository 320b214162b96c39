import CALSA
import Foundation
import Kernel

/// Error of a sound device, with ALSA's own code and words.
package struct SoundError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Cause: Hashable, Sendable {
        /// Call of alsa-lib that failed, with its negative errno made positive.
        case failed(call: String, code: Int32)
        /// The device takes nothing, or a call does not return.
        case silent
    }

    package var device: String
    package var cause: Cause

    package init(device: String, _ cause: Cause) {
        (self.device, self.cause) = (device, cause)
    }

    package var description: String {
        let what =
            switch cause {
            case .failed(_, ENOENT), .failed(_, ENODEV), .failed(_, ENXIO): "is not there"
            case .failed(_, EBUSY): "is used by another program"
            case .failed(let call, let code):
                "failed (\(call): \(String(cString: snd_strerror(-code))))"
            case .silent: "does not answer"
            }
        return "The sound device '\(device)' \(what), so keys and calls for an officer are not "
            + "heard: plug it in, name another as sound.device in kiosk.yaml (aplay -L lists "
            + "them), or set it to null; then try loket sound test."
    }
}

/// Sound device that is open for playing.
package protocol SoundOutput: AnyObject {
    /// Gives samples to the device and returns how many it took; 0: none for now.
    func write(_ samples: ArraySlice<Int16>) throws(SoundError) -> Int
    /// Waits until the device takes samples, at most this long.
    func wait(_ limit: Duration) throws(SoundError)
    /// Lets the device play to the end what it has. Returns at once.
    func finish() throws(SoundError)
}

/// Calls that open a device. A test can replace them or let them fail.
package struct SoundCalls: Sendable {
    package var open: @Sendable (_ device: String) throws(SoundError) -> any SoundOutput

    package init(
        open: @escaping @Sendable (_ device: String) throws(SoundError) -> any SoundOutput
    ) {
        self.open = open
    }

    /// Devices of alsa-lib.
    package static let alsa = SoundCalls { (device) throws(SoundError) in
        try AlsaOutput(device: device)
    }
}

/// PCM of alsa-lib, open without blocking: no write waits for a device that takes nothing.
final class AlsaOutput: SoundOutput {
    /// Sound that the device holds at most. A short one answers a key at once.
    static let latencyMicroseconds: UInt32 = 100_000

    private let device: String
    private let pcm: OpaquePointer

    init(device: String) throws(SoundError) {
        loket_alsa_silence()
        var opened: OpaquePointer?
        let code = snd_pcm_open(&opened, device, SND_PCM_STREAM_PLAYBACK, SND_PCM_NONBLOCK)
        guard code == 0, let opened else {
            throw SoundError(device: device, .failed(call: "snd_pcm_open", code: -code))
        }
        self.device = device
        pcm = opened
        try check(
            "snd_pcm_set_params",
            snd_pcm_set_params(
                pcm, SND_PCM_FORMAT_S16_LE, SND_PCM_ACCESS_RW_INTERLEAVED, 1,
                UInt32(Samples.rate), 1, Self.latencyMicroseconds))
    }

    deinit {
        snd_pcm_drop(pcm)
        snd_pcm_close(pcm)
    }

    func write(_ samples: ArraySlice<Int16>) throws(SoundError) -> Int {
        guard try prepare() else { return 0 }
        let count = samples.withUnsafeBufferPointer {
            snd_pcm_writei(pcm, $0.baseAddress, snd_pcm_uframes_t($0.count))
        }
        if count >= 0 { return count }
        if count == -Int(EAGAIN) { return 0 }
        // The device ran empty between two tones, or was asleep.
        try check("snd_pcm_writei", snd_pcm_recover(pcm, Int32(count), 1))
        return 0
    }

    func wait(_ limit: Duration) throws(SoundError) {
        if snd_pcm_state(pcm) == SND_PCM_STATE_DRAINING {
            return Uptime.pause(for: min(limit, .milliseconds(5)))
        }
        let result = snd_pcm_wait(pcm, Int32(limit / .milliseconds(1)))
        if result < 0 { try check("snd_pcm_wait", snd_pcm_recover(pcm, result, 1)) }
    }

    func finish() throws(SoundError) {
        // A tone may be shorter than what the device waits for before it begins.
        if snd_pcm_state(pcm) == SND_PCM_STATE_PREPARED {
            try check("snd_pcm_start", snd_pcm_start(pcm))
        }
        let code = snd_pcm_drain(pcm)
        if code != -EAGAIN { try check("snd_pcm_drain", code) }
    }

    /// Makes a device that has played to its end take samples again. Returns false while it still
    /// plays the tone before.
    private func prepare() throws(SoundError) -> Bool {
        switch snd_pcm_state(pcm) {
        case SND_PCM_STATE_PREPARED, SND_PCM_STATE_RUNNING: return true
        case SND_PCM_STATE_DRAINING: return false
        case SND_PCM_STATE_DISCONNECTED:
            throw SoundError(device: device, .failed(call: "snd_pcm_state", code: ENODEV))
        default:
            try check("snd_pcm_prepare", snd_pcm_prepare(pcm))
            return true
        }
    }

    private func check(_ call: String, _ result: Int32) throws(SoundError) {
        if result < 0 { throw SoundError(device: device, .failed(call: call, code: -result)) }
    }
}

extension Double {
    /// Sine of an angle in radians.
    var sine: Double { Foundation.sin(self) }
}
