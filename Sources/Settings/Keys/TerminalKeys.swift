import Office

extension KioskKeys {
    static let terminal = KeyGroup(
        "", "Which terminal this is.",
        [
            Key(
                "terminal", \.terminal,
                .text("1 to 8 small letters or digits, e.g. belu1", where: isTerminalName),
                .atStart, isRequired: true,
                "Name of this terminal in the identity of its tickets. Each terminal of an office "
                    + "needs another name.")
        ])

    static let office = KeyGroup(
        "office", "The office that the terminal stands in.", isRequired: true,
        [
            Key(
                "name", \.office.name, .text, .atNextFirstScreen, isRequired: true,
                "Name of the office, on the screen, on slips and in reports."),
            Key(
                "timezone", \.office.timeZone, .timeZone, .atNextFirstScreen, isRequired: true,
                "Time zone of the office's clock and business date."),
            Key(
                "address", \.office.address, .textOrNothing, .atNextFirstScreen,
                "Address of the office, on slips."),
            Key(
                "complaints", \.office.complaints, .localized, .atNextFirstScreen,
                "Where visitors can complain, on slips. One text for each language."),
        ])

    static let files = KeyGroup(
        "", "Files and folders. A relative path starts at the folder of kiosk.yaml.",
        [
            Key(
                "catalogue", \.catalogue, .text, .atNextFirstScreen,
                "Folder of the catalogue, with one file for each agency."),
            Key(
                "languageFolder", \.languageFolder, .text, .atNextFirstScreen,
                "Folder of the languages, with one file for each language."),
            Key(
                "languages", \.languages,
                .list(
                    of: .text,
                    "a list that names at least one language, and each once, e.g. [id, en]",
                    where: { !$0.isEmpty && Set($0).count == $0.count }),
                .atNextFirstScreen,
                "Languages in the order of the welcome screen. The first is the default."),
            Key(
                "questionnaire", \.questionnaire, .text, .atNextFirstScreen,
                "File of the satisfaction survey's questions."),
            Key(
                "keyboard", \.keyboard, .text, .atNextFirstScreen,
                "File of the layout of the keyboard on the screen."),
            Key(
                "printers", \.printers, .text, .atStart,
                "Folder of the printer profiles."),
            Key(
                "fonts", \.fonts, .text, .atStart,
                "Fontconfig file that names the fonts of screen and slips."),
        ])

    @Sendable static func isTerminalName(_ text: String) -> Bool {
        (1...8).contains(text.count)
            && text.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber) }
    }
}
