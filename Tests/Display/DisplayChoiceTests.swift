import Geometry
import Testing

@testable import Display

@Suite("T15 What a technician asks for", .timeLimit(.minutes(5)))
struct DisplayChoiceTests {
    @Test(
        "T15 every choice reads as it is written",
        arguments: [
            ("auto", DisplayChoice.auto), ("kms", .kms(connector: nil)),
            ("kms:HDMI-A-1", .kms(connector: "HDMI-A-1")), ("fbdev", .fbdev(path: nil)),
            ("fbdev:/dev/fb1", .fbdev(path: "/dev/fb1")), ("memory", .memory(nil)),
            ("memory:1280x800", .memory(Size(width: 1280, height: 800))),
        ])
    func reads(_ text: String, _ choice: DisplayChoice) {
        #expect(DisplayChoice(text) == choice)
        #expect(choice.description == text)
    }

    @Test(
        "T15 anything else is refused",
        arguments: [
            "", "Auto", "auto:1", "kms:", "kms:card 0", "kms:/dev/dri/card0", "fbdev:fb0",
            "fbdev:", "memory:", "memory:1280", "memory:100x100", "memory:1280x800x2",
            "memory:9999x800", "drm",
        ])
    func refused(_ text: String) {
        #expect(DisplayChoice(text) == nil)
    }
}
