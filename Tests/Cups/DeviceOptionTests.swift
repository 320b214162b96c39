import Pos
import Settings
import SlipSamples
import TestSupport
import Testing

@testable import Cups
@testable import Slips

@Suite("What a profile says in a device URI", .timeLimit(.minutes(10)))
struct DeviceOptionTests {
    @Test("B what the device URI says of a profile of the repository is what loket-pos takes")
    func ours() throws {
        for name in PrinterProfile.names(folder: Repository.file("Printers")) {
            let profile = try Sample.profile(name)
            if profile.language == .pdf { continue }
            let uri = try DeviceURI(PrinterWay("pos://p/").deviceURI(profile))
            #expect(uri.settings.confirmation.rawValue == profile.confirmation.rawValue)
            #expect(uri.settings.bufferBytes == profile.bufferBytes)
        }
    }

    @Test("B a device URI keeps what it says itself, and takes the rest of the profile")
    func deviceURI() throws {
        func device(_ text: String, _ profile: String) throws -> String {
            try PrinterWay(text).deviceURI(Sample.profile(profile))
        }
        #expect(
            try device("192.168.1.5", "star-tsp")
                == "pos://192.168.1.5/?language=star&confirm=end&buffer=4096")
        #expect(
            try device("pos://p/?confirm=none", "star-tsp")
                == "pos://p/?confirm=none&language=star&buffer=4096")
        #expect(
            try device("/dev/usb/lp?serial=X4&buffer=64", "epson-tm-t88")
                == "pos:/dev/usb/lp?serial=X4&buffer=64&confirm=H")
        #expect(try device("pos:/tmp/slip?file", "star-tsp") == "pos:/tmp/slip?file")
        // The zone of an IPv6 address keeps its percent sign.
        #expect(
            try device("[fe80::1%25eth0]", "epson-tm-t20").hasPrefix("pos://[fe80::1%25eth0]/?"))
        #expect(PrinterWay.authority("fe80::1%eth0", 9_100) == "[fe80::1%25eth0]:9100")
    }
}
