package import Office
import Yams

/// Reads the survey's questions (G1).
package enum QuestionnaireLoader {
    package static func load(file: String) -> Loaded<Questionnaire> {
        let problems = ProblemList(file: file)
        guard let map = YAMLMap.file(file, problems: problems) else {
            return Loaded(value: nil, problems: problems.all)
        }
        _ = map.strings("unreviewed")
        let set = map.string("set") ?? Questionnaire.satisfaction
        let version = map.requiredString("version")
        let questions = map.list("questions").compactMap { readQuestion($0, problems) }
        let profile = map.list("profile").compactMap { readField($0, problems) }
        if map.list("questions").isEmpty {
            problems.add(map.node, "questions", "is missing or empty; add the nine questions")
        }
        map.finish()
        for (index, question) in questions.enumerated()
        where questions[..<index].contains(where: { $0.id == question.id }) {
            problems.add(map.node, "questions.\(question.id)", "stands twice; keep one of them")
        }
        // Half a questionnaire would give an index that looks right and is not.
        let isWhole = !problems.all.contains { $0.severity == .error }
        return Loaded(
            value: isWhole
                ? Questionnaire(
                    name: set, version: version ?? "", questions: questions, profile: profile)
                : nil, problems: problems.all)
    }

    private static func readQuestion(_ node: Node, _ problems: ProblemList)
        -> Questionnaire.Question?
    {
        guard let map = YAMLMap(node, path: "questions", problems: problems),
            let key = map.requiredString("key"), let name = map.requiredLocalized("name"),
            let text = map.requiredLocalized("text")
        else { return nil }
        let options = map.localizedList("options")
        map.finish()
        guard options.count == 4 else {
            problems.add(
                node, "questions.\(key).options",
                "must be four options, worth 1, 2, 3, 4 in this order")
            return nil
        }
        return .init(id: key, name: name, text: text, options: options)
    }

    private static func readField(_ node: Node, _ problems: ProblemList)
        -> Questionnaire.ProfileField?
    {
        guard let map = YAMLMap(node, path: "profile", problems: problems),
            let key = map.requiredString("key"), let text = map.requiredLocalized("text")
        else { return nil }
        let choices: [Questionnaire.ProfileField.Choice] = map.list("choices").compactMap {
            guard
                let choice = YAMLMap($0, path: "profile.\(key).choices", problems: problems),
                let id = choice.requiredString("key"),
                let text = choice.requiredLocalized("text")
            else { return nil }
            choice.finish()
            return .init(id: id, text: text)
        }
        map.finish()
        if choices.count < 2 {
            problems.add(map.node, "profile.\(key).choices", "must be at least two choices")
        }
        for (index, choice) in choices.enumerated()
        where choices[..<index].contains(where: { $0.id == choice.id }) {
            problems.add(
                map.list("choices")[index], "profile.\(key).choices.\(choice.id)",
                "stands twice; keep one of them")
        }
        return .init(id: key, text: text, choices: choices)
    }
}
