package import Office
import Yams

/// Reads public holidays, one file for each year: `holidays/2026.yaml`. A broken entry is left out and
/// named by file and line; it never blocks tickets (H3).
package enum HolidayLoader {
    /// Reads a folder. A year that is needed on this day and has no file gives a warning.
    package static func load(folder: String, today: CalendarDate) -> Loaded<HolidayCalendar> {
        let files = SettingsFiles(folder: folder)
        var problems = files.warnings
        if files.names.isEmpty {
            problems.append(
                SettingsProblem(
                    file: folder,
                    message: "holds no holidays; add a file for each year, e.g. \(today.year).yaml")
            )
            return Loaded(value: HolidayCalendar(), problems: problems)
        }
        var calendar = HolidayCalendar()
        for name in files.names {
            let list = ProblemList(file: folder + "/" + name)
            read(list, stem: SettingsFiles.stem(name), into: &calendar)
            problems += list.all
        }
        problems += calendar.advice(on: today).map {
            SettingsProblem(.warning, file: folder, message: $0.sentence)
        }
        return Loaded(value: calendar, problems: problems)
    }

    private static func read(
        _ problems: ProblemList, stem: String, into calendar: inout HolidayCalendar
    ) {
        guard let year = year(of: stem) else {
            problems.add(
                nil, "", "is no file of a year; give it the year as its name, e.g. 2026.yaml")
            return
        }
        guard
            let file = YAMLMap.file(problems.file, problems: problems, recovering: "holidays")
        else { return }
        _ = file.strings("unreviewed")
        _ = file.requiredString("source")
        let nodes = file.list("holidays")
        if nodes.isEmpty, !problems.all.contains(where: { $0.severity == .error }) {
            problems.add(
                file.node, "holidays", "is missing or empty; write the holidays of \(year)")
        }
        calendar.years.insert(year)
        for (index, node) in nodes.enumerated() {
            guard let map = YAMLMap(node, path: "holidays[\(index + 1)]", problems: problems)
            else { continue }
            read(map, year, into: &calendar)
        }
        file.finish()
    }

    private static func read(
        _ map: YAMLMap, _ year: Int, into calendar: inout HolidayCalendar
    ) {
        let before = map.problems.all.count
        let date = map.date("date")
        let name = map.requiredLocalized("name")
        let kind = map.word("kind", Holiday.Kind.self) ?? .national
        let isDecreed = map.bool("decreed") ?? true
        map.finish()
        guard map.problems.all.count == before, let date, let name else { return }
        if date.year != year {
            map.problems.add(
                map.value("date"), map.field("date"),
                "\(date) is not of \(year); write it in \(date.year).yaml")
            return
        }
        if calendar.days[date] != nil {
            map.problems.add(
                map.value("date"), map.field("date"), "\(date) stands twice; keep one of them")
            return
        }
        calendar.days[date] = Holiday(name: name, kind: kind, isDecreed: isDecreed)
    }

    /// Year of a file's name without its ending.
    private static func year(of stem: String) -> Int? {
        guard stem.utf8.count == 4, let year = Int(stem), (1_970...9_999).contains(year) else {
            return nil
        }
        return year
    }
}
