import Desk
import Errands
import Foundation
import Office
import Settings
import Sound
import Terminal
import TestSupport
import Touch

/// Keypads at the counters: keys through the board of the daemon to presses, and the tones that answer
/// them (D6, V20-V24).
extension Simulation {
    /// Ports of the machine. Each pad begins at one of its own.
    private static let ports = 1...12

    /// Puts a keypad onto the counters that have one, and binds it, as a technician does.
    func installPads() throws {
        let counters = plan.bundle.settings.calling.counters
        for (index, counter) in counters.enumerated() where index < plan.padCount {
            let digits = Keypad.Digits.allCases.randomElement(using: &padRandom) ?? .plain
            let pad = Keypad(
                digits: digits, isRadio: Int.random(in: 0..<3, using: &padRandom) == 0,
                port: index + 1)
            officers[index] = PadOfficer(
                counter: counter.id,
                others: counters.filter { $0.id != counter.id }.map(\.number), pad: pad)
            bindings.append(
                PadBinding(
                    pad: PadIdentity(pad.devices[0]), counter: counter.id, name: "Keypad"))
        }
        try padStore.save(bindings)
    }

    var padStore: PadStore { PadStore(folder: disk.folder) }

    /// Board of a daemon that starts: its bindings come from the file, its pads from the ports.
    func startedBoard() -> PadBoard {
        let kept = PadRegister(store: padStore).bindings
        if kept != bindings {
            report("D6 \(kept.count) bindings of keypads are there, \(bindings.count) were kept")
        }
        var board = PadBoard(bindings: kept)
        for number in officers.keys.sorted() {
            guard let officer = officers[number] else { continue }
            attach(officer.pad, to: &board)
        }
        return board
    }

    private func attach(_ pad: Keypad, to board: inout PadBoard) {
        for (node, device) in pad.devices.enumerated() {
            board.attach(device)
            _ = board.take(
                PadEvent(
                    device: device, kind: .state(held: pad.held(on: node)),
                    uptime: clock.moment.uptime))
        }
    }

    // MARK: Hands

    /// Lets an officer with a keypad do the next thing.
    func hand(_ number: Int) {
        guard var officer = officers[number] else { return }
        defer { officers[number] = officer }
        // An order that is under way at closing time is still heard.
        let isOver = clock.secondOfDay > 15.92 * 3_600
        if isOver {
            officer.rest()
            return
        }
        noteUnheard(officer)
        let pause: ClosedRange<Double>
        switch officer.next(isLast: clock.secondOfDay > 15.88 * 3_600, &padRandom) {
        case .wait(let seconds): pause = seconds
        case .type(let command, let mishap):
            officer.expected = mishap == .collision ? [] : [command]
            type(Keypad.keys(of: command), mishap, number, &officer)
            pause = 1.7...3
        case .leave:
            officer.expected = []
            type("/", .none, number, &officer)
            pause = 11...30
        case .callHelp:
            pause = bind(number, &officer) ? 1.7...3 : 20...90
        }
        let seconds = Double.random(in: pause, using: &padRandom)
        agenda.add(.hand(number), at: clock.elapsed + .milliseconds(Int64(seconds * 1_000)))
    }

    private func type(
        _ keys: String, _ mishap: Keypad.Mishap, _ number: Int, _ officer: inout PadOfficer
    ) {
        officer.typing += 1
        officer.isSwallowed = false
        officer.typedIn = daemon?.life
        hallCounts.typings += 1
        for (time, stroke) in officer.pad.strokes(keys, mishap, &padRandom) {
            agenda.add(
                .key(number, stroke, typing: officer.typing),
                at: clock.elapsed + .milliseconds(Int64(time)))
        }
    }

    /// Takes a stroke from a pad, as the loop does.
    func key(_ number: Int, _ stroke: PadStroke, typing: Int) {
        guard let pad = officers[number]?.pad else { return }
        // A hand that hears no click begins anew; keys that are down go up all the same.
        if stroke.isPressed, officers[number]?.typing != typing { return }
        let isSent = officers[number]?.pad.sends(stroke, at: clock.elapsed) == true
        guard isSent, pad.port != nil, let daemon else {
            if !isSent { officers[number]?.isSwallowed = true }
            let isSingle = officers[number]?.wish.map(Keypad.keys)?.count == 1
            if stroke.isPressed, !isSingle || officers[number]?.expected.isEmpty == true {
                officers[number]?.typing += 1
            }
            return
        }
        let devices = pad.devices
        guard devices.indices.contains(stroke.node) else { return }
        let event = PadEvent(
            device: devices[stroke.node],
            kind: .key(stroke.code, isPressed: stroke.isPressed, isRepeat: stroke.isRepeat),
            uptime: clock.moment.uptime)
        take(daemon.board.take(event), from: number)
        planPads()
    }

    /// Lets the board tell what it has waited with.
    func tickPads() {
        guard let daemon else { return }
        take(daemon.board.tick(clock.moment.uptime), from: nil)
        planPads()
    }

    private func planPads() {
        guard let daemon, let deadline = daemon.board.deadline else { return }
        let time = max(clock.time(ofUptime: deadline), clock.elapsed)
        guard daemon.padsAt != time else { return }
        daemon.padsAt = time
        agenda.add(.pads(daemon.life), at: time)
    }

