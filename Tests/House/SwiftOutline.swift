/// Types and extensions of a Swift file, found by matching braces in its text.
struct SwiftOutline {
    struct Declaration: Sendable {
        enum Kind: String, Sendable {
            case `struct`, `class`, `enum`, `actor`, `extension`, `protocol`
        }

        var kind: Kind
        /// Full name, with the types around it: `Wire.Status`.
        var name: String
        /// Number of lines from the keyword to the closing brace.
        var lineCount: Int
        /// An enum's own cases.
        var caseCount = 0
        /// `let` and `var` of the body itself, without static and computed ones.
        var storedPropertyCount = 0
    }

    private(set) var declarations: [Declaration] = []

    init(_ text: String) {
        var reader = OutlineReader(bytes: SwiftText.code(of: text))
        declarations = reader.read()
    }
}

/// Walks over the words and brackets of code that has no comments and no string contents.
private struct OutlineReader {
    typealias Declaration = SwiftOutline.Declaration

    /// An open brace, and the declaration that it is the body of.
    struct Body {
        var declaration: Declaration?
        var firstLine: Int
        var roundDepth: Int
    }

    let bytes: [UInt8]
    private var at = 0
    private var line = 1
    private var roundDepth = 0
    private var bodies: [Body] = []
    private var pending: (declaration: Declaration, line: Int, roundDepth: Int)?
    private var words: [String] = []
    private var found: [Declaration] = []

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func read() -> [Declaration] {
        while at < bytes.count {
            let byte = bytes[at]
            if Self.isWord(byte) {
                handle(word())
                continue
            }
            switch byte {
            case UInt8(ascii: "\n"): line += 1
            case UInt8(ascii: "("), UInt8(ascii: "["): roundDepth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"): roundDepth -= 1
            case UInt8(ascii: "{"): open()
            case UInt8(ascii: "}"): close()
            case UInt8(ascii: ";"): words = []
            default: break
            }
            at += 1
        }
        return found
    }

    private mutating func open() {
        if let begun = pending, begun.roundDepth == roundDepth {
            bodies.append(
                Body(
                    declaration: begun.declaration, firstLine: begun.line,
                    roundDepth: roundDepth))
            pending = nil
        } else {
            bodies.append(Body(declaration: nil, firstLine: line, roundDepth: roundDepth))
        }
        words = []
    }

    private mutating func close() {
        words = []
        guard let body = bodies.popLast(), var declaration = body.declaration else { return }
        declaration.lineCount = line - body.firstLine + 1
        found.append(declaration)
    }

    private mutating func word() -> String {
        let start = at
        while at < bytes.count, Self.isWord(bytes[at]) { at += 1 }
        return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    private mutating func handle(_ word: String) {
        let isMember = at > word.utf8.count && bytes[at - word.utf8.count - 1] == UInt8(ascii: ".")
        let isBody =
            bodies.last.map { $0.declaration != nil && $0.roundDepth == roundDepth }
            ?? (roundDepth == 0)
        guard isBody, !isMember else { return }
        if let kind = Declaration.Kind(rawValue: word), let name = typeName() {
            let outer = bodies.last?.declaration.map { $0.name + "." } ?? ""
            pending = (
                Declaration(kind: kind, name: outer + name, lineCount: 0), line, roundDepth
            )
        } else if word == "case" {
            change { $0.caseCount += 1 }
        } else if word == "let" || word == "var" {
            if !words.contains("static"), !words.contains("class") {
                let count = storedCount()
                change { $0.storedPropertyCount += count }
            }
        }
        words = ["func", "let", "var", "init", "case"].contains(word) ? [] : words + [word]
    }

    /// Changes the declaration whose body this is; none at the top of a file.
    private mutating func change(_ body: (inout Declaration) -> Void) {
        guard var innermost = bodies.popLast() else { return }
        if var declaration = innermost.declaration {
            body(&declaration)
            innermost.declaration = declaration
        }
        bodies.append(innermost)
    }

    /// The name behind `struct`, `extension` ...; nil behind `class` of `class func`.
    private mutating func typeName() -> String? {
        var next = at
        while next < bytes.count, bytes[next] == UInt8(ascii: " ") { next += 1 }
        let start = next
        while next < bytes.count, Self.isWord(bytes[next]) || bytes[next] == UInt8(ascii: ".") {
            next += 1
        }
        let name = String(decoding: bytes[start..<next], as: UTF8.self)
        guard !name.isEmpty, !["func", "var", "let", "subscript"].contains(name) else { return nil }
        at = next
        return name
    }

    /// How many properties a `let` or `var` at `at` stores: none where a body computes it.
    private func storedCount() -> Int {
        var next = at
        var depth = 0
        var count = 1
        var last = UInt8(ascii: " ")
        while next < bytes.count {
            let byte = bytes[next]
            switch byte {
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "<"): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ">") where last != UInt8(ascii: "-"): depth -= 1
            case UInt8(ascii: ",") where depth == 0: count += 1
            case UInt8(ascii: "=") where depth == 0: return count
            case UInt8(ascii: "{") where depth == 0: return isObserved(next + 1) ? count : 0
            case UInt8(ascii: "\n")
            where depth == 0 && last != UInt8(ascii: ":") && last != UInt8(ascii: ","):
                return count
            default: break
            }
            if byte != UInt8(ascii: " ") && byte != UInt8(ascii: "\n") { last = byte }
            next += 1
        }
        return count
    }

    /// Whether a body begins with `didSet` or `willSet`, which stores and observes.
    private func isObserved(_ start: Int) -> Bool {
        let words = bytes[start...].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
        return words.starts(with: "didSet".utf8) || words.starts(with: "willSet".utf8)
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "`"):
            true
        default: byte >= 128
        }
    }
}

