import Office
import Yams

extension KioskKeys {
    static let counters = KeyGroup(
        "", "Counters, and whom each of them calls.",
        check: checkCounters,
        [
            Key(
                "counters", \.calling.counters,
                .list(
                    of: .record(
                        counterKeys, "a counter with services in primary or secondary",
                        initial: Counter(id: "", number: 1, primary: []),
                        isEmpty: { $0.services.isEmpty }),
                    "a list of counters, e.g. [{id: \"1\", number: 1, primary: [ktp-el]}]"),
                .atNextFirstScreen,
                "Counters of the office. Without any nobody is called.")
        ])

    private static let counterKeys: [Key<Counter>] = [
        Key(
            "id", \.id,
            .text("1 to 12 small letters, digits or hyphens, e.g. \"3\"", where: isCounterID),
            .atNextFirstScreen, isRequired: true,
            "Name of the counter in commands and records. It never changes."),
        Key(
            "number", \.number, .int(1...99), .atNextFirstScreen, isRequired: true,
            "Number on its sign, as it is called."),
        Key(
            "place", \.place, .localized, .atNextFirstScreen,
            "Word before the number: Loket, Meja, Ruang."),
        Key(
            "zone", \.zone, .text, .atNextFirstScreen,
            "Part of the hall in which its calls are shown and spoken."),
        Key(
            "primary", \.primary, services, .atNextFirstScreen,
            "Services that it calls before all others."),
        Key(
            "secondary", \.secondary, services, .atNextFirstScreen,
            "Services that it calls where nobody waits for a primary one, or somebody has waited "
                + "for too long."),
        Key(
            "classes", \.classes, .word, .atNextFirstScreen,
            "Classes that it calls. priority: the elderly, the pregnant, people with a disability, "
                + "and those with an infant."),
    ]

    private static let services = ValueRule<[String]>.list(
        of: .text, "a list of services, e.g. [ktp-el, kk]")

    private static func isCounterID(_ text: String) -> Bool {
        (1...12).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || byte == UInt8(ascii: "-")
            }
    }

    private static func checkCounters(_ map: YAMLMap, _ settings: KioskSettings) {
        // Anything but a list has its problem already.
        let nodes = map.value("counters")?.sequence.map(Array.init) ?? []
        let counters = settings.calling.counters
        guard counters.count == nodes.count else { return }
        for (index, counter) in counters.enumerated() {
            let field = "counters[\(index + 1)]"
            let earlier = counters[..<index]
            if earlier.contains(where: { $0.id == counter.id }) {
                map.problems.add(
                    nodes[index], "\(field).id",
                    "'\(counter.id)' is another counter's; choose another")
            }
            if earlier.contains(where: {
                $0.number == counter.number && $0.place == counter.place
            }) {
                map.problems.add(
                    nodes[index], "\(field).number",
                    "\(counter.number) is on another counter's sign; visitors could not tell them "
                        + "apart")
            }
            let twice = Set(
                counter.services.filter { service in
                    counter.services.count { $0 == service } > 1
                })
            for service in twice.sorted() {
                map.problems.add(
                    nodes[index], field, "names '\(service)' twice; keep one of them")
            }
        }
    }

    private static let groupRatioKeys: [Key<GroupRatio>] = [
        Key(
            "service", \.serviceID, .text, .atNextFirstScreen, isRequired: true,
            "Any service of the group."),
        Key(
            "priorityCalls", \.ratio.priority, .int(1...20, "calls"), .atNextFirstScreen,
            "Calls of the priority class among those of both classes, while both wait."),
        Key(
            "regularCalls", \.ratio.regular, .int(1...20, "calls"), .atNextFirstScreen,
            "Calls of the regular class among those of both classes, while both wait."),
    ]

    static let ratios = KeyGroup(
        "", "Ratios of services whose counters need another one than that of `calling`.",
        [
            Key(
                "ratios", \.calling.groupRatios,
                .list(
                    of: .record(
                        groupRatioKeys, "a service with priorityCalls and regularCalls",
                        initial: GroupRatio(serviceID: "", ratio: CallRatio()),
                        isEmpty: { $0.serviceID.isEmpty }),
                    "a list of ratios, e.g. [{service: paspor, priorityCalls: 1, regularCalls: 1}]"),
                .atNextFirstScreen,
                "Ratios of single services. Each is that of all services which hang together with "
                    + "this one by their counters.")
        ])

    static let calling = KeyGroup(
        "calling", "The order in which counters call.",
        [
            Key(
                "priorityCalls", \.calling.ratio.priority, .int(1...20, "calls"),
                .atNextFirstScreen,
                "Calls of the priority class among those of both classes, while both wait."),
            Key(
                "regularCalls", \.calling.ratio.regular, .int(1...20, "calls"),
                .atNextFirstScreen,
                "Calls of the regular class among those of both classes, while both wait."),
            Key(
                "longestWait", \.calling.longestWaitSeconds, .minutes(5...480), .atNextFirstScreen,
                "Wait after which the oldest ticket goes first, whatever its class."),
            Key(
                "nextPause", \.calling.nextPauseSeconds, .int(0...60, "seconds"),
                .atNextFirstScreen,
                "Time after a counter's call in which it calls nobody else."),
            Key(
                "recallGap", \.calling.recallGapSeconds, .int(0...120, "seconds"),
                .atNextFirstScreen,
                "Least time from a call to the recall after which a visitor may be absent."),
            Key(
                "aside", \.calling.asideSeconds, .minutes(1...60), .atNextFirstScreen,
                "Time for which the ticket of an absent visitor is set aside."),
            Key(
                "absences", \.calling.maximumRounds, .int(1...9, "absences"), .atNextFirstScreen,
                "Number of absences that end a ticket."),
            Key(
                "usualTime", \.calling.usualSeconds,
                .optional(.minutes(1...240), null: "not known"), .atNextFirstScreen,
                "Time from call to call, for the estimate of services whose own times are not known "
                    + "yet. null: their waits are not yet known."),
        ])
}

extension ValueRule where Value == Int {
    /// Minutes in the file, seconds in the value.
    fileprivate static func minutes(_ range: ClosedRange<Int>) -> Self {
        ValueRule<Int>.int(range, "minutes").map({ $0 * 60 }, back: { $0 / 60 })
    }
}
