import Yams

/// Collects what is wrong while a file is read, so that a technician sees all of it at once.
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
    /// What Yams says of a file that is no YAML, with the place where it stopped.
    func add(_ error: any Error, after consequence: String = "") {
        guard let error = error as? YamlError else { return add(nil, "", "\(error)") }
        switch error {
        // A quote that is never closed is noticed at the end of the file; it began elsewhere.
        case .scanner(let context, let problem, let mark, _):
            addInvalid(problem, context?.mark ?? mark, consequence)
        case .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            addInvalid(problem, mark, consequence)
        case .duplicatedKeysInMapping(let keys, let context):
            addAt(
                context.mark,
                "\(keys.map { "'\($0)'" }.joined(separator: ", ")) "
                    + "stands twice; keep one of them" + consequence)
        default: add(nil, "", "is no valid YAML: \(error)")
        }
    }

    private func addInvalid(_ problem: String, _ mark: Mark, _ consequence: String) {
        addAt(
            mark,
            "is no valid YAML: \(problem); look at this line and the one before it for a "
                + "missing quote, colon or indent" + consequence)
    }

    private func addAt(_ mark: Mark, _ message: String) {
        append(
            SettingsProblem(file: file, line: mark.line, column: mark.column, message: message))
    }
}
