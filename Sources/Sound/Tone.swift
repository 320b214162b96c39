/// Sound that tells something without words. Officers hear the answers to their keys, who look at the
/// visitor and not at a screen (V24).
package enum Tone: String, CaseIterable, Sendable {
    /// A key of an order that is not complete yet.
    case heard
    /// The order was done.
    case accepted
    case nobody
    /// The counter has called just now (D7).
    case busy
    /// The order was not understood, or makes no sense now.
    case refused
    /// A visitor calls an officer (L3).
    case officer

    /// Meaning, for the technician who tries the sounds.
    package var meaning: String {
        switch self {
        case .heard: "a click: the key was heard, and the order goes on"
        case .accepted: "two short high tones: done"
        case .nobody: "two low tones: nobody waits"
        case .busy: "three short low tones: wait a moment, this counter has called just now"
        case .refused: "one low tone: not understood, or not possible now"
        case .officer: "a chime of three tones: a visitor calls an officer"
        }
    }

    /// One tone of several, and the silence behind it.
    struct Note: Sendable {
        var hertz: Double
        var length: Duration
        var gap: Duration
        /// Share of the level, 0 to 1.
        var strength = 1.0

        init(_ hertz: Double, _ milliseconds: Int, gap: Int = 0, strength: Double = 1) {
            self.hertz = hertz
            length = .milliseconds(milliseconds)
            self.gap = .milliseconds(gap)
            self.strength = strength
        }
    }

    /// High and low are far enough apart for anybody's ears: 1320 and 330 Hz.
    var notes: [Note] {
        switch self {
        case .heard: [Note(1_760, 25, strength: 0.5)]
        case .accepted: [Note(1_320, 70, gap: 50), Note(1_320, 70)]
        case .nobody: [Note(330, 200, gap: 100), Note(330, 200)]
        case .busy: [Note(330, 80, gap: 70), Note(330, 80, gap: 70), Note(330, 80)]
        case .refused: [Note(330, 350)]
        case .officer: [Note(1_047, 250), Note(784, 250), Note(659, 500)]
        }
    }

    /// Time from its begin to its end.
    package var length: Duration { notes.reduce(.zero) { $0 + $1.length + $1.gap } }
}

/// Samples of a tone: mono, 48 kHz, 16 bits.
package enum Samples {
    package static let rate = 48_000
    /// Peak at level 100, as a share of full scale: -6 dBFS.
    package static let loudest = 0.5
    /// Time in which a note comes and goes. A shorter one clicks.
    static let fade = Duration.milliseconds(4)

    /// Number of frames in a time.
    package static func count(_ time: Duration) -> Int {
        Int((time / .seconds(1) * Double(rate)).rounded())
    }

    /// Samples of a tone at a level from 0 to 100.
    package static func of(_ tone: Tone, level: Int) -> [Int16] {
        let peak = loudest * Double(min(max(level, 0), 100)) / 100 * Double(Int16.max)
        var samples: [Int16] = []
        samples.reserveCapacity(count(tone.length))
        for note in tone.notes {
            let count = count(note.length)
            let fade = Double(self.count(fade))
            for index in 0..<count {
                let edge = min(1, Double(min(index, count - 1 - index)) / fade)
                let angle = 2 * Double.pi * note.hertz * Double(index) / Double(rate)
                samples.append(Int16(peak * note.strength * edge * angle.sine))
            }
            samples += [Int16](repeating: 0, count: self.count(note.gap))
        }
        return samples
    }
}
