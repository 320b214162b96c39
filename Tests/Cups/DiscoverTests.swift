import Foundation
import SlipSamples
import TestSupport
import Testing

@testable import Cups
@testable import Pos
@testable import Slips

@Suite("Which printers there are, and who may set them up", .timeLimit(.minutes(10)))
struct DiscoverTests {
    @Test("B2 what CUPS's back ends find is listed, the fittest first, each with its reason")
    func discover() async throws {
        try await VirtualPrinter.with { virtual in
            let ipp = try virtual.printerURI()
            try virtual.install(
                backend: "fake",
                script: """
                    echo 'network socket://10.0.0.7:9100 "EPSON TM-T20II" "TM-T20II" "MFG:EPSON;"'
                    echo 'direct usb://Zijiang/POS58 "Unknown" "POS58 USB" "CMD:ESC/POS;"'
                    echo 'network \(ipp) "Loket roll" "Roll" ""'
                    echo 'direct cups-pdf:/ "Generic CUPS-PDF Printer" "CUPS-PDF" ""'
                    echo 'network lpd://10.0.0.8/q "Old" "Old" ""'
                    """)
            let found = try await PrinterSetup(server: virtual.server).discover(limitSeconds: 5)
            func entry(_ device: String) throws -> FoundPrinter {
                try #require(found.first { $0.device == device }, "\(found)")
            }
            #expect(try entry("socket://10.0.0.7:9100").fitness == .sends)
            #expect(try entry("socket://10.0.0.7:9100").why.contains("can't prove"))
            #expect(try entry("usb://Zijiang/POS58").model == "POS58 USB")
            #expect(try entry("usb://Zijiang/POS58").fitness == .sends)
            #expect(try entry("usb://Zijiang/POS58").way == .usb)
            // The printer was asked and has a roll.
            #expect(try entry(ipp).fitness == .proves && entry(ipp).way == .network)
            #expect(try !entry("cups-pdf:/").isFit && !entry("lpd://10.0.0.8/q").isFit)
            #expect(found.map(\.fitness) == found.map(\.fitness).sorted())
            #expect(!found.contains { $0.device == "pos" || $0.device == "ipp" })
        }
    }

    @Test("B2 a back end that hangs holds the search up for its limit and no longer")
    func hangs() async throws {
        try await VirtualPrinter.with { virtual in
            try virtual.install(backend: "slow", script: "exec tail -f /dev/null")
            try virtual.install(
                backend: "fake", script: "echo 'network socket://10.0.0.7:9100 \"A\" \"B\" \"\"'")
            let begin = ContinuousClock.now
            let found = try await PrinterSetup(server: virtual.server).discover(limitSeconds: 2)
            #expect(found.contains { $0.device == "socket://10.0.0.7:9100" })
            #expect(ContinuousClock.now - begin < .seconds(20))
        }
    }

    @Test("B2 by the words of a device: what slips may expect of it")
    func fitness() {
        func judge(_ kind: String, _ uri: String, _ model: String, ipp: IPPPrinter? = nil)
            -> FoundPrinter
        {
            FoundPrinter(FoundDevice(kind: kind, uri: uri, model: model, info: ""), ipp: ipp)
        }
        func ipp(_ media: [String], _ formats: [String]) -> IPPPrinter {
            let status = QueueStatus(
                name: "", isStopped: false, isAccepting: true, isPrinting: false, reasons: [],
                message: "", device: "", errorPolicy: nil)
            return IPPPrinter(model: "", status: status, media: media, formats: formats)
        }
        let pdf = ["application/pdf"]
        #expect(judge("direct", "pos:/dev/usb/lp0", "TM-T20").fitness == .proves)
        #expect(judge("direct", "usb://HP/LaserJet", "HP LaserJet").fitness == .pages)
        #expect(judge("direct", "usb://Xerox/3020", "POSTSCRIPT").fitness == .pages)
        #expect(judge("network", "dnssd://X._ipps._tcp.local/", "X").fitness == .pages)
        #expect(judge("network", "dnssd://X._pdl-datastream._tcp.local/", "X").fitness == .sends)
        #expect(judge("network", "dnssd://X._fax._tcp.local/", "X").fitness == .unfit)
        #expect(judge("serial", "serial:/dev/ttyS0?baud=115200", "Serial").fitness == .unfit)
        let roll = ipp(["roll_max_80x2000mm"], pdf)
        #expect(judge("network", "ipp://x/", "X", ipp: roll).fitness == .proves)
        let sheet = ipp(["iso_a4_210x297mm", "iso_a6_105x148mm"], pdf)
        #expect(judge("network", "ipp://x/", "X", ipp: sheet).fitness == .pages)
        let narrow = ipp(["om_80x200mm_80x200mm"], ["image/pwg-raster"])
        #expect(judge("network", "ipp://x/", "X", ipp: narrow).fitness == .proves)
        let old = ipp(["iso_a4_210x297mm"], ["application/postscript"])
        #expect(judge("network", "ipp://x/", "X", ipp: old).fitness == .unfit)
        let usb = FoundPrinter(
            USBPrinter(
                path: "/dev/usb/lp0", serial: "X4", manufacturer: "EPSON", product: "TM-T20"))
        #expect(usb.device == "pos:/dev/usb/lp?serial=X4" && usb.way == .usb)
        #expect(usb.why.contains(PrinterSetup.installLine))
    }

