import Pos
import Slips

/// Connection from CUPS to a printer.
enum PrinterWay: Sendable, Hashable {
    /// Receipt printer. `text` is the URI as written, with `pos:` before it.
    case receipt(DeviceURI, text: String)
    case socket(String)
    /// IPP printer that is asked for its abilities.
    case driverless(String)
    /// Any other back end of CUPS, which needs a driver.
    case driver(String)

    /// Parses a technician's notation. Throws a sentence on what to write.
    init(_ text: String) throws(PrinterSetupError) {
        let scheme = text.prefix { $0 != ":" }
        func receipt(_ uri: String) throws(PrinterSetupError) -> PrinterWay {
            do { return .receipt(try DeviceURI(uri), text: uri) } catch {
                throw .refused("\(error)")
            }
        }
        if text.hasPrefix("pos:") || text.hasPrefix("/dev/") {
            self = try receipt(text.hasPrefix("/") ? "pos:" + text : text)
        } else if text.hasPrefix("socket://") {
            self = .socket(text)
        } else if text.hasPrefix("ipp") && text.contains("://")
            || text.hasPrefix("dnssd://") && text.contains("._ipp")
        {
            self = .driverless(text)
        } else if text.dropFirst(scheme.count).hasPrefix(":/") {
            self = .driver(text)
        } else if !text.isEmpty, text.allSatisfy(Self.isOfHost) {
            self = try receipt("pos://\(text)/")
        } else {
            throw .refused(
                "'\(text)' is no device: write HOST, HOST:PORT, /dev/usb/lp0, /dev/ttyS0?baud=9600 "
                    + "or a URI that loket printer discover shows.")
        }
    }

    private static func isOfHost(_ character: Character) -> Bool {
        character.isASCII
            && (character.isLetter || character.isNumber || "-._:[]%".contains(character))
    }

    static func authority(_ host: String, _ port: UInt16) -> String {
        // A % precedes the zone of an address (RFC 6874).
        host.contains(":") ? "[\(host.replacing("%", with: "%25"))]:\(port)" : "\(host):\(port)"
    }

    /// Throws where profile, driver and connection do not match.
    func check(_ printer: NewPrinter) throws(PrinterSetupError) {
        let isPages = printer.profile.makesPages
        let profile = "The profile \(printer.profile.name)"
        switch self {
        case .receipt, .socket:
            if isPages, printer.driver == nil {
                throw .refused(
                    "\(profile) makes pages, which \(printer.device) does not understand: take an "
                        + "ESC/POS profile, or name the maker's driver by --ppd.")
            }
            if case .receipt = self, printer.driver != nil {
                throw .refused(
                    "loket-pos takes no pages of a driver: write socket://HOST:9100 or the usb: "
                        + "URI that loket printer discover shows, or leave --ppd out.")
            }
        case .driverless, .driver:
            if !isPages {
                throw .refused(
                    "\(profile) sends bytes of a receipt printer, which \(printer.device) does not "
                        + "pass on untouched: take a PDF profile, or add the printer by its host.")
            }
        }
        if case .driver = self, printer.driver == nil {
            throw .refused(
                "A printer at \(printer.device) needs its maker's driver: name that by --ppd, or "
                    + "add a receipt printer as /dev/usb/lp0.")
        }
        if printer.driver != nil, !isPages {
            throw .refused("\(profile) needs no driver: leave --ppd out, or take a PDF profile.")
        }
    }

    var driver: QueueDriver {
        if case .driverless = self { .everywhere } else { .raw }
    }

    /// Returns the device URI for CUPS.
    func deviceURI(_ profile: PrinterProfile) -> String {
        switch self {
        case .receipt(_, let text): Self.receiptDevice(text, profile)
        case .socket(let text): SocketURI(text)?.mended ?? text
        case .driverless(let text), .driver(let text): text
        }
    }

    /// Completes the URI with the profile's options. Options in the URI take precedence.
    private static func receiptDevice(_ text: String, _ profile: PrinterProfile) -> String {
        if text.hasSuffix("?file") { return text }
        let said = text.split(separator: "?", maxSplits: 1).dropFirst().joined()
            .split(separator: "&").map { $0.prefix { $0 != "=" } }
        let open = profile.deviceOptions.filter { !said.contains($0.name[...]) }
            .map { "\($0.name)=\($0.value)" }.joined(separator: "&")
        return open.isEmpty ? text : text + (text.contains("?") ? "&" : "?") + open
    }
}

extension PrinterProfile {
    /// Options of `loket-pos` in the device URI of such a printer.
    var deviceOptions: [(name: String, value: String)] {
        (language == .star ? [("language", "star")] : []) + [
            ("confirm", confirmation.rawValue), ("buffer", String(bufferBytes)),
        ]
    }
}
