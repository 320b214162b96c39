import ArgumentParser
import Settings

extension ConfigCommand {
    struct ExplainCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "explain",
            abstract: "Explains the keys of kiosk.yaml: values, default, and when they count.",
            discussion: """
                Needs no daemon and no settings file. Without KEY it lists all keys; a group such as \
                printer lists its keys.
                A key counts from the next first screen on after SIGHUP, or at start: then the \
                daemon starts over once nobody uses the terminal.
                Exit code 64 for a key that does not exist, with the nearest one that does.
                Examples:
                  loket config explain
                  loket config explain printer.unprinted
                """)

        @OptionGroup var common: CommonOptions
        @Argument(help: "Path of a key or a group, such as printer.queue or printer.")
        var key: String?

        /// One key as JSON.
        struct Line: Encodable {
            var key: String
            var value: String
            var minimum: Double?
            var maximum: Double?
            var unit: String?
            var words: [String]?
            var `default`: String?
            var isRequired: Bool
            var counts: String
            var help: String

            init(_ key: KeyReference) {
                self.key = key.path
                value = key.facts.demand
                minimum = key.facts.range?.lowerBound
                maximum = key.facts.range?.upperBound
                unit = key.facts.unit
                words = key.facts.words.isEmpty ? nil : key.facts.words
                self.default = key.defaultText
                isRequired = key.isRequired
                counts = key.counts.rawValue
                help = key.help
            }
        }

        func run() throws {
            guard let key else { return try show(KioskKeys.references, Self.table) }
            switch KioskKeys.find(key) {
            case .key(let keys): try show(keys, Self.page)
            case .group(let help, let keys): try show(keys) { "\(help)\n\n\(Self.table($0))" }
            case .nothing(let nearest):
                let advice =
                    nearest.map { "did you mean \($0)?" }
                    ?? "`loket config explain` lists all keys."
                throw ValidationError("'\(key)' is no key of kiosk.yaml; \(advice)")
            }
        }

        private func show(_ keys: [KeyReference], _ text: ([KeyReference]) -> String) throws {
            try common.show(keys.map(Line.init)) { _ in text(keys) }
        }

        private static func table(_ keys: [KeyReference]) -> String {
            Table.text(
                ["KEY", "COUNTS FROM", "DEFAULT"],
                keys.map { [$0.path, $0.counts.rawValue, $0.shownDefault ?? "required"] })
        }

        /// Page about one key, then a paragraph for each key inside its value.
        private static func page(_ keys: [KeyReference]) -> String {
            keys.map { key in
                """
                \(key.path)
                  \(key.help)
                  Value        \(key.facts.demand)
                  Default      \(key.shownDefault ?? "none: the key is required")
                  Counts from  \(key.counts.rawValue)
                """
            }.joined(separator: "\n\n")
        }
    }
}
