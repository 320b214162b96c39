package import Yams

/// List of the problems found while a file is read, so that a technician sees all of them at once.
package final class ProblemList {
    package let file: String
    package private(set) var all: [SettingsProblem] = []
    /// Lines of the file, once it is read. The parser sees one more behind a last line without an end.
    var lineCount = Int.max

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
    /// Adds what is said about a file that is no YAML, with the place where the parser stopped. The
    /// lines of the error are counted from behind `offset` lines. `entry` has the lines, from 1, of an
    /// entry that is left out for it.
    func add(_ error: any Error, after offset: Int = 0, in entry: ClosedRange<Int>? = nil) {
        func add(_ place: TextPlace, _ message: String) {
            let line = min(place.line + offset, lineCount)
            let isLeftOut = entry?.contains(line) == true
            append(
                SettingsProblem(
                    file: file, line: line, column: place.column,
                    message: isLeftOut ? message + "; this entry is left out" : message))
        }
        func addInvalid(_ problem: String, _ mark: Mark) {
            add(
                TextPlace(mark),
                "is no valid YAML: \(problem); look at this line and the one before it for a "
                    + "missing quote, colon or indent")
        }
        switch error {
        case let error as NotUTF8:
            add(TextPlace(line: error.line, column: 1), "is not UTF-8 text; save it as UTF-8")
        case let error as YAMLText.TooManyAliases:
            add(
                TextPlace(line: error.line, column: 1),
                "has more aliases (*name) than \(YAMLText.maximumAliases), or they repeat too "
                    + "much; write the values out")
        // A quote that is never closed is noticed at the end of the file; it began elsewhere.
        case YamlError.scanner(let context, let problem, let mark, _):
            addInvalid(problem, context?.mark ?? mark)
        case YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            addInvalid(problem, mark)
        case YamlError.reader(_, _, _, let text):
            let found = text.firstForbidden ?? ("\u{0}", TextPlace(line: 1, column: 1))
            let code = String(found.0.value, radix: 16, uppercase: true)
            add(found.1, "holds a character that is not allowed (U+\(code)); take it out")
        case YamlError.duplicatedKeysInMapping(let keys, let context):
            let names = keys.map { "'\($0)'" }.joined(separator: ", ")
            add(TextPlace(context.mark), "\(names) stands twice; keep one of them")
        default: self.add(nil, "", "is no valid YAML: \(error)")
        }
    }
}

extension String {
    /// First character that YAML does not allow in a file, with its place. The parser's own place is
    /// that of its buffer.
    fileprivate var firstForbidden: (Unicode.Scalar, TextPlace)? {
        var (line, column) = (1, 1)
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0x0A: (line, column) = (line + 1, 0)
            case 0x09, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xFEFE, 0xFF00...0xFFFD, 0x10000...: break
            default: return (scalar, TextPlace(line: line, column: column))
            }
            column += 1
        }
        return nil
    }
}
