extension KioskSettings {
    /// What the daemon only looks at when it starts: glass, input devices, queue, page, folders. Two
    /// settings that agree in this can follow one another while it runs.
    package var atStart: KioskSettings {
        var copy = self
        let usual = KioskSettings(terminal: "", officeName: "", timeZone: office.timeZone)
        copy.office = usual.office
        copy.catalogue = usual.catalogue
        copy.languageFolder = usual.languageFolder
        copy.languages = usual.languages
        copy.questionnaire = usual.questionnaire
        copy.keyboard = usual.keyboard
        copy.display.screenKeyboard = usual.display.screenKeyboard
        copy.printer.onFault = usual.printer.onFault
        copy.printer.unprinted = usual.printer.unprinted
        copy.printer.visitorReprint = usual.printer.visitorReprint
        copy.hours = usual.hours
        copy.dayStartMinute = usual.dayStartMinute
        copy.clockBehind = usual.clockBehind
        copy.timeouts = usual.timeouts
        copy.limits = usual.limits
        copy.surveyWeight = usual.surveyWeight
        copy.lowReach = usual.lowReach
        return copy
    }
}
