import CCups

/// Printer found by a back end of CUPS.
package struct FoundDevice: Sendable, Hashable {
    /// Class of the device: `direct`, `network`, `serial` or `file`, as in backend(7).
    package var kind: String
    /// Complete URI, or only a scheme: a back end that found no printer.
    package var uri: String
    package var model: String
    package var info: String
    /// Device ID of IEEE 1284, as `MFG:EPSON;MDL:TM-T20II;CMD:ESC/POS;`.
    package var deviceID: String

    package init(kind: String, uri: String, model: String, info: String, deviceID: String = "") {
        self.kind = kind
        self.uri = uri
        self.model = model
        self.info = info
        self.deviceID = deviceID
    }

    package var scheme: String { String(uri.prefix { $0 != ":" }) }
    package var isScheme: Bool { !uri.contains(":") }
}

/// Processing of a document in CUPS on its way to the printer.
package enum QueueDriver: Sendable, Hashable {
    /// Bytes pass unchanged.
    case raw
    /// Driver that CUPS makes after asking the printer (IPP Everywhere). CUPS answers before it has
    /// asked.
    case everywhere
    /// Driver that CUPS knows by this name.
    case model(String)
    /// PPD file of the printer's maker.
    case file([UInt8])
}

/// Printer's own answer over IPP.
package struct IPPPrinter: Sendable, Hashable {
    package var model: String
    package var status: QueueStatus
    /// Names of media, as `iso_a4_210x297mm` and `roll_max_80x2000mm` (PWG 5101.1).
    package var media: [String]
    package var formats: [String]
}

/// Setup of queues. CUPS requires the right to it: root, the group lpadmin, or as its cupsd.conf
/// says.
extension CupsConnection {
    /// Runs CUPS's back ends to find printers. It takes up to `limitSeconds`, so it needs a
    /// connection of its own, without jobs waiting behind it. `schemes` restricts the back ends.
    /// Throws `CupsError`.
    package func devices(schemes: [String] = [], limitSeconds: Int) async throws(CupsError)
        -> [FoundDevice]
    {
        try await run { cups in
            let request = ippNewRequest(IPP_OP_CUPS_GET_DEVICES)
            ippAddInteger(
                request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "limit", Self.maximumDevices)
            ippAddInteger(
                request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "timeout",
                Int32(clamping: limitSeconds))
            for scheme in schemes {
                ippAddString(
                    request, IPP_TAG_OPERATION, IPP_TAG_NAME, "include-schemes", nil, scheme)
            }
            // CUPS gives a little more time to a back end that does not end.
            return cups.send(
                request, "CUPS-Get-Devices", timeoutSeconds: Double(limitSeconds) + 5
            ).map { response in
                defer { ippDelete(response) }
                return Self.devices(response)
            }
        }
    }

    static let maximumDevices: Int32 = 200

    private static func devices(_ response: OpaquePointer) -> [FoundDevice] {
        var found: [FoundDevice] = []
        var open: [String: String] = [:]
        func close() {
            if let uri = open["device-uri"] {
                found.append(
                    FoundDevice(
                        kind: open["device-class"] ?? "", uri: uri,
                        model: open["device-make-and-model"] ?? "",
                        info: open["device-info"] ?? "", deviceID: open["device-id"] ?? ""))
            }
            open = [:]
        }
        var attribute = ippFirstAttribute(response)
        while let current = attribute {
            // A nameless attribute separates two devices.
            if let name = ippGetName(current).map({ String(cString: $0) }) {
                if ippGetGroupTag(current) == IPP_TAG_PRINTER {
                    if open[name] != nil { close() }
                    open[name] = ippGetString(current, 0, nil).map { String(cString: $0) } ?? ""
                }
            } else {
                close()
            }
            attribute = ippNextAttribute(response)
        }
        close()
        return found
    }

