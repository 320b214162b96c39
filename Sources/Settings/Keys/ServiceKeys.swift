extension KioskKeys {
    static let survey = KeyGroup(
        "", "The satisfaction index.",
        [
            Key(
                "surveyWeight", \.surveyWeight, .word, .atNextFirstScreen,
                "Weight of an element in the satisfaction index. exact: 1/9, or one of the rounded "
                    + "ones in use.")
        ])

    static let page = KeyGroup(
        "page", "The page that shows the display in memory, on 127.0.0.1 only.",
        [
            Key(
                "enabled", \.page.isEnabled, .word, .atStart,
                "Whether there is a page. auto: where the display is in memory."),
            Key(
                "port", \.page.port, .int(0...65_535), .atStart,
                "TCP port of the page. 0: any free one."),
        ])

    static let control = KeyGroup(
        "control", "What the control socket allows.",
        [
            Key(
                "tap", \.controlTap, .word, .atStart,
                "Whether `loket tap` may touch the screen. auto: where the display is in memory.")
        ])

    static let reach = KeyGroup(
        "", "Accessibility.",
        [
            Key(
                "lowReach", \.lowReach, .bool, .atNextFirstScreen,
                "Starts every visit with all buttons in reach of a wheelchair.")
        ])
}
