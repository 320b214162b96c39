/// Shape of a Codable value in JSON, as its own `init(from:)` reads it.
package indirect enum Shape: Hashable, Sendable {
    case string, integer, number, boolean
    case words([String])
    case array(Shape)
    /// Object with any names and values of one shape.
    case map(Shape)
    case object(Fields)

    package struct Fields: Hashable, Sendable {
        /// Name of the type, as `StatusTouch`.
        package var name: String
        package var fields: [Field]
        /// Demands on several fields at once.
        package var rules: [FieldRule] = []
    }

    package struct Field: Hashable, Sendable {
        package var name: String
        package var shape: Shape
        package var isRequired: Bool
        package var limit: FieldLimit?
    }

    /// Fields of an object; none of any other shape.
    package var fields: [Field] {
        if case .object(let object) = self { object.fields } else { [] }
    }

    /// Shape of a type that callers send, with the limits of its own fields.
    package init<Input: RouteInput>(ofInput _: Input.Type) {
        self.init(of: Input.self, limits: Input.limits, rules: Input.rules)
    }

    /// Shape of a type, found by decoding one.
    package init<Value: Decodable>(
        of _: Value.Type, limits: [String: FieldLimit] = [:], rules: [FieldRule] = []
    ) {
        self = ShapeDecoder.shape(of: Value.self)
        guard case .object(var object) = self else { return }
        for index in object.fields.indices {
            object.fields[index].limit = limits[object.fields[index].name]
        }
        object.rules = rules
        self = .object(object)
    }
}

/// Decoder that gives every value it is asked for, and notes what it was asked.
struct ShapeDecoder: Decoder {
    /// Notes of one value.
    final class Notes {
        var fields: [Shape.Field] = []
        var optional: Set<String> = []
        /// Shape of a value that is no object.
        var shape: Shape?
        var isMap = false
        var depth: Int

        init(depth: Int) { self.depth = depth }
    }

    /// Shapes within shapes. A type that holds itself would have no end.
    static let maximumDepth = 16

    let notes: Notes
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// Shape of a type. A type that can't be read so is a string: no type of ours is.
    static func shape<Value: Decodable>(of type: Value.Type) -> Shape {
        (try? read(type, depth: 0).shape) ?? .string
    }

    static func read<Value: Decodable>(_ type: Value.Type, depth: Int) throws -> (
        shape: Shape, value: Value
    ) {
        guard depth < maximumDepth else { throw unknown(type) }
        if let words = words(of: type), let first = words.first {
            return (.words(words.map(\.word)), first.value)
        }
        let notes = Notes(depth: depth)
        notes.isMap = type is any StringMap.Type
        let value = try Value(from: ShapeDecoder(notes: notes))
        if notes.isMap { return (.map(notes.fields.first?.shape ?? .string), value) }
        if let shape = notes.shape { return (shape, value) }
        return (.object(.init(name: name(of: type), fields: notes.fields)), value)
    }

    static func unknown(_ type: Any.Type) -> DecodingError {
        .dataCorrupted(.init(codingPath: [], debugDescription: "\(type) has no plain shape"))
    }

    /// Words of an enum that is written as one of them.
    private static func words<Value>(of _: Value.Type) -> [(word: String, value: Value)]? {
        guard let type = Value.self as? any CaseIterable.Type else { return nil }
        func all<Cases: CaseIterable>(_: Cases.Type) -> [Any] { Array(Cases.allCases) }
        return all(type).compactMap { one in
            guard let word = (one as? any RawRepresentable)?.rawValue as? String,
                let value = one as? Value
            else { return nil }
            return (word, value)
        }
    }

    /// Name of a type without its module and namespace: `Wire.Wire.Status.Touch` is `StatusTouch`.
    private static func name(of type: Any.Type) -> String {
        var parts = String(reflecting: type).split(separator: ".")[...]
        parts = parts.dropFirst()
        if parts.count > 1, parts.first == "Wire" { parts = parts.dropFirst() }
        return parts.joined()
    }

    func container<Key: CodingKey>(keyedBy _: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(KeyedShapes<Key>(notes: notes))
    }

    func unkeyedContainer() -> any UnkeyedDecodingContainer { ListShape(notes: notes) }

    func singleValueContainer() -> any SingleValueDecodingContainer { PlainShape(notes: notes) }
}

/// Dictionary by strings.
private protocol StringMap {}
extension Dictionary: StringMap where Key == String {}

