import Foundation
import Pos

/// Printer that may get a queue, and its fitness for slips.
package struct FoundPrinter: Sendable, Hashable {
    package enum Way: String, Sendable, Hashable { case network, usb, serial, other }
    /// Fitness for slips, the best first.
    package enum Fitness: Int, Sendable, Hashable, Comparable {
        case proves, sends, pages, unfit

        package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// Argument for `loket printer add`.
    package var device: String
    package var model: String
    package var way: Way
    package var fitness: Fitness
    /// Reason for the fitness, one sentence.
    package var why: String

    package var isFit: Bool { fitness != .unfit }
}

extension FoundPrinter {
    /// Rates a device. `ipp` is the printer's own answer, where it could be asked.
    init(_ found: FoundDevice, ipp: IPPPrinter? = nil) {
        device = found.uri
        model = found.model == "Unknown" || found.model.isEmpty ? found.info : found.model
        way =
            switch found.kind {
            case "network": .network
            case "serial": .serial
            case "direct": found.uri.contains("usb") || found.scheme == "pos" ? .usb : .other
            default: .other
            }
        (fitness, why) = Self.judge(found, ipp)
    }

    /// Rates a printer with a file of the kernel, where CUPS has no `loket-pos` to list it.
    init(_ printer: USBPrinter) {
        device = printer.uri
        model = printer.title
        way = .usb
        fitness = .proves
        why = "can prove each slip once loket-pos is installed: \(PrinterSetup.installLine)."
    }

    private static func judge(_ found: FoundDevice, _ ipp: IPPPrinter?) -> (Fitness, String) {
        let isReceipt = isReceiptPrinter(found)
        switch found.scheme {
        case "pos":
            return (.proves, "by loket-pos: can prove each slip if the printer answers.")
        case "socket":
            return (
                .sends,
                "raw port: can't prove a slip; add it by its host alone, and loket-pos can."
            )
        case "ipp", "ipps", "ippusb": return judge(ipp)
        case "dnssd" where found.uri.contains("_ipp"): return judge(nil)
        case "dnssd" where found.uri.contains("_pdl-datastream"):
            return (.sends, "raw port: add it by its host alone, and loket-pos can prove slips.")
        case "usb" where isReceipt:
            return (
                .sends,
                "receipt printer: can't prove a slip this way; add it as /dev/usb/lp0 with loket-pos."
            )
        case "usb", "hp":
            return (.pages, "page printer: name its maker's driver by --ppd, and an A4 profile.")
        case "serial", "parallel":
            return (.unfit, "this way can't tell anything: add it as /dev/ttyS0?baud=9600.")
        case "lpd", "dnssd", "smb", "beh", "http", "https":
            return (.unfit, "this way can't tell what became of a slip: use IPP or a raw port.")
        default:
            return (.unfit, "prints on no paper of its own: a PDF writer, a fax or a file.")
        }
    }

    private static func judge(_ ipp: IPPPrinter?) -> (Fitness, String) {
        guard let ipp else {
            return (.pages, "driverless (IPP): says when a job is done; its paper is not known.")
        }
        guard ipp.formats.contains(where: PrinterSetup.driverlessFormats.contains) else {
            return (.unfit, "IPP, but it takes no PDF and no raster: its maker's driver is needed.")
        }
        if ipp.isRoll {
            return (.proves, "driverless (IPP) with a roll: the printer says when a slip is done.")
        }
        return (.pages, "page printer (IPP): for slips on A4, with a profile for pages.")
    }

    /// Returns whether it is a receipt printer, by its command languages, else by its name.
    private static func isReceiptPrinter(_ found: FoundDevice) -> Bool {
        let text = (found.deviceID + " " + found.model + " " + found.uri).uppercased()
        return ["ESC/POS", "ESCPOS", "POS-", "POS5", "POS8", "TM-", "RECEIPT", "THERMAL", "TSP"]
            .contains { text.contains($0) }
    }
}

extension IPPPrinter {
    /// Whether it has paper of a roll's width, by PWG's names of media: `roll_max_80x2000mm`.
    package var isRoll: Bool {
        media.contains { name in
            if name.hasPrefix("roll_") { return true }
            guard name.hasSuffix("mm"), let size = name.split(separator: "_").last,
                let width = Double(size.dropLast(2).split(separator: "x").first ?? "")
            else { return false }
            return width <= Self.widestRollMillimetres && size.contains("x") && isOnlyNarrow
        }
    }

    static let widestRollMillimetres = 112.0

    /// Whether it has no wide paper. Page printers take envelopes and cards as well.
    private var isOnlyNarrow: Bool {
        !media.contains { $0.contains("_a4_") || $0.contains("letter_") }
    }
}
