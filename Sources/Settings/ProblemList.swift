package import Yams

/// List of the problems found while a file is read, so that a technician sees all of them at once.
package final class ProblemList {
    package let file: String
    package private(set) var all: [SettingsProblem] = []

    package init(file: String) {
        self.file = file
    }

    package func append(_ problem: SettingsProblem) {
        all.append(problem)
    }

    package func add(
        _ node: Node?, _ field: String, _ message: String,
        severity: SettingsProblem.Severity = .error
    ) {
        all.append(
            SettingsProblem(
                severity, file: file, line: node?.mark?.line ?? 0,
                column: node?.mark?.column ?? 0, field: field, message: message))
    }
}

extension ProblemList {
    /// Adds what Yams says about a file that is no YAML, with the place where it stopped. `entry` has
    /// the lines, from 1, of an entry that is left out for it.
    func add(_ error: any Error, in entry: ClosedRange<Int>? = nil) {
        guard let error = error as? YamlError else { return add(nil, "", "\(error)") }
        switch error {
        // A quote that is never closed is noticed at the end of the file; it began elsewhere.
        case .scanner(let context, let problem, let mark, _):
            addInvalid(problem, context?.mark ?? mark, entry)
        case .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            addInvalid(problem, mark, entry)
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.map { "'\($0)'" }.joined(separator: ", ")
            addAt(context.mark, "\(names) stands twice; keep one of them", entry)
        default: add(nil, "", "is no valid YAML: \(error)")
        }
    }

    private func addInvalid(_ problem: String, _ mark: Mark, _ entry: ClosedRange<Int>?) {
        addAt(
            mark,
            "is no valid YAML: \(problem); look at this line and the one before it for a "
                + "missing quote, colon or indent", entry)
    }

    private func addAt(_ mark: Mark, _ message: String, _ entry: ClosedRange<Int>?) {
        guard let entry else {
            append(
                SettingsProblem(
                    file: file, line: mark.line, column: mark.column, message: message))
            return
        }
        if entry.contains(mark.line) {
            append(
                SettingsProblem(
                    file: file, line: mark.line, column: mark.column,
                    message: message + "; this entry is left out"))
        } else {
            // A quote that is missing here closes at the next quote, in another entry.
            append(
                SettingsProblem(
                    file: file, line: entry.lowerBound, column: 1,
                    message: "the entry that begins here is no valid YAML and is left out; look "
                        + "in it for a missing quote or bracket (noticed at line \(mark.line))"))
        }
    }
}