    /// Creates a queue that accepts jobs, is not shared and repeats nothing after an error; or
    /// changes the given parts of one. Throws `CupsError`.
    func setUp(
        queue name: String, device: String? = nil, driver: QueueDriver? = nil, info: String? = nil
    ) async throws(CupsError) {
        try await run { cups in
            let request = cups.request(IPP_OP_CUPS_ADD_MODIFY_PRINTER, queue: name)
            var document: [UInt8]?
            switch driver {
            case .raw: cups.driver(request, "raw")
            case .everywhere: cups.driver(request, "everywhere")
            case .model(let model): cups.driver(request, model)
            case .file(let bytes): document = bytes
            case nil: break
            }
            if let device {
                ippAddString(request, IPP_TAG_PRINTER, IPP_TAG_URI, "device-uri", nil, device)
            }
            if let info {
                ippAddString(request, IPP_TAG_PRINTER, IPP_TAG_TEXT, "printer-info", nil, info)
            }
            ippAddString(
                request, IPP_TAG_PRINTER, IPP_TAG_NAME, "printer-error-policy", nil,
                QueueMistake.rightPolicy)
            if driver != nil {
                ippAddBoolean(request, IPP_TAG_PRINTER, "printer-is-shared", 0)
                ippAddBoolean(request, IPP_TAG_PRINTER, "printer-is-accepting-jobs", 1)
                ippAddInteger(
                    request, IPP_TAG_PRINTER, IPP_TAG_ENUM, "printer-state",
                    Int32(IPP_PSTATE_IDLE.rawValue))
            }
            // CUPS first makes the driver's file, which takes half a second on a fast processor.
            return cups.send(
                request, "CUPS-Add-Modify-Printer", resource: "/admin/", document: document,
                timeoutSeconds: driver == nil ? nil : Self.driverSeconds
            ).map(ippDelete)
        }
    }

    private static let driverSeconds = 60.0

    private func driver(_ request: OpaquePointer?, _ name: String) {
        ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "ppd-name", nil, name)
    }

    /// Deletes a queue with its waiting jobs.
    func delete(queue name: String) async throws(CupsError) {
        try await administer(IPP_OP_CUPS_DELETE_PRINTER, "CUPS-Delete-Printer", name)
    }

    /// Makes the queue the default.
    func setDefault(queue name: String) async throws(CupsError) {
        try await administer(IPP_OP_CUPS_SET_DEFAULT, "CUPS-Set-Default", name)
    }

    func acceptJobs(queue name: String) async throws(CupsError) {
        try await administer(IPP_OP_CUPS_ACCEPT_JOBS, "CUPS-Accept-Jobs", name)
    }

    private func administer(_ operation: ipp_op_t, _ title: String, _ name: String)
        async throws(CupsError)
    {
        try await run { cups in
            cups.send(cups.request(operation, queue: name), title, resource: "/admin/")
                .map(ippDelete)
        }
    }

    /// Returns the default queue; nil: none.
    package func defaultQueue() async throws(CupsError) -> String? {
        do {
            return try await run { cups in
                let request = ippNewRequest(IPP_OP_CUPS_GET_DEFAULT)
                cups.ask(request, for: ["printer-name"])
                return cups.send(request, "CUPS-Get-Default").map { response in
                    defer { ippDelete(response) }
                    return Self.text(response, "printer-name")
                }
            }
        } catch {
            if case .refused(_, CupsError.notFound, _) = error { return nil }
            throw error
        }
    }

    /// Returns the driver's name; empty while CUPS has none.
    func driverName(queue name: String) async throws(CupsError) -> String {
        try await run { cups in
            let request = cups.request(IPP_OP_GET_PRINTER_ATTRIBUTES, queue: name)
            cups.ask(request, for: ["printer-make-and-model"])
            return cups.send(request, "Get-Printer-Attributes").map { response in
                defer { ippDelete(response) }
                return Self.text(response, "printer-make-and-model") ?? ""
            }
        }
    }

    /// Asks the IPP printer, or another CUPS, at this connection.
    func printer(uri: String, resource: String) async throws(CupsError) -> IPPPrinter {
        try await run { cups in
            let request = ippNewRequest(IPP_OP_GET_PRINTER_ATTRIBUTES)
            ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", nil, uri)
            cups.ask(
                request,
                for: Self.queueAttributes + [
                    "printer-make-and-model", "media-supported", "document-format-supported",
                ])
            return cups.send(request, "Get-Printer-Attributes", resource: resource).map {
                response in
                defer { ippDelete(response) }
                return IPPPrinter(
                    model: Self.text(response, "printer-make-and-model") ?? "",
                    status: Self.queueStatus(response, uri),
                    media: Self.texts(response, "media-supported"),
                    formats: Self.texts(response, "document-format-supported"))
            }
        }
    }
}
