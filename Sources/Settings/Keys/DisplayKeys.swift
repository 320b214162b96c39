import Geometry

extension KioskKeys {
    static let display = KeyGroup(
        "display", "The screen: which one, how it lies and when it goes dark.",
        [
            Key(
                "backend", \.display.backend, .displayChoice, .atStart,
                "Display to use. auto takes KMS, else a framebuffer, else a display in memory that "
                    + "a page shows. `loket display list` names connectors and framebuffers."),
            Key(
                "width", \.display.width, .int(320...7680, "pixels"), .atStart,
                "Width of a display in memory. Real glass has its own."),
            Key(
                "height", \.display.height, .int(240...7680, "pixels"), .atStart,
                "Height of a display in memory. Real glass has its own."),
            Key(
                "widthMillimetres", \.display.widthMillimetres,
                .optional(.number(50...3000, "millimetres"), null: millimetresUnset), .atStart,
                "Width of the upright picture. Together with heightMillimetres it overrules what "
                    + "real glass reports. Without it a display in memory of 1280x800 pixels is "
                    + "217 millimetres wide, and others have 160 pixels an inch."),
            Key(
                "heightMillimetres", \.display.heightMillimetres,
                .optional(.number(50...3000, "millimetres"), null: millimetresUnset), .atStart,
                "Height of the upright picture. Together with widthMillimetres it overrules what "
                    + "real glass reports. Without it a display in memory of 1280x800 pixels is "
                    + "136 millimetres high, and others have 160 pixels an inch."),
            Key(
                "rotation", \.display.orientation.rotation, .rotation, .atStart,
                "Turns picture and touch together."),
            Key(
                "mirror", \.display.orientation.isMirrored, .bool, .atStart,
                "Mirrors picture and touch, for glass that is seen through a mirror."),
            Key(
                "dimAfterSeconds", \.display.dimAfterSeconds, .int(0...86_400, "seconds"), .atStart,
                "Time without a touch outside office hours until the screen goes dim. 0: never."),
            Key(
                "darkAfterSeconds", \.display.darkAfterSeconds, .int(0...86_400, "seconds"),
                .atStart,
                "Time without a touch outside office hours until the screen goes black. The first "
                    + "touch only wakes it. 0: never."),
            Key(
                "switchOff", \.display.switchesOff, .bool, .atStart,
                "Switches the monitor off as well once the screen is black."),
            Key(
                "screenKeyboard", \.display.screenKeyboard, .word, .atNextFirstScreen,
                "When the keyboard is on the screen. auto: unless a typing keyboard is plugged in. "
                    + "always: in any case."),
            Key(
                "console", \.display.console, .optional(.int(1...63), null: "a free one"), .atStart,
                "Number of the virtual terminal that the display takes."),
            Key(
                "forceRefresh", \.display.forcesRefresh, .bool, .atStart,
                "Sets the mode again with each picture, for drivers that show nothing without it."),
        ])

    private static let millimetresUnset = "as the glass reports"
}
