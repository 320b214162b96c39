import Foundation

extension KioskSettings {
    /// Reads `kiosk.yaml` and lays the overrides over it. A file with an error gives no value: half
    /// a file is never applied. Problems stand in the order of the file.
    package static func load(
        file: String, overrides: SettingsOverrides = SettingsOverrides()
    ) -> Loaded<KioskSettings> {
        let problems = ProblemList(file: file)
        guard let map = YAMLMap.file(file, problems: problems) else {
            return Loaded(value: nil, problems: problems.all)
        }
        var settings = KioskSettings.standIn
        KioskKeys.read(map, into: &settings)
        overrides.apply(to: &settings)
        let all = problems.all.enumerated().sorted {
            ($0.element.line, $0.offset) < ($1.element.line, $1.offset)
        }.map(\.element)
        let isUsable = !all.contains { $0.severity == .error }
        return Loaded(value: isUsable ? settings : nil, problems: all)
    }

    /// Defaults of all keys. Required texts are empty, and the time zone is GMT.
    package static var standIn: KioskSettings {
        KioskSettings(terminal: "", officeName: "", timeZone: .gmt)
    }
}