/// Fields of an object.
private struct KeyedShapes<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let notes: ShapeDecoder.Notes
    var codingPath: [any CodingKey] { [] }

    /// A map is asked for its keys: it has one, whose value gives its shape.
    var allKeys: [Key] { notes.isMap ? [Key(stringValue: "name")].compactMap(\.self) : [] }

    /// Asked before an optional field is read, and only then.
    func contains(_ key: Key) -> Bool {
        notes.optional.insert(key.stringValue)
        return true
    }

    func decodeNil(forKey _: Key) -> Bool { false }

    private func note<Value>(_ key: Key, _ shape: Shape, _ value: Value) -> Value {
        let name = key.stringValue
        notes.fields.append(
            .init(name: name, shape: shape, isRequired: !notes.optional.contains(name)))
        return value
    }

    func decode(_: Bool.Type, forKey key: Key) -> Bool { note(key, .boolean, false) }
    func decode(_: String.Type, forKey key: Key) -> String { note(key, .string, "") }
    func decode(_: Double.Type, forKey key: Key) -> Double { note(key, .number, 0) }
    func decode(_: Float.Type, forKey key: Key) -> Float { note(key, .number, 0) }
    func decode(_: Int.Type, forKey key: Key) -> Int { note(key, .integer, 0) }
    func decode(_: Int8.Type, forKey key: Key) -> Int8 { note(key, .integer, 0) }
    func decode(_: Int16.Type, forKey key: Key) -> Int16 { note(key, .integer, 0) }
    func decode(_: Int32.Type, forKey key: Key) -> Int32 { note(key, .integer, 0) }
    func decode(_: Int64.Type, forKey key: Key) -> Int64 { note(key, .integer, 0) }
    func decode(_: UInt.Type, forKey key: Key) -> UInt { note(key, .integer, 0) }
    func decode(_: UInt8.Type, forKey key: Key) -> UInt8 { note(key, .integer, 0) }
    func decode(_: UInt16.Type, forKey key: Key) -> UInt16 { note(key, .integer, 0) }
    func decode(_: UInt32.Type, forKey key: Key) -> UInt32 { note(key, .integer, 0) }
    func decode(_: UInt64.Type, forKey key: Key) -> UInt64 { note(key, .integer, 0) }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        let (shape, value) = try ShapeDecoder.read(type, depth: notes.depth + 1)
        return note(key, shape, value)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey _: Key
    ) throws -> KeyedDecodingContainer<Nested> { throw ShapeDecoder.unknown(type) }

    func nestedUnkeyedContainer(forKey _: Key) throws -> any UnkeyedDecodingContainer {
        throw ShapeDecoder.unknown(Key.self)
    }

    func superDecoder() throws -> any Decoder { throw ShapeDecoder.unknown(Key.self) }
    func superDecoder(forKey _: Key) throws -> any Decoder { throw ShapeDecoder.unknown(Key.self) }
}

/// Array: it seems to have one element, whose shape it has.
private struct ListShape: UnkeyedDecodingContainer {
    let notes: ShapeDecoder.Notes
    var codingPath: [any CodingKey] { [] }
    var count: Int? { nil }
    private(set) var currentIndex = 0
    var isAtEnd: Bool { currentIndex > 0 }

    init(notes: ShapeDecoder.Notes) { self.notes = notes }

    mutating func decodeNil() -> Bool { false }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let (shape, value) = try ShapeDecoder.read(type, depth: notes.depth + 1)
        notes.shape = .array(shape)
        currentIndex += 1
        return value
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> { throw ShapeDecoder.unknown(type) }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        throw ShapeDecoder.unknown(Self.self)
    }

    mutating func superDecoder() throws -> any Decoder { throw ShapeDecoder.unknown(Self.self) }
}

/// Single value.
private struct PlainShape: SingleValueDecodingContainer {
    let notes: ShapeDecoder.Notes
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { false }

    private func note<Value>(_ shape: Shape, _ value: Value) -> Value {
        notes.shape = shape
        return value
    }

    func decode(_: Bool.Type) -> Bool { note(.boolean, false) }
    func decode(_: String.Type) -> String { note(.string, "") }
    func decode(_: Double.Type) -> Double { note(.number, 0) }
    func decode(_: Float.Type) -> Float { note(.number, 0) }
    func decode(_: Int.Type) -> Int { note(.integer, 0) }
    func decode(_: Int8.Type) -> Int8 { note(.integer, 0) }
    func decode(_: Int16.Type) -> Int16 { note(.integer, 0) }
    func decode(_: Int32.Type) -> Int32 { note(.integer, 0) }
    func decode(_: Int64.Type) -> Int64 { note(.integer, 0) }
    func decode(_: UInt.Type) -> UInt { note(.integer, 0) }
    func decode(_: UInt8.Type) -> UInt8 { note(.integer, 0) }
    func decode(_: UInt16.Type) -> UInt16 { note(.integer, 0) }
    func decode(_: UInt32.Type) -> UInt32 { note(.integer, 0) }
    func decode(_: UInt64.Type) -> UInt64 { note(.integer, 0) }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let (shape, value) = try ShapeDecoder.read(type, depth: notes.depth + 1)
        return note(shape, value)
    }
}
