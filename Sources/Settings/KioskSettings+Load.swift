import Display
import Foundation
import Geometry
import Office

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
        if case .dates(let dates) = settings.holidays {
            settings.hours.holidays = Dictionary(
                uniqueKeysWithValues: dates.map { ($0, Holiday()) })
        }
        overrides.apply(to: &settings)
        settings.display.checkSize(map)
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

extension KioskSettings.DisplaySettings {
    /// Panel whose size is known before there is glass: one in memory, or one whose millimetres are
    /// set.
    private var knownPanel: Panel? {
        if case .memory(let size?) = backend, !hasMillimetres { return Panel(size: size) }
        return hasMillimetres || backend.isInMemory ? panel : nil
    }

    /// Warns of glass that is too small for the screens.
    fileprivate func checkSize(_ map: YAMLMap) {
        guard let advice = knownPanel?.sizeAdvice else { return }
        map.problems.add(
            map.value("display") ?? map.node, "display", advice, severity: .warning)
    }
}

extension DisplayChoice {
    fileprivate var isInMemory: Bool {
        if case .memory = self { true } else { false }
    }
}
