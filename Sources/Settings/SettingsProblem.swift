/// Something in a file that is not as it should be: what, where, and what to do.
public struct SettingsProblem: Hashable, Sendable, CustomStringConvertible {
    public enum Severity: String, Sendable, Codable {
        /// What it stands in is left out, or the file can't be used.
        case error
        /// It works, but not as well as it could.
        case warning
    }

    public var severity: Severity
    public var file: String
    /// From 1; 0 where it is about the file as a whole.
    public var line: Int
    /// From 1, in Unicode scalars; 0 where the line is 0.
    public var column: Int
    /// Path of keys: `printer.profile`; empty where it is about the file as a whole.
    public var field: String
    /// What is wrong and what to write instead.
    public var message: String

    public init(
        _ severity: Severity = .error, file: String, line: Int = 0, column: Int = 0,
        field: String = "", message: String
    ) {
        self.severity = severity
        self.file = file
        self.line = line
        self.column = column
        self.field = field
        self.message = message
    }

    public var description: String {
        let place = line > 0 ? "\(file):\(line)" : file
        return "\(place): \(field.isEmpty ? "" : "\(field): ")\(message)"
    }
}

/// What a file gave, and what was wrong with it. Without a value the file can't be used.
public struct Loaded<Value> {
    public var value: Value?
    public var problems: [SettingsProblem]

    public init(value: Value?, problems: [SettingsProblem]) {
        self.value = value
        self.problems = problems
    }

    public var errors: [SettingsProblem] { problems.filter { $0.severity == .error } }
}

extension Loaded: Sendable where Value: Sendable {}
