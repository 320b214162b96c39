extension KioskKeys {
    /// Answer to the question what a path names.
    package enum Found: Sendable, Equatable {
        /// One key, with the keys inside its value.
        case key([KeyReference])
        /// A mapping: its help and its keys, also those of mappings inside.
        case group(help: String, [KeyReference])
        /// Nothing. The nearest path, where one is near.
        case nothing(nearest: String?)
    }

    package static func find(_ path: String) -> Found {
        if references.contains(where: { $0.path == path }) {
            return .key(references.filter { $0.path == path || $0.path.hasPrefix(path + ".") })
        }
        if let group = groups.first(where: { !$0.path.isEmpty && $0.path == path }) {
            return .group(
                help: group.help, references.filter { $0.path.hasPrefix(path + ".") })
        }
        let known = references.map(\.path) + groups.map(\.path).filter { !$0.isEmpty }
        return .nothing(nearest: path.nearest(in: known) ?? path.namesake(in: known))
    }
}

extension String {
    /// Most similar of these words. Nil where none is near enough to be a misspelling.
    func nearest(in words: some Sequence<String>) -> String? {
        // Half of a short word is another word: 'id' is no misspelling of 'zone'.
        let limit = min(3, max(1, count / 2))
        let near = words.sorted().min { distance(to: $0) < distance(to: $1) }
        return near.flatMap { distance(to: $0) <= limit ? $0 : nil }
    }

    /// First of these paths that ends with the same name: `printer.queue` for `queue`.
    func namesake(in paths: some Sequence<String>) -> String? {
        let name = split(separator: ".").last.map(String.init) ?? self
        return paths.first { path in
            guard let last = path.split(separator: ".").last else { return false }
            return last.lowercased() == name.lowercased()
        }
    }

    /// Number of edits from one word to the other (Levenshtein).
    func distance(to other: String) -> Int {
        let (a, b) = (Array(self), Array(other))
        var row = Array(0...b.count)
        for i in a.indices {
            var previous = row[0]
            row[0] = i + 1
            for j in b.indices {
                let substituted = previous + (a[i] == b[j] ? 0 : 1)
                previous = row[j + 1]
                row[j + 1] = Swift.min(substituted, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[b.count]
    }
}
