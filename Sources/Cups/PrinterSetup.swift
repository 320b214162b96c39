import Foundation
import Office
import Pos

/// Why a printer could not be set up. What, where and what to do.
package enum PrinterSetupError: Error, Equatable, CustomStringConvertible {
    case cups(CupsError)
    /// CUPS knows who asks, and does not let them.
    case notAllowed(server: String)
    /// One sentence.
    case refused(String)

    package var description: String {
        switch self {
        case .cups(let error): error.description
        case .notAllowed(let server):
            "CUPS at \(server) does not let this user set up printers: run this as root, or add "
                + "the user to the group lpadmin (usermod -aG lpadmin USER) and log in again."
        case .refused(let sentence): sentence
        }
    }

    init(_ error: CupsError, server: String) {
        self = error.isForbidden ? .notAllowed(server: server) : .cups(error)
    }
}

/// Queues of a CUPS, set up for slips. Each call is bounded; refusals leave nothing behind.
package struct PrinterSetup: Sendable {
    let cups: CupsConnection

    /// How a built `loket-pos` gets into CUPS.
    package static let installLine =
        "install -o root -g root -m 0755 loket-pos /usr/lib/cups/backend/pos"
    static let backendLimitSeconds = 3
    static let driverlessFormats = ["application/pdf", "image/pwg-raster", "image/urf"]

    /// `server`: `host:port`, the path of a Unix socket, or nil for this machine's own CUPS.
    package init(server: String?) {
        cups = CupsConnection(server: server)
    }

    /// Runs a request; what CUPS says becomes what a technician can use.
    func ask<Value: Sendable>(
        _ body: (CupsConnection) async throws(CupsError) -> Value
    ) async throws(PrinterSetupError) -> Value {
        do { return try await body(cups) } catch {
            throw PrinterSetupError(error, server: cups.server)
        }
    }

    /// The queue's status. Throws where there is none, and names those that there are.
    func existing(_ name: String) async throws(PrinterSetupError) -> QueueStatus {
        try checkName(name)
        if let status = try await ask({ (cups) throws(CupsError) in try await cups.queue(name) }) {
            return status
        }
        let names = try await ask { (cups) throws(CupsError) in try await cups.queueNames() }
        let rest = names.isEmpty ? "none yet" : names.sorted().joined(separator: ", ")
        throw .refused("CUPS has no queue \(name): there are \(rest).")
    }

    /// Letters, digits, `-`, `_` and `.`: what needs no quoting anywhere.
    func checkName(_ name: String) throws(PrinterSetupError) {
        let isPlain = name.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || "0123456789-_.".contains(String(scalar)))
        }
        guard isPlain, (1...127).contains(name.utf8.count), !name.hasPrefix("-"),
            !name.hasPrefix(".")
        else {
            throw .refused(
                "'\(name)' can't be a queue's name: take letters, digits, - and _, such as slips.")
        }
    }

    /// Whether CUPS has `loket-pos` among its back ends.
    func hasBackend() async throws(PrinterSetupError) -> Bool {
        let found = try await ask { (cups) throws(CupsError) in
            try await cups.devices(schemes: ["pos"], limitSeconds: Self.backendLimitSeconds)
        }
        return found.contains { $0.scheme == "pos" }
    }

    /// All printers that CUPS's back ends and this machine's USB ports show, the fittest first.
    /// Takes up to `limitSeconds`, 1 to 60, and a moment for each IPP printer that is asked.
    package func discover(limitSeconds: Int = 10) async throws(PrinterSetupError) -> [FoundPrinter]
    {
        let devices = try await ask { (cups) throws(CupsError) in
            try await cups.devices(limitSeconds: limitSeconds)
        }
        var printers: [FoundPrinter] = []
        for device in devices where !device.isScheme {
            let ipp = try? await IPPDevice(device.uri)?.ask()
            printers.append(FoundPrinter(device, ipp: ipp))
        }
        if !devices.contains(where: { $0.scheme == "pos" }), cups.isLocal {
            printers += USBPrinter.all().map { FoundPrinter($0) }
        }
        return printers.sorted { ($0.fitness, $0.device) < ($1.fitness, $1.device) }
    }

    /// Takes the queue away, with all that waits in it.
    package func remove(_ name: String) async throws(PrinterSetupError) {
        _ = try await existing(name)
        try await ask { (cups) throws(CupsError) in try await cups.delete(queue: name) }
    }

    /// Makes it CUPS's default, for those who name none.
    package func makeDefault(_ name: String) async throws(PrinterSetupError) {
        _ = try await existing(name)
        try await ask { (cups) throws(CupsError) in try await cups.setDefault(queue: name) }
    }

    /// Lets a queue take jobs and print again. What of ours waited in it would come out for
    /// nobody, and is cancelled first (B3). Returns how many slips that were.
    package func resume(_ name: String) async throws(PrinterSetupError) -> Int {
        _ = try await existing(name)
        return try await ask { (cups) throws(CupsError) in
            let jobs = try await cups.openJobs(queue: name, namePrefix: "loket-")
            // What prints just now does not wait.
            let waiting = jobs.filter { $0.state != .processing }
            for job in waiting { try await cups.cancel(job: job.id, queue: name) }
            try await cups.acceptJobs(queue: name)
            try await cups.resume(queue: name)
            return waiting.count
        }
    }

    /// Sets right what loses, repeats or holds up slips. Returns what was wrong.
    package func mend(_ name: String) async throws(PrinterSetupError) -> [QueueMistake] {
        let status = try await existing(name)
        let mistakes = status.mistakes
        guard !mistakes.isEmpty else { return [] }
        let device = SocketURI(status.device)?.mended
        try await ask { (cups) throws(CupsError) in
            try await cups.setUp(queue: name, device: device)
        }
        return mistakes
    }
}

extension CupsConnection {
    /// It runs on this machine, so this machine's USB ports are its own.
    var isLocal: Bool {
        server.hasPrefix("/") || server.hasPrefix("localhost") || server.hasPrefix("127.")
    }
}

/// An IPP printer, to be asked past CUPS.
struct IPPDevice {
    let uri: String
    let resource: String
    let cups: CupsConnection

    /// Nil where it is no `ipp:` or `ipps:` URI. A printer's certificate is its own and proves
    /// nothing, so that none is asked for, as CUPS asks for none.
    init?(_ uri: String, patience: CupsConnection.Patience = CupsConnection.Patience()) {
        guard let parts = URLComponents(string: uri), ["ipp", "ipps"].contains(parts.scheme),
            let host = parts.host, !host.isEmpty
        else { return nil }
        self.uri = uri
        resource = parts.path.isEmpty ? "/" : parts.path
        cups = CupsConnection(
            server: "\(host):\(parts.port ?? 631)", isEncrypted: parts.scheme == "ipps",
            patience: patience)
    }

    func ask() async throws(CupsError) -> IPPPrinter {
        try await cups.printer(uri: uri, resource: resource)
    }

    /// How the job of this name ended, by the printer's own memory; nil: it does not know it.
    func end(ofJob name: String) async throws(CupsError) -> JobStatus.State? {
        // For printers that take job and document at once, CUPS puts its own number before the name.
        try await cups.endedJobs(uri: uri, resource: resource)
            .first { $0.name == name || $0.name.hasSuffix(" - \(name)") }?.state
    }
}
