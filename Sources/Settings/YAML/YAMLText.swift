import Yams

/// Place in a text. Line and column count from 1, the column in Unicode scalars.
struct TextPlace: Hashable {
    var line: Int
    var column: Int

    init(line: Int, column: Int) { (self.line, self.column) = (line, column) }

    init(_ mark: Mark) { self.init(line: mark.line, column: mark.column) }
}

/// Composes YAML within bounds. Scalars keep their words: their tags are not resolved by patterns,
/// which would take most of the time of a start.
enum YAMLText {
    /// Most aliases (`*name`) of a file. Aliases of lists of aliases multiply.
    static let maximumAliases = 16
    /// Most nodes of a file that has aliases, each counted wherever it is repeated.
    static let maximumNodes = 100_000

    /// Refusal of a file whose aliases would make it very large.
    struct TooManyAliases: Error {
        /// Line from 1.
        var line: Int
    }

    /// Throws `YamlError` or `TooManyAliases`.
    static func compose(_ text: String) throws -> Node? {
        let places = aliasPlaces(text)
        guard !places.isEmpty else { return try plain(text) }
        if places.count > maximumAliases {
            let aliases = try aliases(among: places, of: text)
            if aliases.count > maximumAliases {
                throw TooManyAliases(line: aliases[maximumAliases])
            }
        }
        let node = try plain(text)
        var left = maximumNodes
        if let node, !count(node, &left) { throw TooManyAliases(line: 1) }
        return node
    }

    private static func plain(_ text: String) throws -> Node? {
        try Yams.compose(yaml: text, .basic, .default, .utf8)
    }

    /// Text in which nothing is an alias, with every character in its place. An entry of a list can
    /// be checked in it by itself, though its anchors stand in another one.
    static func withoutAliases(_ text: String) -> String {
        let places = aliasPlaces(text)
        if places.isEmpty { return text }
        var bytes = [UInt8](text.utf8)
        for place in places { bytes[place] = UInt8(ascii: "x") }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Offsets of each `*` before a name. In a quoted text or a comment it is no alias.
    private static func aliasPlaces(_ text: String) -> [Int] {
        let star = UInt8(ascii: "*")
        guard text.utf8.contains(star) else { return [] }
        let bytes = [UInt8](text.utf8)
        return bytes.indices.dropLast().filter {
            bytes[$0] == star && isNameByte(bytes[$0 + 1])
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2D: true
        default: false
        }
    }

    /// Lines of the places at which a node begins, which are the true aliases.
    private static func aliases(among places: [Int], of text: String) throws -> [Int] {
        guard let node = try plain(withoutAliases(text)) else { return [] }
        var open = Set<TextPlace>()
        var (line, column, next) = (1, 1, 0)
        for (offset, byte) in text.utf8.enumerated() where next < places.count {
            if offset == places[next] {
                open.insert(TextPlace(line: line, column: column))
                next += 1
            }
            if byte == 0x0A {
                (line, column) = (line + 1, 1)
            }
            // Columns count characters, not the bytes that continue one.
            else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        var found: [Int] = []
        collect(node, open, &found)
        return found
    }

    private static func collect(_ node: Node, _ places: Set<TextPlace>, _ found: inout [Int]) {
        switch node {
        case .scalar(let scalar):
            if scalar.style == .plain, let mark = scalar.mark,
                places.contains(TextPlace(mark))
            {
                found.append(mark.line)
            }
        case .sequence(let list): for item in list { collect(item, places, &found) }
        case .mapping(let map):
            for (key, value) in map {
                collect(key, places, &found)
                collect(value, places, &found)
            }
        case .alias: break
        }
    }

    /// Counts the nodes down. Gives false once none is left.
    private static func count(_ node: Node, _ left: inout Int) -> Bool {
        left -= 1
        guard left > 0 else { return false }
        switch node {
        case .scalar, .alias: return true
        case .sequence(let list): return list.allSatisfy { count($0, &left) }
        case .mapping(let map):
            return map.allSatisfy { count($0.key, &left) && count($0.value, &left) }
        }
    }
}