    private func take(_ news: [PadNews], from number: Int?) {
        for item in news {
            switch item {
            case .heard, .unchosen: break
            case .misunderstood:
                if let number { officers[number]?.tone = .refused }
            case .pressed(let press): take(press)
            case .chosen(_, let pad, let name): choose(pad, name)
            }
        }
    }

    private func take(_ press: PadPress) {
        guard let daemon, let number = officer(at: press.counter) else { return }
        guard let place = officers[number]?.expected.firstIndex(of: press.command) else {
            return report(
                "D6 counter \(press.counter) orders \(press.command), and nobody typed it")
        }
        officers[number]?.expected.remove(at: place)
        hallCounts.presses += 1
        if daemon.desk.owed.owesRecovery {
            officers[number]?.tone = .refused
            return
        }
        let waiting = daemon.waiting.count { if case .staff(.key) = $0 { true } else { false } }
        if waiting >= PadQueue.maximumWaiting {
            officers[number]?.tone = .busy
            return
        }
        var press = press
        if hidesAge { press.uptime += .seconds(3_600) }
        post(.staff(.key(press, at: clock.elapsed)))
    }

    private func officer(at counter: Counter.ID) -> Int? {
        officers.first { $0.value.counter == counter }?.key
    }

    /// Lets an officer hear the answer to a press, and see whether the visitor comes who was called.
    func hear(_ tone: Tone, at counter: Counter.ID, called id: TicketID?) {
        guard let number = officer(at: counter) else { return }
        officers[number]?.tone = tone
        if let id { officers[number]?.isVisitorAway = isAway(id) }
    }

    /// Whether the visitor of a ticket has gone out and comes to no call.
    private func isAway(_ id: TicketID) -> Bool {
        var random = SeededRandom(seed: seed &+ UInt64(bitPattern: id.sequence))
        return Int.random(in: 0..<14, using: &random) == 0
    }

    /// Counts an order that no tone answered, by its cause.
    private func noteUnheard(_ officer: PadOfficer) {
        guard officer.hearsNothing else { return }
        let isDark = officer.typedIn == nil || officer.typedIn != daemon?.life
        if isDark {
            hallCounts.lostPresses += 1
        } else if officer.isSwallowed {
            hallCounts.swallowed += 1
        } else if !isBound(officer) {
            hallCounts.unbound += 1
        } else {
            hallCounts.slowTones += 1
        }
    }

    // MARK: Ports

    private func isBound(_ officer: PadOfficer) -> Bool {
        guard let device = officer.pad.devices.first else { return false }
        return bindings.contains {
            $0.pad == PadIdentity(device) && $0.counter == officer.counter
        }
    }

    /// Pulls a pad out. It comes back at the same port or at another one.
    func pullPad() {
        guard let number = officers.keys.sorted().randomElement(using: &padRandom),
            var pad = officers[number]?.pad, let port = pad.port
        else { return }
        hallCounts.pulled += 1
        note("the keypad of counter \(officers[number]?.counter ?? "-") is pulled out")
        for device in pad.devices { daemon?.board.detach(device) }
        pad.port = nil
        pad.down = []
        officers[number]?.pad = pad
        let taken = officers.values.compactMap(\.pad.port) + [port]
        let free = Self.ports.filter { !taken.contains($0) }
        let isSame = Int.random(in: 0..<3, using: &padRandom) == 0
        let next = isSame ? port : free.randomElement(using: &padRandom) ?? port
        agenda.add(.plug(number, port: next), at: soon(2...40))
    }

    func plugPad(_ number: Int, _ port: Int) {
        guard officers[number]?.pad.port == nil,
            !officers.values.contains(where: { $0.pad.port == port })
        else {
            let next = port % Self.ports.count + 1
            return agenda.add(.plug(number, port: next), at: soon(1...5))
        }
        officers[number]?.pad.port = port
        if let pad = officers[number]?.pad, let daemon { attach(pad, to: &daemon.board) }
    }

    /// Waits for a key on the pad that was plugged in elsewhere. Returns whether one comes.
    private func bind(_ number: Int, _ officer: inout PadOfficer) -> Bool {
        guard let daemon, !isBound(officer), officer.pad.port != nil else { return false }
        listening = officer.counter
        _ = daemon.board.listen(id: 1, at: clock.moment.uptime)
        officer.expected = []
        type("e", .none, number, &officer)
        return true
    }

    private func choose(_ pad: PadIdentity, _ name: String) {
        guard let daemon, let counter = listening, let number = officer(at: counter) else { return }
        listening = nil
        if let other = bindings.first(where: { $0.pad == pad }), other.counter != counter {
            officers[number]?.tone = .refused
            return
        }
        var next = bindings
        next.bind(
            PadBinding(pad: pad, counter: counter, name: name), among: daemon.board.summaries)
        // A cut in the middle leaves the old file or the new one.
        let isCut = plan.trouble > 0 && Int.random(in: 0..<12, using: &padRandom) == 0
        if !isCut || Bool.random(using: &padRandom) {
            do { try padStore.save(next) } catch { return report("D6 \(error)") }
            bindings = next
        }
        if isCut { return losePower() }
        daemon.board.bindings = next
        hallCounts.bound += 1
        note("the keypad at port \(pad.port) is bound to counter \(counter)")
        officers[number]?.tone = .accepted
    }
}
