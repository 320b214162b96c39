import Yams

/// Recovery of a file whose list has an entry that is no YAML: one missing quote must not take all
/// services of an agency from the screen (H3). Each entry is tried by itself, and the lines of a
/// broken one are emptied, so that the other entries keep their line numbers.
struct EntryRecovery {
    /// Name of the outermost list that holds the entries: "services".
    let key: String

    /// Composes the text without its broken entries and adds a problem for each of them. Throws where
    /// the text is broken outside the entries. The time grows with the length of the text alone.
    func compose(_ source: SettingsText, problems: ProblemList) throws -> Node? {
        let first: any Error
        if source.brokenLines.isEmpty {
            do { return try YAMLText.compose(source.text) } catch { first = error }
        } else {
            first = NotUTF8(line: source.brokenLines[0])
        }
        var lines = source.text.split(separator: "\n", omittingEmptySubsequences: false)
        let broken = entries(of: lines).compactMap { entry in
            fault(of: entry, in: lines, source.brokenLines).map { (entry: entry, error: $0) }
        }
        guard !broken.isEmpty else { throw first }
        for (entry, _) in broken {
            for line in entry { lines[line] = "" }
        }
        if let line = source.brokenLines.first(where: { line in
            !broken.contains { $0.entry.contains(line - 1) }
        }) {
            throw NotUTF8(line: line)
        }
        let node = try YAMLText.compose(lines.joined(separator: "\n"))
        for (entry, error) in broken {
            problems.add(
                error, after: entry.lowerBound, in: entry.lowerBound + 1...entry.upperBound)
        }
        return node
    }

    /// Fault of an entry, with line numbers from its own beginning; nil for a whole one.
    private func fault(of entry: Range<Int>, in lines: [Substring], _ brokenLines: [Int])
        -> (any Error)?
    {
        if let line = brokenLines.first(where: { entry.contains($0 - 1) }) {
            return NotUTF8(line: line - entry.lowerBound)
        }
        do {
            let text = YAMLText.withoutAliases(lines[entry].joined(separator: "\n"))
            _ = try YAMLText.compose(text)
            return nil
        } catch { return error }
    }

    /// Line indices of each entry.
    private func entries(of lines: [Substring]) -> [Range<Int>] {
        guard let head = lines.firstIndex(where: { $0.hasPrefix("\(key):") }) else { return [] }
        func indent(_ line: Substring) -> Int { line.utf8.prefix { $0 == 0x20 }.count }
        func begins(_ line: Substring) -> Bool { line.drop { $0 == " " }.hasPrefix("-") }
        let body = lines.indices.dropFirst(head + 1)
        guard let first = body.first(where: { begins(lines[$0]) }) else { return [] }
        let depth = indent(lines[first])
        let end =
            body.first { $0 > first && lines[$0].first?.isLetter == true } ?? lines.endIndex
        let starts = body.filter {
            $0 < end && indent(lines[$0]) == depth && begins(lines[$0])
        }
        return starts.indices.map { index in
            let next = starts.index(after: index)
            return starts[index]..<(next < starts.endIndex ? starts[next] : end)
        }
    }
}

/// Error of a line that is not UTF-8.
struct NotUTF8: Error {
    /// Line from 1.
    var line: Int
}
