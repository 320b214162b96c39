/// Fault of a settings file: what is wrong, where it stands, and what to write instead.
package struct SettingsProblem: Hashable, Sendable, CustomStringConvertible {
    package enum Severity: String, Sendable, Codable {
        /// The entry is left out, or the file can't be used.
        case error
        /// The file works, but not as well as it could.
        case warning
    }

    package var severity: Severity
    package var file: String
    /// Line from 1. 0 for a problem of the file as a whole.
    package var line: Int
    /// Column from 1, in Unicode scalars. 0 where the line is 0.
    package var column: Int
    /// Path of keys: `printer.profile`. Empty for a problem of the file as a whole.
    package var field: String
    /// Sentence that says what is wrong and what to write instead.
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
        let place = line > 0 ? "\(file):\(line):\(column)" : file
        return "\(place): \(field.isEmpty ? "" : "\(field): ")\(message)"
    }
}

extension SettingsProblem {
    fileprivate var withoutPlace: SettingsProblem {
        var problem = self
        (problem.line, problem.column) = (0, 0)
        return problem
    }
}

/// Value read from a file, with its problems. Without a value the file can't be used.
package struct Loaded<Value> {
    package var value: Value?
    package var problems: [SettingsProblem]

    package init(value: Value?, problems: [SettingsProblem]) {
        self.value = value
        self.problems = problems
    }

    package var errors: [SettingsProblem] { problems.filter { $0.severity == .error } }

    /// Errors that were not there when the files in use were read. A file with one never replaces a
    /// good one (J1), and one of two mistakes that is mended counts. An error that only moved to
    /// another line is no new one.
    package func newErrors(since old: [SettingsProblem]) -> [SettingsProblem] {
        let known = Set(old.filter { $0.severity == .error }.map(\.withoutPlace))
        return errors.filter { !known.contains($0.withoutPlace) }
    }
}

extension Loaded: Sendable where Value: Sendable {}
