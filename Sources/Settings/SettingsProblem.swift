/// Something in a file that is not as it should be: what, where, and what to do.
package struct SettingsProblem: Hashable, Sendable, CustomStringConvertible {
    package enum Severity: String, Sendable, Codable {
        /// What it stands in is left out, or the file can't be used.
        case error
        /// It works, but not as well as it could.
        case warning
    }

    package var severity: Severity
    package var file: String
    /// From 1; 0 where it is about the file as a whole.
    package var line: Int
    /// From 1, in Unicode scalars; 0 where the line is 0.
    package var column: Int
    /// Path of keys: `printer.profile`; empty where it is about the file as a whole.
    package var field: String
    /// What is wrong and what to write instead.
    package var message: String

    package init(
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

    package var description: String {
        let place = line > 0 ? "\(file):\(line)" : file
        return "\(place): \(field.isEmpty ? "" : "\(field): ")\(message)"
    }
}

/// What a file gave, and what was wrong with it. Without a value the file can't be used.
package struct Loaded<Value> {
    package var value: Value?
    package var problems: [SettingsProblem]

    package init(value: Value?, problems: [SettingsProblem]) {
        self.value = value
        self.problems = problems
    }

    package var errors: [SettingsProblem] { problems.filter { $0.severity == .error } }
}

extension Loaded: Sendable where Value: Sendable {}