    @Test("B3 who may not set up printers reads what to do, and nothing has changed")
    func notAllowed() async throws {
        try await VirtualPrinter.with { virtual in
            try await virtual.addRawQueue("raw", port: 9, policy: "retry-job")
            try await virtual.restrictSetup(
                to: "AuthType Default\nRequire user nobody-of-this-name\nOrder deny,allow")
            let setup = PrinterSetup(server: virtual.server)
            let profile = try SetupTests.answering()
            let expected = PrinterSetupError.notAllowed(server: virtual.server).description
            #expect(expected.contains("lpadmin") && expected.contains("as root"))
            let new = NewPrinter(
                name: "slips", device: "127.0.0.1:9", profile: profile, isUnchecked: true)
            let refusals = [
                await SetupTests.refusal { () throws(PrinterSetupError) in
                    try await setup.add(new)
                },
                await SetupTests.refusal { () throws(PrinterSetupError) in
                    try await setup.mend("raw")
                },
                await SetupTests.refusal { () throws(PrinterSetupError) in
                    try await setup.remove("raw")
                },
                await SetupTests.refusal { () throws(PrinterSetupError) in
                    try await setup.makeDefault("raw")
                },
                await SetupTests.refusal { () throws(PrinterSetupError) in
                    try await setup.resume("raw", jobPrefix: nil)
                },
            ]
            #expect(refusals == Array(repeating: expected, count: 5))
            #expect(try await SetupTests.names(virtual) == ["raw", "virtual"])
            #expect(try virtual.queue("raw")["printer-error-policy"] == "retry-job")
        }
    }

    @Test("B3 CUPS asks who speaks, as it does on every real machine, and is told")
    func authenticated() async throws {
        try await VirtualPrinter.with { virtual in
            let user = try await Command.run("id", ["-un"]).text
                .trimmingCharacters(in: .whitespacesAndNewlines)
            try await virtual.addRawQueue("raw", port: 9, policy: "retry-job")
            try await virtual.restrictSetup(
                to: "AuthType Default\nRequire user \(user)\nOrder deny,allow")
            let setup = PrinterSetup(server: virtual.server)
            #expect(try await setup.mend("raw").count == 1)
            #expect(try virtual.queue("raw")["printer-error-policy"] == "abort-job")
            // The driver's file is sent twice: in the request for which CUPS demands credentials,
            // and with these.
            let pages = try Sample.profile("pdf-80")
            _ = try await setup.add(
                NewPrinter(name: "roll", device: virtual.printerURI(), profile: pages))
            let made = try #require(
                FileManager.default.contents(atPath: "\(virtual.folder)/etc/ppd/roll.ppd"))
            let padding = String(
                repeating: "*% \(String(repeating: "x", count: 90))\n", count: 4_000)
            _ = try await setup.add(
                NewPrinter(
                    name: "driven", device: "socket://127.0.0.1:9", profile: pages,
                    driver: .file([UInt8](made) + Array(padding.utf8)), isUnchecked: true))
            let model = try virtual.queue("roll")["printer-make-and-model"]
            #expect(!model.isEmpty)
            #expect(try virtual.queue("driven")["printer-make-and-model"] == model)
            try await setup.remove("driven")
            try await setup.remove("roll")
            #expect(try await setup.resume("raw", jobPrefix: nil) == 0)
            try await setup.remove("raw")
            #expect(try await SetupTests.names(virtual) == ["virtual"])
        }
    }
}
