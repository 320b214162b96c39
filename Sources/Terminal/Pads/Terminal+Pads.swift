import Errands
import Face
import Foundation
import Hall
import Logging
import Settings
import Sound
import Synchronization
package import Touch

/// Keys of the counters' pads: from the loop's thread to the desk, and the tone that answers them (D6).
extension Terminal {
    /// Takes news of the pads on the loop's thread. Nothing waits here.
    nonisolated func take(_ news: PadNews) {
        switch news {
        case .heard: parts.sound.play(.heard)
        case .misunderstood: parts.sound.play(.refused)
        case .pressed, .chosen, .unchosen:
            if !inbox.pads.add(news) { parts.sound.play(.busy) }
        }
    }

    func followPads() async {
        for await item in inbox.pads.news {
            switch item {
            case .pressed(let press): parts.sound.play(await obey(press))
            case .chosen(let id, let pad, let name): await bind(pad, name, for: id)
            case .unchosen(let id): parts.pads.end(id, .timedOut)
            case .heard, .misunderstood: break
            }
        }
    }

    /// Does what a key orders, and returns the tone that says how it ended.
    func obey(_ press: PadPress) async -> Tone {
        let fields: Logger.Metadata = ["counter": "\(press.counter)"]
        do {
            let answer = try await control.hall.press(press, run: parts.pads.run)
            if answer == .tooLate {
                log.warning(
                    "keypad.late", metadata: fields.merging(["command": "\(press.command)"]) { $1 })
            }
            return Tone(answer)
        } catch {
            log.notice(
                "keypad.refused", metadata: fields.merging(["reason": "\(error)"]) { $1 })
            return .refused
        }
    }

    // MARK: Binding

    private func bind(_ pad: PadIdentity, _ name: String, for id: Int) async {
        let register = parts.pads
        guard let request = register.request, request.id == id, request.state == .listening else {
            return
        }
        func refuse(_ why: String) {
            register.end(id, .refused(pad, name: name, why))
            log.notice(
                "keypad.unbound", metadata: ["counter": "\(request.counter)", "reason": "\(why)"])
            parts.sound.play(.refused)
        }
        if let other = register.bindings.first(where: { $0.pad == pad }),
            other.counter != request.counter, !request.replaces
        {
            return refuse(
                "This keypad (\(pad)) is bound to counter \(other.counter): add --replace to give "
                    + "it to counter \(request.counter).")
        }
        let pads = await loop.query { core in core.pads.summaries }
        let binding = PadBinding(pad: pad, counter: request.counter, name: name)
        do throws(PadStore.Unwritable) {
            try await register.change { $0.bind(binding, among: pads) }
        } catch { return refuse("\(error)") }
        followBindings()
        register.end(id, .bound(pad, name: name))
        log.notice(
            "keypad.bound",
            metadata: [
                "counter": "\(request.counter)", "keypad": "\(pad)", "who": "\(request.who)",
            ])
        parts.sound.play(.accepted)
    }

    /// Tells the loop of the bindings.
    nonisolated func followBindings() {
        loop.post(.pads(parts.pads.bindings))
    }

    /// Keypads of the counters, for the face's plan.
    package nonisolated var padBindings: [PadBinding] { parts.pads.bindings }

    // MARK: Sound

    /// Whether a missing sound device is a fault: a keypad is bound, or the settings name one.
    func wantsSound() -> Bool {
        let device = bundle.settings.sound.device
        let isNamed = device != KioskSettings.SoundSettings.auto
        return device != nil && (isNamed || !parts.pads.bindings.isEmpty)
    }

    /// Gives up a sound device that does not answer, and names one that can't be heard.
    func lookAtSound(at uptime: Duration) {
        parts.sound.look(at: uptime)
        guard wantsSound() else {
            faults.end(.sound)
            return
        }
        let fault = parts.sound.fault
        faults.set(.sound, fault?.description)
        if parts.soundLooks.isDue(at: uptime, fault != nil) { parts.sound.probe() }
    }
}

/// Times of the looks whether a missing sound device has come.
final class SoundLooks: Sendable {
    /// Time between two looks at a device that is missing.
    static let interval = Duration.seconds(60)

    private let next = Mutex(Duration.zero)

    /// Whether a look is due: the first one at once, others while the device is missing.
    func isDue(at uptime: Duration, _ isMissing: Bool) -> Bool {
        next.withLock { next in
            guard next == .zero || isMissing && uptime >= next else { return false }
            next = uptime + Self.interval
            return true
        }
    }
}
