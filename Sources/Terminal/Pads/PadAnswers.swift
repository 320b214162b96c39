package import Hall
package import Sound
package import Touch

/// Way of a pad's press without the actor, so that a simulated terminal takes the same one.
extension OfficerKey {
    package init(_ command: PadCommand) {
        switch command {
        case .next: self = .next
        case .again: self = .again
        case .absent: self = .absent
        case .aside: self = .aside
        case .passOn(let number): self = .passOn(number: number)
        case .pauseOrOpen: self = .pauseOrOpen
        }
    }
}

extension PadPress {
    /// Identity of the press. `run` is a name that no other run of the daemon has.
    package func identity(run: String) -> String { "keypad-\(run)-\(number)" }

    /// Name under which the press is on record.
    package var who: String { "keypad \(counter)" }
}

extension Tone {
    /// Tone by which an officer hears the answer to a key (V24).
    package init(_ answer: KeyAnswer) {
        switch answer {
        case .done: self = .accepted
        case .nobody: self = .nobody
        case .tooSoon: self = .busy
        case .tooLate: self = .refused
        }
    }
}
