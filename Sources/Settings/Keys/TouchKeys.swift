import Office

extension KioskKeys {
    static let touch = KeyGroup(
        "touch", "The touchscreen: which one, and what counts as a touch.",
        [
            Key(
                "slopMillimetres", \.touch.slopMillimetres, .number(0...30, "millimetres"),
                .atStart,
                "Distance that a finger may slide and still touch the button it came down on."),
            Key(
                "debounceMilliseconds", \.touch.debounceMilliseconds,
                .int(0...1000, "milliseconds"), .atStart,
                "Time after a touch in which a second touch at the same place is ignored."),
            Key(
                "debounceMillimetres", \.touch.debounceMillimetres, .number(0...20, "millimetres"),
                .atStart,
                "Distance within which a second touch counts as at the same place."),
            Key(
                "device", \.touch.device,
                .optional(
                    .record(
                        matchKeys, "a description of one device: \(matchAdvice)", initial: .init(),
                        isEmpty: { $0 == .init() }),
                    null: "the best touchscreen there is"), .atStart,
                "The only device that may be the touchscreen. All that is set must fit; "
                    + "`loket touch list` shows the devices."),
            Key(
                "grab", \.touch.grabs, .bool, .atStart,
                "Keeps touches and keys from the console and other programs. false is for "
                    + "debugging only."),
            Key(
                "minimumSamples", \.touch.minimumSamples, .int(1...10, "samples"), .atStart,
                "Contacts that the panel reports fewer times than this are noise."),
        ])

    static let keyboards = KeyGroup(
        "", "Keyboards that are for something.",
        [
            Key(
                "keyboards", \.keyboards,
                .list(
                    of: .record(
                        keyboardKeys, "a role and a device: \(matchAdvice)", initial: .init(),
                        isEmpty: { $0.match == .init() }),
                    "a list of keyboards, e.g. [{role: scanner, vendorProduct: \"05f9:2214\"}]"),
                .atStart,
                "Keyboards with a role. All other keyboards are grabbed and ignored. They are read "
                    + "as US keyboards; `loket touch list` shows the devices.")
        ])

    private static let keyboardKeys: [Key<KioskSettings.KeyboardSettings>] =
        [
            Key(
                "role", \.role, .word, .atStart, isRequired: true,
                "Use of the keyboard. typing: letters into the field on the screen, Enter is its "
                    + "main button, Escape is back. keypad: the same with digits and the hyphen "
                    + "only. scanner: the code of a slip, then Enter, shows the ticket's place in "
                    + "the queue.")
        ] + matchKeys.map { $0.within(\.match) }

    private static let matchAdvice = "name, vendorProduct, physicalPath or unique"

    private static let matchKeys: [Key<KioskSettings.InputMatch>] = [
        Key(
            "name", \.name, .optional(.text, null: "any"), .atStart,
            "Name that the device reports."),
        Key(
            "vendorProduct", \.vendorProduct, .optional(.text, null: "any"), .atStart,
            "Numbers of vendor and product in hexadecimal, e.g. \"0eef:0001\"."),
        Key(
            "physicalPath", \.physicalPath, .optional(.text, null: "any"), .atStart,
            "Port that the device is plugged into."),
        Key(
            "unique", \.unique, .optional(.text, null: "any"), .atStart,
            "Serial number that the device reports."),
    ]
}
