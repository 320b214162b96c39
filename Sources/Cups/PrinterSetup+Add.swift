import Foundation
import Kernel
import Pos
package import Slips

/// A printer that is to get a queue.
package struct NewPrinter: Sendable, Hashable {
    package var name: String
    /// `HOST[:PORT]`, a file of `/dev`, or a device URI of CUPS.
    package var device: String
    package var profile: PrinterProfile
    /// The maker's driver: a PPD file's content, or the name of one that CUPS has.
    package var driver: QueueDriver?
    /// Description that other programs show to people.
    package var info: String?
    package var isDefault = false
    /// Added though nothing answers there now.
    package var isUnchecked = false

    package init(
        name: String, device: String, profile: PrinterProfile, driver: QueueDriver? = nil,
        isDefault: Bool = false, isUnchecked: Bool = false
    ) {
        self.name = name
        self.device = device
        self.profile = profile
        self.driver = driver
        self.isDefault = isDefault
        self.isUnchecked = isUnchecked
    }
}

/// Queue that was made.
package struct AddedPrinter: Sendable, Hashable {
    package var name: String
    package var device: String
    package var profile: String
    /// Warnings to the technician, one sentence each.
    package var warnings: [String]
}

extension PrinterSetup {
    /// Whether a device, as a technician writes it, wants a profile of pages.
    package static func wantsPages(_ device: String) -> Bool {
        switch try? PrinterWay(device) {
        case .driverless, .driver: true
        case .receipt, .socket, nil: false
        }
    }

    /// CUPS asks a driverless printer after it has answered.
    static let driverlessLimit = Duration.seconds(15)
    static let driverlessLook = Duration.milliseconds(100)

    /// Makes a queue. Either all of it is there afterwards, or nothing.
    package func add(_ printer: NewPrinter) async throws(PrinterSetupError) -> AddedPrinter {
        try checkName(printer.name)
        if try await ask({ (cups) throws(CupsError) in try await cups.queue(printer.name) }) != nil
        {
            throw .refused(
                "CUPS has a queue \(printer.name) already: take another name, or run loket printer "
                    + "remove \(printer.name) first.")
        }
        var way = try PrinterWay(printer.device)
        try way.check(printer)
        var warnings: [String] = []
        if case .receipt(let uri, _) = way, try await !hasBackend() {
            guard case .tcp(let host, let port) = uri.place else {
                throw .refused(
                    "CUPS has no back end loket-pos, which \(printer.device) needs: "
                        + "\(Self.installLine).")
            }
            way = .socket("socket://\(PrinterWay.authority(host, port))/")
            warnings.append(
                "CUPS has no back end loket-pos, so this printer can't prove a slip and its state "
                    + "is not known: \(Self.installLine), then remove the queue and add it again.")
        }
        if !printer.isUnchecked { warnings += try await reach(way, printer) }
        let device = way.deviceURI(printer.profile)
        let driver = printer.driver ?? way.driver
        do {
            try await ask { (cups) throws(CupsError) in
                try await cups.setUp(
                    queue: printer.name, device: device, driver: driver,
                    info: printer.info ?? printer.profile.title)
            }
            if driver == .everywhere { try await awaitDriver(printer) }
            if printer.isDefault { try await makeDefault(printer.name) }
        } catch {
            // CUPS may have begun; there was none of this name before.
            if error != .notAllowed(server: cups.server) {
                try? await cups.delete(queue: printer.name)
            }
            throw error
        }
        return AddedPrinter(
            name: printer.name, device: device, profile: printer.profile.name, warnings: warnings)
    }

    /// Throws where nothing answers at the device. Returns what is odd about the answer.
    private func reach(_ way: PrinterWay, _ printer: NewPrinter) async throws(PrinterSetupError)
        -> [String]
    {
        func refuse(_ why: String) -> PrinterSetupError {
            .refused("\(why) To add it all the same, say --unchecked.")
        }
        switch way {
        case .receipt(let uri, _):
            if let obstacle = await IdleProbe.obstacle(uri) { throw refuse(obstacle) }
            if case .silent(let why) = await IdleProbe.askReceiptPrinter(
                device: way.deviceURI(printer.profile))
            {
                return [why]
            }
        case .socket(let text):
            guard let uri = SocketURI(text)?.asReceiptPrinter else { break }
            if let obstacle = await IdleProbe.obstacle(uri) { throw refuse(obstacle) }
        case .driverless(let uri):
            guard let device = IPPDevice(uri) else { break }
            let found: IPPPrinter
            do { found = try await device.ask() } catch {
                throw refuse("No IPP printer answers at \(uri): see that it is switched on.")
            }
            guard found.formats.contains(where: Self.driverlessFormats.contains) else {
                throw .refused(
                    "The printer at \(uri) takes no PDF and no raster, so it can't be driven "
                        + "without its maker's driver: name that by --ppd.")
            }
        case .driver: break
        }
        return []
    }

    /// CUPS makes the driver of a driverless printer behind its answer, and says nothing when it
    /// could not.
    private func awaitDriver(_ printer: NewPrinter) async throws(PrinterSetupError) {
        let end = Uptime.now() + Self.driverlessLimit
        while Uptime.now() < end {
            let name = try await ask { (cups) throws(CupsError) in
                try await cups.driverName(queue: printer.name)
            }
            if !name.isEmpty, name != "Local Raw Printer" { return }
            do { try await UptimeClock().sleep(for: Self.driverlessLook) } catch { break }
        }
        throw .refused(
            "CUPS could not ask the printer at \(printer.device) what it can do: see its "
                + "error_log, or name a driver by --ppd.")
    }
}
