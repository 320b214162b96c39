import Foundation

/// Files of a settings folder: those that are read, and those that are not.
struct SettingsFiles {
    let folder: String
    /// Names of the YAML files, sorted. The ending is `.yaml` or `.yml`, in letters of any case.
    let names: [String]
    /// Names of the files that are not read, sorted, without those that editors hide.
    let others: [String]

    /// Lists a folder. One that can't be read has no files.
    init(folder: String) {
        self.folder = folder
        let all = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let shown = all.filter { !Self.isHidden($0) }.sorted()
        names = shown.filter(Self.isYAML)
        others = shown.filter { !Self.isYAML($0) }
    }

    /// Name of a file without its ending.
    static func stem(_ name: String) -> String {
        name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    }

    private static func isYAML(_ name: String) -> Bool {
        let name = name.lowercased()
        return name.hasSuffix(".yaml") || name.hasSuffix(".yml")
    }

    /// Whether an editor or a desktop left the file: `.dukcapil.yaml.swp`, `dukcapil.yaml~`,
    /// `#dukcapil.yaml#`.
    private static func isHidden(_ name: String) -> Bool {
        name.hasPrefix(".") || name.hasSuffix("~") || name.hasPrefix("#")
    }

    /// Path of the YAML file with this stem. Where there is none, the path that it should have.
    func path(of stem: String) -> String {
        let usual = stem + ".yaml"
        let name =
            names.contains(usual) ? usual : names.first { Self.stem($0) == stem } ?? usual
        return "\(folder)/\(name)"
    }

    /// File that is not read though its name begins like this one.
    func namesake(of stem: String) -> String? {
        others.first { $0.lowercased().hasPrefix(stem.lowercased() + ".") }
    }

    /// Warning for each file that is not read.
    var warnings: [SettingsProblem] {
        others.map { name in
            SettingsProblem(
                .warning, file: "\(folder)/\(name)",
                message: "is not read: its name must end with .yaml")
        }
            + names.filter { name in
                path(of: Self.stem(name)) != "\(folder)/\(name)"
            }.map { name in
                SettingsProblem(
                    .warning, file: "\(folder)/\(name)",
                    message: "stands beside \(Self.stem(name)).yaml; keep one of them")
            }
    }
}
