import Foundation
import Testing

/// The rooms of Package.swift, their picture in ARCHITECTURE.md and the imports of their files.
@Suite("Rooms and their arrows", .timeLimit(.minutes(5)))
struct RoomTests {
    @Test("ARCHITECTURE.md lists every room with what it uses, and nothing more")
    func picture() throws {
        let rooms = try Manifest.shared.get().rooms
        let rows = try RoomTable().rows
        #expect(Set(rows.map(\.name)).count == rows.count, "a room stands twice")
        for room in rooms {
            guard let row = rows.first(where: { $0.name == room.name }) else {
                Issue.record("the table of rooms lacks \(room.name)")
                continue
            }
            #expect(Set(row.uses) == Set(room.uses), "arrows of \(room.name)")
            #expect(!row.purpose.isEmpty, "\(room.name) is for nothing")
        }
        let known = Set(rooms.map(\.name))
        #expect(rows.map(\.name).filter { !known.contains($0) } == [], "no rooms any more")
    }

    @Test("No room is called as a module that a dependency looks for by its name")
    func names() throws {
        // `#if canImport(System)` in swift-nio finds whatever was compiled before it.
        let taken: Set<String> = ["System", "SystemPackage", "Foundation", "Network", "Darwin"]
        let rooms = try Manifest.shared.get().rooms.map(\.name)
        #expect(rooms.contains("Kernel") && taken.isDisjoint(with: rooms))
    }

    @Test("Arrows point one way: no room uses itself through others")
    func noCycle() throws {
        var open = try Manifest.shared.get().rooms
        #expect(open.count > 20, "rooms were not found")
        while true {
            let left = Set(open.map(\.name))
            let free = open.filter { left.isDisjoint(with: $0.uses) }
            if free.isEmpty { break }
            open.removeAll { room in free.contains { $0.name == room.name } }
        }
        #expect(open.map(\.name) == [], "these use each other")
    }

    @Test("A file imports only rooms that its room uses, and a room uses only what it imports")
    func imports() throws {
        let rooms = try Manifest.shared.get().rooms
        // Module names have no hyphen.
        let names = Dictionary(
            uniqueKeysWithValues: rooms.map { (String($0.name.map { $0 == "-" ? "_" : $0 }), $0) })
        for room in rooms {
            var imported: Set<String> = []
            for file in try room.files() {
                for line in file.lines where Self.mayImport(line) {
                    guard let match = line.prefixMatch(of: Self.importLine),
                        let other = names[String(match.1)]
                    else { continue }
                    imported.insert(other.name)
                    let allowed = room.isTest ? room.uses + room.testsUse : room.uses
                    #expect(
                        allowed.contains(other.name),
                        "\(file.path) imports \(other.name), which \(room.name) does not use")
                }
            }
            #expect(
                room.uses.filter { !imported.contains($0) } == [],
                "\(room.name) uses these and imports them nowhere")
        }
    }

    /// A quick look: patterns are slow in a debug build.
    private static func mayImport(_ line: Substring) -> Bool {
        ["import ", "package ", "@", "public ", "internal ", "private "]
            .contains { line.utf8.starts(with: $0.utf8) } && line.contains("import ")
    }

    private static var importLine: Regex<(Substring, Substring)> {
        #/(?:@testable )?(?:@preconcurrency )?(?:(?:package|public|internal|private) )?import (?:(?:struct|enum|class|func|protocol) )?([A-Za-z_0-9]+)/#
    }
}

/// A target of the package, as Package.swift's list has it.
struct ManifestRoom: Sendable {
    var name: String
    var kind: String
    var uses: [String]
    var testsUse: [String]
    var path: String?

    /// A room of tests alone.
    var isTest: Bool { kind == "support" }
    var folder: String { path ?? (isTest ? "Tests/\(name)" : "Sources/\(name)") }

    /// Swift files and headers of this room, without those of rooms in folders of its own.
    func files() throws -> [SourceFile] {
        let others = try Manifest.shared.get().rooms.map(\.folder)
            .filter { $0.hasPrefix("\(folder)/") }
        let files =
            try SourceFile.all(under: folder) + SourceFile.all(under: folder, ext: "h")
        return files.filter { file in !others.contains { file.path.hasPrefix("\($0)/") } }
    }
}

/// Package.swift, read as text.
struct Manifest: Sendable {
    static let shared = Result { try Manifest() }

    let text: String
    /// Each `Room(...)` in the order of the file.
    let rooms: [ManifestRoom]

    init() throws {
        // Remarks may hold brackets.
        let lines = try SourceFile("Package.swift").lines.map { line in
            line.drop { $0 == " " }.hasPrefix("//") ? "" : line
        }
        text = lines.joined(separator: "\n")
        rooms = text.components(between: "Room(\n", "Room(name:").compactMap(Self.room)
    }

    private static func room(_ call: Substring) -> ManifestRoom? {
        guard let name = call.firstMatch(of: #/name: "([^"]+)"/#)?.1 else { return nil }
        return ManifestRoom(
            name: String(name),
            kind: call.firstMatch(of: #/kind: \.([a-z]+)/#).map { String($0.1) } ?? "library",
            uses: strings(call.firstMatch(of: #/\buses: \[([^\]]*)\]/#)?.1),
            testsUse: strings(call.firstMatch(of: #/\btestsUse: \[([^\]]*)\]/#)?.1),
            path: call.firstMatch(of: #/\bpath: "([^"]+)"/#).map { String($0.1) })
    }

    private static func strings(_ list: Substring?) -> [String] {
        (list ?? "").matches(of: #/"([^"]+)"/#).map { String($0.1) }
    }
}

extension String {
    /// The arguments of each call that begins with one of these texts, up to its closing bracket.
    fileprivate func components(between beginnings: String...) -> [Substring] {
        var found: [Substring] = []
        var rest = self[...]
        while let start = beginnings.compactMap({ rest.range(of: $0)?.lowerBound }).min() {
            guard let open = rest[start...].firstIndex(of: "(") else { break }
            var depth = 0
            var end = open
            while end < rest.endIndex {
                if rest[end] == "(" { depth += 1 }
                if rest[end] == ")" { depth -= 1 }
                if depth == 0 { break }
                end = rest.index(after: end)
            }
            found.append(rest[open..<end])
            rest = rest[end...]
        }
        return found
    }
}

/// The table `| room | uses | what it is for |` of ARCHITECTURE.md.
struct RoomTable {
    struct Row {
        var name: String
        var uses: [String]
        var purpose: String
    }

    private(set) var rows: [Row] = []

    init() throws {
        let lines = try SourceFile("Sources/ARCHITECTURE.md").lines
        let table = lines.drop { $0 != "| room | uses | what it is for |" }
        for line in table.dropFirst(2).prefix(while: { $0.hasPrefix("|") }) {
            let cells = line.split(separator: "|").map { $0.trimmed }
            guard cells.count == 3 else {
                Issue.record("not three cells: \(line)")
                continue
            }
            let name = cells[0].filter { $0 != "`" }
            let uses = cells[1].split(whereSeparator: { $0 == "," || $0 == " " })
                .map { String($0.filter { $0 != "`" }) }
            rows.append(Row(name: name, uses: uses, purpose: cells[2]))
        }
        #expect(!rows.isEmpty, "the table of rooms was not found")
    }
}

extension Substring {
    fileprivate var trimmed: String {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
