package import Office

extension KioskKeys {
    static let days = KeyGroup(
        "", "The business date.",
        check: { map, settings in
            guard settings.hours.neverCloses, !map.has("dayStart") else { return }
            map.problems.add(
                map.value("hours") ?? map.node, "dayStart",
                "is missing, and the office never closes; name the hour at which its numbers start "
                    + "at 1, e.g. dayStart: \"04:00\"", severity: .warning)
        },
        [
            Key(
                "dayStart", \.dayStartMinute, .timeOfDay, .atNextFirstScreen,
                "Time at which a new business date begins and numbers start at 1."),
            Key(
                "clockBehind", \.clockBehind, .word, .atNextFirstScreen,
                "What holds while the clock is behind the newest ticket. continue: numbers are "
                    + "given on the last business date. refuse: no numbers are given."),
        ])

    static let timeouts = KeyGroup(
        "timeouts", "Time without a touch until the screen starts over.",
        [
            Key(
                "menu", \.timeouts.menuSeconds, seconds, .atNextFirstScreen,
                "Time on screens that offer a choice."),
            Key(
                "requirements", \.timeouts.requirementsSeconds, seconds, .atNextFirstScreen,
                "Time on screens that tell what a service requires."),
            Key(
                "survey", \.timeouts.surveySeconds, seconds, .atNextFirstScreen,
                "Time on the questions of the survey."),
            Key(
                "last", \.timeouts.lastSeconds, seconds, .atNextFirstScreen,
                "Time on the last screen of a visit."),
            Key(
                "lastWithReprint", \.timeouts.lastWithReprintSeconds, seconds, .atNextFirstScreen,
                "Time on the last screen where the visitor may ask for another print."),
            Key(
                "unprinted", \.timeouts.unprintedSeconds, seconds, .atNextFirstScreen,
                "Time on the last screen where the number is on the screen only."),
        ])

    static let limits = KeyGroup(
        "limits", "How many tickets are given.",
        [
            Key(
                "ticketsPerMinute", \.limits.ticketsPerMinute, .int(1...1000, "tickets a minute"),
                .atNextFirstScreen,
                "Tickets that one screen gives. More is taken for a child that plays, and the "
                    + "screen pauses."),
            Key(
                "childPause", \.limits.childPauseSeconds, .int(1...3600, "seconds"),
                .atNextFirstScreen,
                "Length of the pause after more than ticketsPerMinute."),
            Key(
                "ticketsPerVisit", \.limits.ticketsPerVisit, .int(1...10, "tickets"),
                .atNextFirstScreen,
                "Tickets that one visitor may take before the screen starts over."),
        ])

    private static let seconds = ValueRule<Int>.int(3...3600, "seconds")
}

extension ClockPolicy: CaseIterable {
    package static var allCases: [ClockPolicy] { [.refuse, .continue] }
}