/// Swift's text without what only looks like code.
enum SwiftText {
    /// The bytes of a file with comments and the contents of strings blanked; lines stay.
    static func code(of text: String) -> [UInt8] {
        var blanker = Blanker(bytes: Array(text.utf8))
        blanker.code(until: nil, isKept: true)
        return blanker.bytes
    }
}

private struct Blanker {
    var bytes: [UInt8]
    private var at = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Reads code up to the bracket that ends an interpolation, or to the end.
    mutating func code(until end: UInt8?, isKept: Bool) {
        var depth = 0
        while at < bytes.count {
            if starts(with: "//") {
                while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { blank() }
            } else if starts(with: "/*") {
                comment()
            } else if bytes[at] == UInt8(ascii: "\"") || bytes[at] == UInt8(ascii: "#") {
                string()
            } else {
                if bytes[at] == UInt8(ascii: "(") { depth += 1 }
                if bytes[at] == UInt8(ascii: ")") {
                    if depth == 0, end != nil { return blank() }
                    depth -= 1
                }
                if isKept { at += 1 } else { blank() }
            }
        }
    }

    private mutating func comment() {
        var depth = 0
        repeat {
            if starts(with: "/*") {
                depth += 1
                blank()
            } else if starts(with: "*/") {
                depth -= 1
                blank()
            }
            blank()
        } while depth > 0 && at < bytes.count
    }

    /// A string literal, raw or not, of one line or several; a bare `#` is passed over.
    private mutating func string() {
        var hashes = 0
        while at + hashes < bytes.count, bytes[at + hashes] == UInt8(ascii: "#") { hashes += 1 }
        let isRegex = hashes > 0 && byte(at + hashes) == UInt8(ascii: "/")
        guard isRegex || byte(at + hashes) == UInt8(ascii: "\"") else {
            at += max(1, hashes)
            return
        }
        for _ in 0..<hashes { blank() }
        let fence = String(repeating: "#", count: hashes)
        let quote = isRegex ? "/" : starts(with: "\"\"\"") ? "\"\"\"" : "\""
        for _ in 0..<quote.utf8.count { blank() }
        while at < bytes.count, !starts(with: quote + fence) {
            if starts(with: "\\" + fence + "("), !isRegex {
                for _ in 0..<(2 + hashes) { blank() }
                code(until: UInt8(ascii: ")"), isKept: false)
            } else {
                if starts(with: "\\" + fence), !isRegex { blank() }
                blank()
            }
        }
        for _ in 0..<(quote.utf8.count + hashes) { blank() }
    }

    private func byte(_ place: Int) -> UInt8? { place < bytes.count ? bytes[place] : nil }

    private func starts(with text: String) -> Bool {
        var place = at
        for wanted in text.utf8 {
            guard byte(place) == wanted else { return false }
            place += 1
        }
        return true
    }

    private mutating func blank() {
        guard at < bytes.count else { return }
        if bytes[at] != UInt8(ascii: "\n") { bytes[at] = UInt8(ascii: " ") }
        at += 1
    }
}
