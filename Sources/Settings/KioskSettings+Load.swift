import Foundation
import Geometry
package import Office
import Yams

extension KioskSettings {
    /// Reads `kiosk.yaml`. With any error in it there is no value: half a file is not applied.
    package static func load(file: String) -> Loaded<KioskSettings> {
        let problems = ProblemList(file: file)
        guard let map = YAMLMap.file(file, problems: problems) else {
            return Loaded(value: nil, problems: problems.all)
        }
        var settings = readIdentity(map)
        settings.readFiles(map)
        settings.readDevices(map)
        settings.readServices(map)
        settings.readPrinter(map)
        settings.readTimes(map)
        settings.readHours(map)
        settings.surveyWeight =
            map.word("surveyWeight", SatisfactionIndex.Weight.self) ?? settings.surveyWeight
        settings.lowReach = map.bool("lowReach") ?? settings.lowReach
        map.finish()
        let isUsable = !problems.all.contains { $0.severity == .error }
        return Loaded(value: isUsable ? settings : nil, problems: problems.all)
    }

    private static func readIdentity(_ map: YAMLMap) -> KioskSettings {
        let terminal = map.requiredString("terminal")
        if let terminal, !isTerminalName(terminal) {
            map.problems.add(
                map.value("terminal"), "terminal",
                "'\(terminal)' must be 1 to 8 small letters or digits, e.g. belu1")
        }
        // With stand-ins for what is wrong the rest of the file is still checked.
        var settings = KioskSettings(
            terminal: terminal ?? "", officeName: "", timeZone: .gmt)
        if !map.has("office") { _ = map.required("office") }
        guard let office = map.map("office") else { return settings }
        settings.office.name = office.requiredString("name") ?? ""
        let zoneName = office.requiredString("timezone") ?? ""
        if let zone = TimeZone(identifier: zoneName) {
            settings.office.timeZone = zone
        } else if let node = office.value("timezone") {
            map.problems.add(
                node, "office.timezone",
                "'\(zoneName)' is no time zone; write e.g. Asia/Makassar")
        }
        settings.office.address = office.string("address") ?? ""
        settings.office.complaints = office.localized("complaints") ?? ""
        office.finish()
        return settings
    }

    static func isTerminalName(_ text: String) -> Bool {
        (1...8).contains(text.count)
            && text.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber) }
    }

    private mutating func readFiles(_ map: YAMLMap) {
        catalogue = map.string("catalogue") ?? catalogue
        languageFolder = map.string("languageFolder") ?? languageFolder
        if let node = map.value("languages") {
            languages = map.strings("languages")
            if languages.isEmpty || Set(languages).count < languages.count {
                map.problems.add(
                    node, "languages",
                    "must name at least one language, and each once, e.g. [id, en]")
            }
        }
        questionnaire = map.string("questionnaire") ?? questionnaire
        keyboard = map.string("keyboard") ?? keyboard
        printers = map.string("printers") ?? printers
        fonts = map.string("fonts") ?? fonts
    }

    private mutating func readServices(_ map: YAMLMap) {
        if let part = map.map("page") {
            page.isEnabled = part.word("enabled", Switch.self) ?? page.isEnabled
            page.port = part.int("port", in: 0...65_535) ?? page.port
            part.finish()
        }
        if let part = map.map("control") {
            controlTap = part.word("tap", Switch.self) ?? controlTap
            part.finish()
        }
    }

    private mutating func readPrinter(_ map: YAMLMap) {
        guard let part = map.map("printer") else { return }
        printer.queue = part.string("queue")
        printer.server = part.string("server")
        printer.profile = part.string("profile") ?? printer.profile
        printer.onFault = part.word("onFault", PrinterFault.self) ?? printer.onFault
        printer.unprinted = part.word("unprinted", Unprinted.self) ?? printer.unprinted
        printer.visitorReprint = part.bool("visitorReprint") ?? printer.visitorReprint
        part.finish()
    }

    private mutating func readTimes(_ map: YAMLMap) {
        if let part = map.map("timeouts") {
            let range = 3...3600
            timeouts.menuSeconds = part.int("menu", in: range) ?? timeouts.menuSeconds
            timeouts.requirementsSeconds =
                part.int("requirements", in: range) ?? timeouts.requirementsSeconds
            timeouts.surveySeconds = part.int("survey", in: range) ?? timeouts.surveySeconds
            timeouts.lastSeconds = part.int("last", in: range) ?? timeouts.lastSeconds
            timeouts.lastWithReprintSeconds =
                part.int("lastWithReprint", in: range) ?? timeouts.lastWithReprintSeconds
            timeouts.unprintedSeconds =
                part.int("unprinted", in: range) ?? timeouts.unprintedSeconds
            part.finish()
        }
        if let part = map.map("limits") {
            limits.ticketsPerMinute =
                part.int("ticketsPerMinute", in: 1...1000) ?? limits.ticketsPerMinute
            limits.childPauseSeconds =
                part.int("childPause", in: 1...3600) ?? limits.childPauseSeconds
            limits.ticketsPerVisit =
                part.int("ticketsPerVisit", in: 1...10) ?? limits.ticketsPerVisit
            part.finish()
        }
        if let minute = map.time("dayStart") { dayStartMinute = minute }
        clockBehind = map.word("clockBehind", ClockPolicy.self) ?? clockBehind
    }
}

extension ClockPolicy: CaseIterable {
    package static var allCases: [ClockPolicy] { [.refuse, .continue] }
}
