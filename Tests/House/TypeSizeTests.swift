import Testing

/// Types that can be read as a whole.
@Suite("Sizes of types", .timeLimit(.minutes(5)))
struct TypeSizeTests {
    /// Lines of a type over all its files, nested types included.
    static let maximumLines = 700
    static let maximumActorProperties = 12

    /// Types that are larger, with the lines that they may have until they are cut up.
    static let largeTypes: [String: Int] = [:]
    /// Actors that hold more, with the number of properties that they may have until then.
    static let largeActors: [String: Int] = [:]

    @Test("No type is longer than 700 lines over all its files") func lines() throws {
        let types = try TypeSizes().types
        #expect(types.count > 200, "types were not found")
        for (name, size) in types where !size.isNamespace {
            let limit = Self.largeTypes[name] ?? Self.maximumLines
            #expect(size.lines <= limit, "\(name) has \(size.lines) lines")
        }
        for name in Self.largeTypes.keys {
            #expect(
                types[name].map { $0.lines > Self.maximumLines } == true,
                "\(name) is no exception any more: take it off the list")
        }
    }

    @Test("No actor stores more than 12 properties") func properties() throws {
        let actors = try TypeSizes().types.filter { $0.value.isActor }
        #expect(!actors.isEmpty, "actors were not found")
        for (name, size) in actors {
            let limit = Self.largeActors[name] ?? Self.maximumActorProperties
            #expect(size.storedProperties <= limit, "\(name) stores \(size.storedProperties)")
        }
        for name in Self.largeActors.keys {
            #expect(
                actors[name].map { $0.storedProperties > Self.maximumActorProperties } == true,
                "\(name) is no exception any more: take it off the list")
        }
    }

    @Test("Types are measured as they are written") func outline() {
        let text = #"""
            /// struct NotOne {
            enum Space {
                static let text = "actor { \(["a"].map { "}" }) {"
            }
            actor Desk {
                let a: Int, b: [String: Int] = [:]
                private var c: (Int) -> Void
                static let d = 1
                var e: Int { 1 }
                var f = 0 { didSet { g() } }
                var h: Int {
                    willSet {}
                }
                lazy var i = { let j = 1; return j }()
                class func g() { var k = 0 }
                enum State { case one, two(Int) }
            }
            extension Space { struct Inner {} }
            """#
        let found = SwiftOutline(text).declarations
        #expect(
            found.map { "\($0.kind) \($0.name) \($0.lineCount)" } == [
                "enum Space 3", "enum Desk.State 1", "actor Desk 13", "struct Space.Inner 1",
                "extension Space 1",
            ])
        #expect(found.map(\.storedPropertyCount) == [0, 0, 6, 0, 0])
        #expect(found.map(\.caseCount) == [0, 1, 0, 0, 0])
    }
}

/// Sizes of the types of Sources, by room and name: `Terminal/Terminal`.
struct TypeSizes {
    struct Size {
        var lines = 0
        var storedProperties = 0
        var isActor = false
        /// An enum without cases, which only gives its contents a name.
        var isNamespace = false
    }

    private(set) var types: [String: Size] = [:]

    init() throws {
        var extended: [(room: String, name: String, lines: Int)] = []
        for file in try SourceFile.sources.get() {
            let room = String(file.path.split(separator: "/")[1])
            for found in SwiftOutline(file.text).declarations {
                if found.kind == .extension {
                    extended.append((room, found.name, found.lineCount))
                } else {
                    types["\(room)/\(found.name)", default: Size()].add(found)
                }
            }
        }
        // An extension counts for the type that its room has, or else for that of another room.
        let homes = Dictionary(grouping: types.keys) { $0.split(separator: "/")[1] }
        for one in extended {
            let own = "\(one.room)/\(one.name)"
            let home = types[own] == nil ? homes[Substring(one.name)]?.min() : own
            if let home { types[home]?.lines += one.lines }
        }
    }
}

extension TypeSizes.Size {
    fileprivate mutating func add(_ found: SwiftOutline.Declaration) {
        lines += found.lineCount
        storedProperties += found.storedPropertyCount
        if found.kind == .actor { isActor = true }
        if found.kind == .enum { isNamespace = found.caseCount == 0 }
    }
}
