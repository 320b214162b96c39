import Foundation
import TestSupport
import Testing
import Wire

@Suite("loket: keypads and tones", .timeLimit(.minutes(5)))
struct KeypadCommandTests {
    @Test("V23 the chart is looked at before it is printed, and what can't be is one sentence")
    func chart() async throws {
        let folder = try TemporaryFolder()
        let daemon = try await Daemon.ready(folder)
        for profile in ["generic-escpos-58", "generic-escpos-80"] {
            let file = folder.file("\(profile).png")
            let done = try await daemon.loket(
                "keypad", "chart", "3", "--out", file, "--profile", profile)
            #expect(done.status == 0, "\(done.errors)")
            let picture = FileManager.default.contents(atPath: file) ?? Data()
            #expect(picture.starts(with: [0x89, 0x50, 0x4E, 0x47]) && picture.count > 5_000)
        }
        for words in [
            ["chart", "none"], ["chart", "3", "--language", "xx"], ["chart"], ["bind", "1"],
            ["bind", "none"], ["unbind", "1"],
        ] {
            let done = try await Daemon.loket(["keypad"] + words + ["--state", daemon.state])
            #expect(done.status == 2 && isOneSentence(done.errors), "\(words): \(done.errors)")
        }
        let list = try await daemon.loket("keypad", "list")
        #expect(list.status == 0 && list.text.contains("none is bound"), "\(list.text)")
        let pads: [Wire.Keypad] = try await daemon.ask("keypad", "list")
        #expect(pads.isEmpty)
    }

    @Test(
        "V24 L3 a daemon plays its tones and the call for an officer on the device of its settings")
    func tones() async throws {
        let folder = try TemporaryFolder()
        let settings = try SettingsCopy(folder)
        try settings.replace("  device: auto\n", with: "  device: hall\n")
        let sound = folder.file("hall.raw")
        try folder.write(
            """
            pcm.hall {
                type plug
                slave {
                    pcm { type file file "\(sound)" format "raw" truncate false slave.pcm { type null } }
                    rate 48000
                    channels 1
                    format S16_LE
                }
            }
            """, to: "asoundrc")
        let daemon = try Daemon(
            folder, config: settings.config,
            environment: [
                "ALSA_CONFIG_PATH": "/usr/share/alsa/alsa.conf:\(folder.file("asoundrc"))"
            ])
        try await daemon.event("api.ready")
        try await daemon.event("page.ready")
        let done = try await daemon.loket("sound", "test")
        #expect(done.status == 0 && done.text.contains("nobody: two low tones"), "\(done.errors)")
        let one: [Wire.SoundTone] = try await daemon.ask("sound", "test", "accepted")
        #expect(one.map(\.tone) == ["accepted"])
        @Sendable func length() -> Int {
            (0..<4).map { number in
                let file = number == 0 ? sound : sound + String(format: ".%04d", number)
                return FileManager.default.contents(atPath: file)?.count ?? 0
            }.reduce(0, +)
        }
        // All tones and one of them again: 2.6 s of two bytes at 48 kHz, and no more than a second
        // of padding.
        try await eventually("the tones in the file") { length() > 240_000 }
        #expect(length() < 480_000)
        let before = length()
        try await daemon.tap("callOfficer")
        try await daemon.event("officer.called")
        try await eventually("the chime in the file") { length() >= before + 90_000 }
        let status = try await daemon.loket("status")
        #expect(!status.text.contains("sound device"), "\(status.text)")
    }

    @Test("V24 a named sound device that is missing is in the status, and refuses the test")
    func missing() async throws {
        let folder = try TemporaryFolder()
        let settings = try SettingsCopy(folder)
        try settings.replace("  device: auto\n", with: "  device: no-such-card\n")
        let daemon = try await Daemon.ready(folder, config: settings.config)
        let done = try await daemon.loket("sound", "test")
        #expect(done.status == 2 && isOneSentence(done.errors), "\(done.errors)")
        #expect(done.errors.contains("'no-such-card' is not there"))
        try await eventually("the fault in the status") {
            try await daemon.loket("status").text.contains("no-such-card")
        }
    }
}
