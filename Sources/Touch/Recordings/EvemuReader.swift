/// Parser of a recording, line by line.
struct EvemuReader {
    let file: String
    private var name: String?
    private var identity = DeviceIdentity(name: "")
    private var properties: [UInt8] = []
    private var masks: [UInt16: [UInt8]] = [:]
    private var axes: [UInt16: AxisRange] = [:]
    private var events: [RawEvent] = []
    private var number = 0

    init(file: String) {
        self.file = file
    }

    mutating func read(_ line: Substring, number: Int) throws(EvemuError) {
        self.number = number
        guard let letter = line.first(where: { $0 != " " && $0 != "\t" }), letter != "#" else {
            return
        }
        guard let colon = line.firstIndex(of: ":"), line[..<colon] == String(letter) else {
            throw error("A line begins with N:, I:, P:, B:, A:, E: or #.")
        }
        let rest = line[line.index(after: colon)...]
        // A name may contain a comment's sign.
        if letter == "N" {
            name = String(rest.drop { $0 == " " })
            return
        }
        let words = rest.prefix { $0 != "#" }.split { $0 == " " || $0 == "\t" }
        switch letter {
        case "I": try readIdentity(words)
        case "P": properties += try bytes(words)
        case "B": try readMask(words)
        case "A": try readAxis(words)
        case "E": try readEvent(words)
        // Newer tools add the states of lamps and switches.
        case "L", "S": break
        default: throw error("A line begins with N:, I:, P:, B:, A:, E: or #.")
        }
    }

    func finish() throws(EvemuError) -> EvemuRecording {
        guard let name else {
            throw EvemuError(file: file, line: 0, message: "It has no line \"N: <name>\".")
        }
        var identity = identity
        identity.name = name
        let codes = masks.mapValues { Set(Self.bits($0).map(UInt16.init)) }
        return EvemuRecording(
            device: DeviceDescription(
                identity: identity, properties: Set(Self.bits(properties)), codes: codes,
                axes: axes),
            events: events)
    }

    private mutating func readIdentity(_ words: [Substring]) throws(EvemuError) {
        let values = words.compactMap { UInt16($0, radix: 16) }
        guard values.count == 4, words.count == 4 else {
            throw error(
                "I: has bus, vendor, product and version as hexadecimal numbers, as in "
                    + "\"I: 0003 0eef 0001 0100\".")
        }
        (identity.bus, identity.vendor) = (values[0], values[1])
        (identity.product, identity.version) = (values[2], values[3])
    }

    private mutating func readMask(_ words: [Substring]) throws(EvemuError) {
        guard let first = words.first, let type = UInt16(first, radix: 16), type < 0x20 else {
            throw error("B: begins with an event type, 00 to 1f.")
        }
        let more = try bytes(words.dropFirst())
        guard masks[type, default: []].count + more.count <= 96 else {
            throw error("B: has at most 96 bytes a type.")
        }
        // Bit 0 of type 0 marks that there are events at all. It is kept as a code.
        masks[type, default: []] += more
    }

    private mutating func readAxis(_ words: [Substring]) throws(EvemuError) {
        let values = words.dropFirst().compactMap { Int32($0) }
        guard let first = words.first, let code = UInt16(first, radix: 16), code < 0x40,
            values.count == words.count - 1, values.count == 4 || values.count == 5
        else {
            throw error(
                "A: has a code from 00 to 3f, then minimum, maximum, fuzz, flat and resolution, "
                    + "as in \"A: 35 0 4095 0 0 12\".")
        }
        axes[code] = AxisRange(
            minimum: values[0], maximum: values[1], fuzz: values[2], flat: values[3],
            resolution: values.count == 5 ? values[4] : 0)
    }

    private mutating func readEvent(_ words: [Substring]) throws(EvemuError) {
        guard words.count == 4, let uptime = Self.time(words[0]),
            let type = UInt16(words[1], radix: 16), let code = UInt16(words[2], radix: 16),
            let value = Int32(words[3])
        else {
            throw error(
                "E: has seconds with six places, type and code in hexadecimal, and a value, as "
                    + "in \"E: 0.000001 0003 0035 1024\".")
        }
        guard uptime >= events.last?.uptime ?? .zero else {
            throw error("Its time is before that of the event before it; put them in order.")
        }
        guard events.count < EvemuRecording.maximumEvents else {
            throw error("A recording has at most \(EvemuRecording.maximumEvents) events; cut it.")
        }
        events.append(RawEvent(type: type, code: code, value: value, uptime: uptime))
    }

    /// Parses `12.000034`: seconds with six decimals, the kernel's microseconds.
    private static func time(_ word: Substring) -> Duration? {
        let parts = word.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].utf8.count == 6,
            let seconds = Int64(parts[0]), (0...1_000_000_000_000).contains(seconds),
            let microseconds = Int64(parts[1]), microseconds >= 0
        else { return nil }
        return .seconds(seconds) + .microseconds(microseconds)
    }

    private func bytes(_ words: some Collection<Substring>) throws(EvemuError) -> [UInt8] {
        let values = words.compactMap { UInt8($0, radix: 16) }
        guard values.count == words.count, values.count <= 8 else {
            throw error("P: and B: have at most eight bytes a line, in hexadecimal.")
        }
        return values
    }

    private static func bits(_ bytes: [UInt8]) -> [Int] {
        bytes.enumerated().flatMap { index, byte in
            (0..<8).filter { byte & (1 << $0) != 0 }.map { index * 8 + $0 }
        }
    }

    private func error(_ message: String) -> EvemuError {
        EvemuError(file: file, line: number, message: message)
    }
}
