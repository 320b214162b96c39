import Pos
import Testing

@Suite("Device URIs", .timeLimit(.minutes(5)))
struct DeviceURITests {
    @Test(
        "B9 each kind of device",
        arguments: [
            ("pos://192.168.1.5/", DeviceURI.Place.tcp(host: "192.168.1.5", port: 9_100)),
            ("pos://printer.local:9101", .tcp(host: "printer.local", port: 9_101)),
            ("pos://[fe80::1]:9100/?confirm=r", .tcp(host: "fe80::1", port: 9_100)),
            ("pos://[fe80::1%25eth0]:9100/", .tcp(host: "fe80::1%eth0", port: 9_100)),
            ("pos://[fe80::1%eth0]/", .tcp(host: "fe80::1%eth0", port: 9_100)),
            ("pos:/dev/usb/lp0", .usb(path: "/dev/usb/lp0", serial: nil)),
            ("pos:/dev/usb/lp?serial=X%204", .usb(path: "/dev/usb/lp", serial: "X 4")),
            (
                "pos:/dev/ttyS0?baud=19200&flow=rtscts",
                .serial(path: "/dev/ttyS0", baud: 19_200, flow: .rtscts)
            ),
            ("pos:/tmp/a%20b?file", .file(path: "/tmp/a b")),
        ])
    func places(text: String, place: DeviceURI.Place) throws {
        #expect(try DeviceURI(text).place == place)
    }

    @Test("B options and their defaults")
    func options() throws {
        let plain = try DeviceURI("pos://p/")
        #expect(plain.settings == DialogueSettings())
        #expect(plain.connectLimit == .seconds(3))
        #expect(plain.settings.confirmation == .status && plain.settings.asksFirst)
        let all = try DeviceURI(
            "pos://p/?confirm=H&buffer=45&connect=1.5&answer=0.25&wait=90&still=20&ask=yes")
        #expect(all.settings.confirmation == .processID)
        #expect(all.settings.bufferBytes == 45)
        #expect(all.connectLimit == .milliseconds(1_500))
        #expect(all.settings.answerLimit == .milliseconds(250))
        #expect(all.settings.troubleLimit == .seconds(90))
        #expect(all.settings.standstillLimit == .seconds(20))
        #expect(try !DeviceURI("pos://p/?confirm=none").settings.asksFirst)
        #expect(try DeviceURI("pos://p/?confirm=none&ask=yes").settings.asksFirst)
        #expect(try DeviceURI("pos:/f?file&confirm=H").settings.confirmation == .none)
        let star = try DeviceURI("pos://p/?language=star").settings
        #expect(star.language == .star && star.confirmation == .printEnd && star.asksFirst)
        let silent = try DeviceURI("pos://p/?confirm=none&language=star").settings
        #expect(silent.confirmation == .none && silent.asksFirst)
        #expect(try !DeviceURI("pos://p/?language=star&ask=no").settings.asksFirst)
    }

    @Test(
        "B a wrong URI: one sentence, with the field and what to write",
        arguments: [
            ("socket://p/", "is not one of loket-pos: write pos://HOST:9100/"),
            ("pos:", "is not one of loket-pos"),
            ("pos:/", "names no file"),
            ("pos:///", "names no host"),
            ("pos://p:0/", "has the port 0: give one from 1 to 65535"),
            ("pos://p/queue", "has a path behind the host"),
            ("pos:/dev/ttyS0", "add ?baud=9600"),
            ("pos:/dev/ttyS0?baud=12345", "has baud=12345: give 9600"),
            ("pos://p/?buffer=5", "has buffer=5: give a whole number from 16 to 1048576"),
            ("pos://p/?confirm=h", "has confirm=h: give one of r, H, none"),
            ("pos://p/?confirm=end", "has confirm=end: give one of r, H, none"),
            ("pos://p/?language=star&confirm=H", "has confirm=H: give one of end, none"),
            ("pos://p/?language=zpl", "has language=zpl: give one of escpos, star"),
            ("pos://p/?wait=soon", "has wait=soon: give seconds from"),
            ("pos://p/?snmp=off", "has snmp, which is no option here"),
            ("pos://p/?ask=yes&ask=no", "says ask twice"),
            ("pos:/a%2?file", "names no file"),
            ("pos://p/?serial=%zz", "not encoded as RFC 3986 says"),
        ])
    func wrong(text: String, sentence: String) {
        let error = #expect(throws: DeviceURIError.self) { try DeviceURI(text) }
        let said = error?.description ?? ""
        #expect(said.contains(text) && said.contains(sentence), "\(said)")
        #expect(said.hasSuffix("."))
    }
}
