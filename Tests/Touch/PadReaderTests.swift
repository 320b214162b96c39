import TestSupport
import Testing
import Touch

@Suite("D6 Keys of a counter's pad", .timeLimit(.minutes(5)))
struct PadReaderTests {
    @Test("V23 each order of the chart, key by key")
    func chart() {
        #expect(PadHand.read("e") == ["next"])
        #expect(PadHand.read("+") == ["again"])
        #expect(PadHand.read("-") == ["absent"])
        #expect(PadHand.read("*") == ["aside"])
        #expect(PadHand.read("/12e") == ["heard", "heard", "heard", "pass on 12"])
        #expect(PadHand.read("/05e").last == "pass on 5")
        #expect(PadHand.read("0e") == ["heard", "pauseOrOpen"])
        #expect(PadHand.read("/5.e") == ["heard", "heard", "cancelled", "next"])
        // Two keys of 00 are two zeros, and no order.
        #expect(PadHand.read("00e") == ["heard", "heard", "misunderstood"])
    }

    @Test(
        "V23 keys that spell no order are none, and the next key begins anew",
        arguments: ["5e", "/e", "/0e", "/123e", "/5+", "5-", "0*", "/./", "12345e"])
    func nonsense(keys: String) {
        let readings = PadHand.read(keys + ".e")
        #expect(readings.last == "next", "\(readings)")
        #expect(!readings.dropLast().contains { $0.hasPrefix("pass") || $0 == "next" })
    }

    @Test("V20 a digit is KPn, n or its navigation key, and Num Lock is nothing")
    func digits() {
        let rows: [[UInt16]] = [
            [82, 79, 80, 81, 75, 76, 77, 71, 72, 73], [11, 2, 3, 4, 5, 6, 7, 8, 9, 10],
            [110, 107, 108, 109, 105, 355, 106, 102, 103, 104],
        ]
        for codes in rows {
            #expect(codes.map { PadKey(code: $0) } == (0...9).map { .digit($0) })
        }
        for (cap, code) in PadHand.codes where cap != "n" && cap != "e" {
            #expect(PadKey(code: code)?.cap == String(cap))
        }
        #expect(PadHand.read("n/n1nn2nen") == PadHand.read("/12e"))
        #expect(PadKey(code: PadKey.numLock) == nil)
    }

    @Test("V21 the same command within 400 ms is one press, later it is another")
    func sameTwice() {
        #expect(PadHand.read("++", gap: 399) == ["again"])
        #expect(PadHand.read("++", gap: 400) == ["again", "again"])
        #expect(PadHand.read("ee", gap: 50) == ["next"])
        // Each digit counts, however fast.
        #expect(PadHand.read("/11", gap: 21).count(where: { $0 == "heard" }) == 3)
    }

    @Test("V21 two different commands within 150 ms are none, with one low tone for the whole hand")
    func hand() {
        #expect(PadHand.read("+-", gap: 149) == ["misunderstood"])
        #expect(PadHand.read("+-", gap: 150) == ["again", "absent"])
        #expect(PadHand.read("+-*e", gap: 100) == ["misunderstood"])
        // What was half typed under the hand is gone as well.
        var reader = PadReader()
        var readings: [PadReading] = []
        let keys: [(Character, Int)] = [("/", 0), ("5", 300), ("+", 600), ("e", 700), ("e", 1_200)]
        for (key, time) in keys {
            for event in PadHand.tap(key, at: .milliseconds(time)) {
                readings += reader.read(event)
            }
        }
        readings += reader.tick(.seconds(2))
        #expect(readings.map(\.text) == ["heard", "heard", "misunderstood", "next"])
    }

