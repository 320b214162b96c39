import Yams

/// Recovery of a file whose list has an entry that is no YAML: one missing quote must not take all
/// services of an agency from the screen (H3). The lines of the broken entry are emptied, so that
/// the other entries keep their line numbers.
struct EntryRecovery {
    /// Name of the outermost list that holds the entries: "services".
    let key: String

    /// Composes the text without its broken entries and adds a problem for each of them. Throws where
    /// the text is broken outside the entries.
    func compose(_ text: String, problems: ProblemList) throws -> Node? {
        do {
            return try Yams.compose(yaml: text)
        } catch let first {
            var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(
                String.init)
            var entries = entries(of: lines)
            var error: any Error = first
            var found: [(error: any Error, entry: Range<Int>)] = []
            while !entries.isEmpty {
                let tried = candidates(for: error, among: entries).map { entry in
                    let text = emptied(lines, entry).joined(separator: "\n")
                    return (entry: entry, result: Result { try Yams.compose(yaml: text) })
                }
                // An entry that heals the file is preferred to one that only moves the break.
                let next =
                    tried.first { isWhole($0.result) }
                    ?? tried.first { isFurther($0.result, than: error) }
                guard let next else { throw first }
                found.append((error, next.entry))
                lines = emptied(lines, next.entry)
                entries.removeAll { $0 == next.entry }
                switch next.result {
                case .success(let node):
                    for (error, entry) in found {
                        problems.add(error, in: entry.lowerBound + 1...entry.upperBound)
                    }
                    return node
                case .failure(let following): error = following
                }
            }
            throw first
        }
    }

    /// Line indices of each entry.
    private func entries(of lines: [String]) -> [Range<Int>] {
        guard let head = lines.firstIndex(where: { $0.hasPrefix("\(key):") }) else { return [] }
        func indent(_ line: String) -> Int { line.prefix { $0 == " " }.count }
        let body = lines.indices.dropFirst(head + 1)
        guard
            let first = body.first(where: { lines[$0].drop { $0 == " " }.hasPrefix("-") })
        else { return [] }
        let depth = indent(lines[first])
        let end =
            body.first {
                $0 > first && indent(lines[$0]) == 0 && lines[$0].first?.isLetter == true
            } ?? lines.endIndex
        let starts = body.filter {
            $0 < end && indent(lines[$0]) == depth && lines[$0].dropFirst(depth).hasPrefix("-")
        }
        return starts.indices.map { index in
            let next = starts.index(after: index)
            return starts[index]..<(next < starts.endIndex ? starts[next] : end)
        }
    }

    /// Entry that the parser stopped at, and the one before it: a quote that is never closed is
    /// noticed in the next entry.
    private func candidates(for error: any Error, among entries: [Range<Int>]) -> [Range<Int>] {
        let places = Self.places(of: error)
        var list: [Range<Int>] = []
        for line in places {
            guard let index = entries.lastIndex(where: { $0.lowerBound <= line - 1 }) else {
                continue
            }
            list.append(entries[index])
            if index > 0 { list.append(entries[index - 1]) }
        }
        return list
    }

    private func emptied(_ lines: [String], _ entry: Range<Int>) -> [String] {
        var lines = lines
        for index in entry { lines[index] = "" }
        return lines
    }

    private func isWhole(_ result: Result<Node?, any Error>) -> Bool {
        if case .success = result { true } else { false }
    }

    /// Whether the parser came further without the entry, until another broken one.
    private func isFurther(_ result: Result<Node?, any Error>, than error: any Error) -> Bool {
        guard case .failure(let other) = result else { return false }
        return (Self.places(of: other).last ?? 0) > (Self.places(of: error).last ?? 0)
    }

    /// Lines, from 1, at which the broken construct began, if known, and at which the parser
    /// stopped.
    private static func places(of error: any Error) -> [Int] {
        switch error as? YamlError {
        case .scanner(let context, _, let mark, _), .parser(let context, _, let mark, _),
            .composer(let context, _, let mark, _):
            [context?.mark.line, mark.line].compactMap { $0 }
        case .duplicatedKeysInMapping(_, let context): [context.mark.line]
        default: []
        }
    }
}
