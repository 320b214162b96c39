package import Office
import Yams

/// Reads the languages of screen and slip, one file each (K4).
package enum LanguageLoader {
    /// Loads the languages in the order of the welcome screen. The first is the default: a phrase
    /// that another language lacks falls back to it, with a warning.
    package static func load(folder: String, order: [String]) -> Loaded<PhraseBook> {
        var dictionaries: [PhraseBook.Dictionary] = []
        let files = SettingsFiles(folder: folder)
        var problems = files.warnings
        for name in order {
            let list = ProblemList(file: files.path(of: name))
            if let dictionary = read(list, language: name, first: dictionaries.first) {
                dictionaries.append(dictionary)
            }
            problems += list.all
        }
        let value = dictionaries.isEmpty ? nil : PhraseBook(dictionaries: dictionaries)
        return Loaded(value: value, problems: problems)
    }

    private static func read(
        _ problems: ProblemList, language: String, first: PhraseBook.Dictionary?
    ) -> PhraseBook.Dictionary? {
        guard let file = YAMLMap.file(problems.file, problems: problems) else { return nil }
        if let named = file.requiredString("language"), named != language {
            problems.add(
                file.node, "language", "is '\(named)', but the file's name says '\(language)'")
        }
        let name = file.requiredString("name")
        let unreviewed = file.strings("unreviewed")
        guard let map = file.map("phrases") else {
            _ = file.required("phrases")
            return nil
        }
        file.finish()
        if map.isEmpty {
            problems.add(map.node, "phrases", "is empty; write the phrases of this language")
            return nil
        }
        var phrases: [String: String] = [:]
        for (key, keyNode, value) in map.all() {
            guard let text = file.text(value, "phrases.\(key)") else { continue }
            if let first {
                guard let original = first.phrases[key] else {
                    problems.add(
                        keyNode, "phrases.\(key)",
                        "is not a phrase of '\(first.language)'; nothing shows it",
                        severity: .warning)
                    continue
                }
                guard placeholders(text) == placeholders(original) else {
                    problems.add(
                        value, "phrases.\(key)",
                        "must hold the same {names} as in '\(first.language)': "
                            + placeholders(original).sorted().joined(separator: " "))
                    continue
                }
            }
            phrases[key] = text
        }
        for node in file.list("unreviewed") {
            guard let key = node.scalar?.string, phrases[key] == nil else { continue }
            problems.add(
                node, "unreviewed", "'\(key)' is no phrase of this file; take it out",
                severity: .warning)
        }
        for key in (first?.phrases.keys.sorted() ?? []) where phrases[key] == nil {
            problems.add(
                map.node, "phrases.\(key)",
                "is missing; '\(first?.language.rawValue ?? "")' is shown instead",
                severity: .warning)
        }
        return PhraseBook.Dictionary(
            language: Language(rawValue: language), name: name ?? language, phrases: phrases,
            unreviewed: Set(unreviewed).intersection(phrases.keys))
    }

    /// Names in braces in a phrase: `{count}`. A scan: a regular expression would be compiled anew
    /// for every phrase of every language.
    static func placeholders(_ text: String) -> Set<String> {
        var found: Set<String> = []
        for part in text.utf8.split(separator: 0x7B, omittingEmptySubsequences: false).dropFirst() {
            let name = part.prefix { (0x61...0x7A).contains($0) }
            guard !name.isEmpty, name.endIndex < part.endIndex, part[name.endIndex] == 0x7D else {
                continue
            }
            found.insert("{\(Substring(name))}")
        }
        return found
    }
}