    @Test(
        "V21 a command is told 150 ms after its key, at the time of its key, and the loop is told when"
    )
    func waits() {
        var reader = PadReader()
        #expect(reader.deadline == nil)
        for event in PadHand.tap("e", at: .seconds(5)) { #expect(reader.read(event) == []) }
        #expect(reader.deadline == .milliseconds(5_150))
        #expect(reader.tick(.milliseconds(5_149)) == [])
        #expect(reader.tick(.milliseconds(5_150)) == [.command(.next, pressedAt: .seconds(5))])
        #expect(reader.deadline == nil)
    }

    @Test(
        "V23 an order that is left half-way ends after 10 s with a low tone, and Enter calls then")
    func halfTyped() {
        var reader = PadReader()
        for event in PadHand.tap("0", at: .zero) { _ = reader.read(event) }
        #expect(reader.deadline == .seconds(10))
        #expect(reader.tick(.milliseconds(9_999)) == [])
        #expect(reader.tick(.seconds(10)) == [.misunderstood])
        #expect(reader.deadline == nil)
        // A loop that comes late takes the key behind the end for a new beginning, too.
        var late = PadReader()
        for event in PadHand.tap("0", at: .zero) { _ = late.read(event) }
        var readings: [PadReading] = []
        for event in PadHand.tap("e", at: .seconds(11)) { readings += late.read(event) }
        readings += late.tick(.seconds(12))
        #expect(readings.map(\.text) == ["misunderstood", "next"])
    }

    @Test("V21 repeats of a held key are nothing")
    func repeats() {
        var reader = PadReader()
        let device = PadHand.device()
        func key(_ isPressed: Bool, _ isRepeat: Bool, _ time: Int) -> PadEvent {
            PadEvent(
                device: device, kind: .key(78, isPressed: isPressed, isRepeat: isRepeat),
                uptime: .milliseconds(time))
        }
        var readings = reader.read(key(true, false, 0))
        for time in 1..<200 { readings += reader.read(key(true, true, time * 30)) }
        readings += reader.read(key(false, false, 6_000)) + reader.tick(.seconds(9))
        #expect(readings.map(\.text) == ["again"])
    }

    @Test(
        "V21 a key that was down when the pad was plugged in counts for nothing, nor does any until all are up"
    )
    func heldFromTheStart() {
        var reader = PadReader()
        let (device, other) = (PadHand.device(), PadHand.device("Keypad Control"))
        _ = reader.read(PadEvent(device: device, kind: .state(held: [96, 69]), uptime: .zero))
        #expect(!reader.isClean)
        for event in PadHand.tap("+", at: .seconds(1), on: other) {
            #expect(reader.read(event) == [])
        }
        #expect(reader.tick(.seconds(2)) == [])
        _ = reader.read(
            PadEvent(
                device: device, kind: .key(96, isPressed: false, isRepeat: false),
                uptime: .seconds(3)))
        #expect(reader.isClean)
        for event in PadHand.tap("+", at: .seconds(4), on: other) { _ = reader.read(event) }
        #expect(reader.tick(.seconds(5)).map(\.text) == ["again"])
    }

    // MARK: Against a slow reference

    /// Readings by several passes over all presses at once.
    private static func reference(_ presses: [(key: Character, time: Int)], end: Int) -> [String] {
        func isDigit(_ key: Character) -> Bool { key.isNumber }
        var kept: [(key: Character, time: Int)] = []
        for press in presses {
            let before = kept.last { $0.key == press.key }
            if !isDigit(press.key), let before, press.time - before.time < 400 { continue }
            kept.append(press)
        }
        // Chains of commands that are too close: the second one gives the tone.
        let commands = kept.indices.filter { !isDigit(kept[$0].key) }
        var steps: [(what: String, time: Int)] = []
        var isChained = [Bool](repeating: false, count: kept.count)
        var tones: [Int] = []
        for (first, second) in zip(commands, commands.dropFirst())
        where kept[second].time - kept[first].time < 150 {
            if !isChained[first] { tones.append(second) }
            isChained[first] = true
            isChained[second] = true
            // Digits between the first two are under the hand as well.
            if tones.last == second {
                for index in first..<second { isChained[index] = true }
            }
        }
        for index in kept.indices {
            // What was half typed ended before the hand came, or with it.
            if tones.contains(index) {
                let first = commands.last { $0 < index } ?? index
                steps.append(("hand", kept[first].time))
            }
            if !isChained[index] { steps.append((String(kept[index].key), kept[index].time)) }
        }
        var told: [String] = []
        var typed = ""
        var since = 0
        for step in steps + [("end", end)] {
            if !typed.isEmpty, step.time - since >= 10_000 {
                told.append("misunderstood")
                typed = ""
            }
            switch step.what {
            case "end": break
            case "hand":
                told.append("misunderstood")
                typed = ""
            case "e":
                if typed.isEmpty {
                    told.append("next")
                } else if typed == "0" {
                    told.append("pauseOrOpen")
                } else if typed.first == "/", (2...3).contains(typed.count),
                    let number = Int(typed.dropFirst()), number > 0
                {
                    told.append("pass on \(number)")
                } else {
                    told.append("misunderstood")
                }
                typed = ""
            case "+", "-", "*":
                let words = ["+": "again", "-": "absent", "*": "aside"]
                told.append(typed.isEmpty ? words[step.what] ?? "" : "misunderstood")
                typed = ""
            case ".":
                told.append("cancelled")
                typed = ""
            case "/":
                told.append("heard")
                (typed, since) = ("/", step.time)
            default:
                told.append("heard")
                typed += step.what
                since = step.time
            }
        }
        return told
    }

    @Test("V20 V21 V23 random keys at random times are what a slow reference says")
    func random() {
        var random = SeededRandom()
        var kinds: Set<String> = []
        for round in 0..<3_000 {
            var time = 1_000
            var presses: [(key: Character, time: Int)] = []
            for _ in 0..<Int.random(in: 1...14, using: &random) {
                time +=
                    [1, 21, 80, 149, 150, 151, 260, 399, 400, 700, 9_800, 9_999, 10_000, 12_000]
                    .randomElement(using: &random) ?? 0
                presses.append(("0125e+-*/.".randomElement(using: &random) ?? "e", time))
            }
            var reader = PadReader()
            var readings: [PadReading] = []
            // Keys rest for a moment longer than until the next one, as those of fast hands do.
            for (key, time) in presses {
                if Bool.random(using: &random) {
                    readings += reader.tick(.milliseconds(time - 1))
                }
                for event in PadHand.tap(key, at: .milliseconds(time)) {
                    readings += reader.read(event)
                }
            }
            readings += reader.tick(.milliseconds(time + 60_000))
            let wanted = Self.reference(presses, end: time + 60_000)
            let keys = presses.map { "\($0.key)@\($0.time)" }.joined(separator: " ")
            #expect(readings.map(\.text) == wanted, "seed \(random.seed) round \(round): \(keys)")
            if readings.map(\.text) != wanted { return }
            kinds.formUnion(wanted.map { $0.hasPrefix("pass") ? "pass" : $0 })
        }
        #expect(kinds.count == 9, "\(kinds)")
    }
}
