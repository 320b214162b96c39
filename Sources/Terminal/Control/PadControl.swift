import Desk
import Errands
import Face
import Foundation
import Logging
import Office
import Records
import Settings
package import Slips
import Sound
import Touch
package import Wire

/// Questions and orders about the counters' keypads and their tones.
package struct PadControl: Sendable {
    let control: Control

    private var terminal: Terminal { control.terminal }
    private var register: PadRegister { terminal.parts.pads }

    /// Pads that are there or bound.
    package func list() async throws -> [Wire.Keypad] {
        try requireFile()
        let now = control.now()
        return await terminal.loop.query { $0.pads.summaries }.map { summary in
            Wire.Keypad(
                port: summary.pad.port, vendorProduct: summary.pad.vendorProduct,
                name: summary.name, counter: summary.counter, isPresent: summary.isPresent,
                lastKey: summary.lastKey,
                lastKeyAt: summary.lastUptime.map { uptime in
                    now.wall.addingTimeInterval((uptime - now.uptime) / .seconds(1))
                        .ISO8601Format()
                }, elsewhere: summary.elsewhere.map(\.port))
        }
    }

    /// Begins to wait for a key on the pad that a counter gets, and returns at once.
    package func bind(_ wish: Wire.KeypadBindRequest, by caller: Caller) async throws
        -> Wire.KeypadBinding
    {
        _ = try await requireCounter(wish.counter)
        try requireFile()
        let uptime = control.now().uptime
        let register = register
        let request = await terminal.loop.query { core -> PadRegister.Request? in
            guard core.pads.readsDevices else { return nil }
            let request = register.begin(
                counter: wish.counter, replaces: wish.replace ?? false, who: caller.who)
            core.pads.listen(id: request.id, at: uptime)
            return request
        }
        guard let request else {
            throw Refusal.conflict(
                "This terminal reads no devices, since its display is in memory: bind keypads at a "
                    + "terminal with glass.")
        }
        return Self.wire(request)
    }

    /// The binding that is under way, or the last one.
    package func binding() throws -> Wire.KeypadBinding {
        guard let request = register.request else {
            throw Refusal.notFound(
                "No keypad was bound since the daemon started: use loket keypad bind.")
        }
        return Self.wire(request)
    }

    /// Takes the pads of a counter from it, or the one at a port. The counter need not be in the
    /// settings any more.
    package func unbind(_ wish: Wire.KeypadUnbindRequest, by caller: Caller) async throws
        -> [Wire.Keypad]
    {
        try requireFile()
        @Sendable func fits(_ binding: PadBinding) -> Bool {
            binding.counter == wish.counter && wish.port.map { $0 == binding.pad.port } ?? true
        }
        let gone = register.bindings.filter(fits)
        if gone.isEmpty {
            throw Refusal.notFound(
                "Counter \(wish.counter) has no "
                    + (wish.port.map { "keypad at \($0)" } ?? "keypad")
                    + ": see loket keypad list.")
        }
        do throws(PadStore.Unwritable) {
            try await register.change { $0.removeAll(where: fits) }
        } catch {
            throw Refusal.unavailable("\(error)")
        }
        terminal.followBindings()
        for one in gone {
            terminal.log.notice(
                "keypad.taken",
                metadata: [
                    "counter": "\(one.counter)", "keypad": "\(one.pad)", "who": "\(caller)",
                ])
        }
        return try await list()
    }

    // MARK: Chart

    /// Chart as a picture, PNG, as a printer of this profile would lay it out.
    package func chart(_ wish: Wire.ChartWish) async throws -> [UInt8] {
        let slip = try await slip(counter: wish.counter, language: wish.language)
        let bundle = await terminal.bundle
        let profile = try bundle.printerProfile(wish.profile)
        return try await PrintRoom(profile: profile, folder: NSTemporaryDirectory()).preview(slip)
    }

    /// Prints a chart and waits for its end.
    package func printChart(_ wish: Wire.ChartRequest) async throws -> PrintEnd {
        let slip = try await slip(counter: wish.counter, language: wish.language)
        try control.requirePrinter()
        try await control.requireRecovery()
        return try await terminal.printed { desk, records, moment in
            try desk.print(.chart, slip, in: records, at: moment)
        }
    }

    private func slip(counter: String?, language: String?) async throws -> Slip {
        let bundle = await terminal.bundle
        let known = bundle.phrases.languages
        let language = language.map(Language.init(rawValue:)) ?? bundle.phrases.defaultLanguage
        guard known.contains(language) else {
            let words = known.map(\.rawValue).joined(separator: ", ")
            throw Refusal.notFound(
                "'\(language.rawValue)' is not set up; there are: \(words).")
        }
        var sign: String?
        if let counter {
            let found = try await requireCounter(counter)
            sign = "\(found.place[language]) \(found.number)"
        }
        return bundle.slipWriter.keypadChart(sign: sign, language)
    }

    // MARK: Sound

    package func sound() async -> Wire.Sound {
        let player = terminal.parts.sound
        let isOn = player.device != nil && player.level > 0
        return Wire.Sound(
            device: player.device, level: player.level,
            problem: isOn ? player.fault?.description : Self.soundIsOff,
            tones: Tone.allCases.map { Wire.SoundTone(tone: $0.rawValue, meaning: $0.meaning) })
    }

    /// Plays a tone and waits for its end.
    package func playTone(_ wish: Wire.SoundTestRequest) async throws -> Wire.SoundTone {
        guard let tone = Tone(rawValue: wish.tone) else {
            let words = Tone.allCases.map(\.rawValue).joined(separator: ", ")
            throw Refusal.invalid("tone", "'\(wish.tone)' is no tone; there are: \(words).")
        }
        let player = terminal.parts.sound
        guard player.device != nil, player.level > 0 else {
            throw Refusal.conflict(Self.soundIsOff)
        }
        do throws(SoundError) { try await player.played(tone) } catch {
            throw Refusal.conflict("\(error)")
        }
        return Wire.SoundTone(tone: tone.rawValue, meaning: tone.meaning)
    }

    private static let soundIsOff =
        "Sound is off: set sound.device and sound.level in kiosk.yaml (loket config explain sound)."

    // MARK: Helpers

    private func requireCounter(_ id: String) async throws -> Counter {
        try await control.hall.requireCounter(id)
    }

    /// Sentences about keypads that do nothing, for the status.
    func sentences(_ summaries: [PadSummary], _ counters: [Counter]) -> [String] {
        if let problem = register.problem { return ["\(problem)"] }
        return summaries.compactMap { summary in
            guard let counter = summary.counter else { return nil }
            guard counters.contains(where: { $0.id == counter }) else {
                return "A keypad (\(summary.pad)) is bound to counter \(counter), which kiosk.yaml "
                    + "does not have: run loket keypad unbind \(counter), or bind it to another."
            }
            if summary.isPresent { return nil }
            let ports = summary.elsewhere.map(\.port).joined(separator: ", ")
            return summary.elsewhere.isEmpty
                ? "The keypad of counter \(counter) (\(summary.pad)) is not there: plug it in, or "
                    + "run loket keypad unbind \(counter)."
                : "The keypad of counter \(counter) (\(summary.pad)) is not there, but one of its "
                    + "model is at \(ports): plug it back, or run loket keypad bind \(counter) and "
                    + "press Enter on it."
        }
    }

    private func requireFile() throws {
        if let problem = register.problem { throw Refusal.unavailable("\(problem)") }
    }

    private static func wire(_ request: PadRegister.Request) -> Wire.KeypadBinding {
        var answer = Wire.KeypadBinding(
            id: request.id, counter: request.counter, state: .listening)
        func name(_ pad: PadIdentity, _ name: String) {
            (answer.name, answer.vendorProduct) = (name, pad.vendorProduct)
            answer.port = pad.port
        }
        switch request.state {
        case .listening: break
        case .timedOut:
            answer.state = .timedOut
            answer.problem =
                "No key was pressed on a keypad within a minute: see that it is plugged in (loket "
                + "touch list), and that no keyboards of kiosk.yaml name it."
        case .bound(let pad, let text):
            answer.state = .bound
            name(pad, text)
        case .refused(let pad, let text, let why):
            (answer.state, answer.problem) = (.refused, why)
            name(pad, text)
        }
        return answer
    }
}

extension Control {
    /// Keypads of the counters, and their tones.
    package var pads: PadControl { PadControl(control: self) }
}
