import Foundation
import Office
import Pos

/// Error of a printer's setup: cause, place and remedy.
package enum PrinterSetupError: Error, Equatable, CustomStringConvertible {
    case cups(CupsError)
    /// CUPS knows the user and does not permit the request.
    case notAllowed(server: String)
    /// Refusal, one sentence.
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

/// Setup of CUPS queues for slips. Each call has a time limit, and refusals leave nothing behind.
package struct PrinterSetup: Sendable {
    let cups: CupsConnection

    /// Command that installs a built `loket-pos` into CUPS.
    package static let installLine =
        "install -o root -g root -m 0755 loket-pos /usr/lib/cups/backend/pos"
    static let backendLimitSeconds = 3
    static let driverlessFormats = ["application/pdf", "image/pwg-raster", "image/urf"]

    /// Creates the setup. `server`: `host:port`, the path of a Unix socket, or nil for this
    /// machine's CUPS.
    package init(server: String?) {
        cups = CupsConnection(server: server)
    }

    /// Runs a request and translates CUPS's errors for the technician.
    func ask<Value: Sendable>(
        _ body: (CupsConnection) async throws(CupsError) -> Value
    ) async throws(PrinterSetupError) -> Value {
        do { return try await body(cups) } catch {
            throw PrinterSetupError(error, server: cups.server)
        }
    }

    /// Returns the queue's state. Throws where there is none, with the names of the existing ones.
    func existing(_ name: String) async throws(PrinterSetupError) -> QueueStatus {
        try checkName(name)
        if let status = try await ask({ (cups) throws(CupsError) in try await cups.queue(name) }) {
            return status
        }
        let names = try await ask { (cups) throws(CupsError) in try await cups.queueNames() }
        let rest = names.isEmpty ? "none yet" : names.sorted().joined(separator: ", ")
        throw .refused("CUPS has no queue \(name): there are \(rest).")
    }

    /// Checks that a name has only letters, digits, `-`, `_` and `.`, which need no quoting
    /// anywhere.
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

    /// Returns whether CUPS has `loket-pos` among its back ends.
    func hasBackend() async throws(PrinterSetupError) -> Bool {
        let found = try await ask { (cups) throws(CupsError) in
            try await cups.devices(schemes: ["pos"], limitSeconds: Self.backendLimitSeconds)
        }
        return found.contains { $0.scheme == "pos" }
    }

    /// Returns all printers found by CUPS's back ends and on this machine's USB ports, the fittest
    /// first. It takes up to `limitSeconds`, 1 to 60, and a moment for each IPP printer that is
    /// asked.
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

    /// Deletes the queue with its waiting jobs.
    package func remove(_ name: String) async throws(PrinterSetupError) {
        _ = try await existing(name)
        try await ask { (cups) throws(CupsError) in try await cups.delete(queue: name) }
    }

    /// Makes the queue CUPS's default.
    package func makeDefault(_ name: String) async throws(PrinterSetupError) {
        _ = try await existing(name)
        try await ask { (cups) throws(CupsError) in try await cups.setDefault(queue: name) }
    }

    /// Lets a queue accept jobs and print again. Its waiting slips would come out without their
    /// visitors, and are cancelled first (B3). Jobs of others stay, among them those of other
    /// terminals that share the queue. `jobPrefix` is the start of the names of this terminal's
    /// jobs; nil: no job is cancelled. Returns their number.
    package func resume(_ name: String, jobPrefix: String?) async throws(PrinterSetupError) -> Int {
        _ = try await existing(name)
        return try await ask { (cups) throws(CupsError) in
            var jobs: [JobStatus] = []
            if let jobPrefix { jobs = try await cups.openJobs(queue: name, namePrefix: jobPrefix) }
            // The job that is printing does not wait.
            let waiting = jobs.filter { $0.state != .processing }
            for job in waiting { try await cups.cancel(job: job.id, queue: name) }
            try await cups.acceptJobs(queue: name)
            try await cups.resume(queue: name)
            return waiting.count
        }
    }

    /// Corrects settings that lose, repeat or hold up slips. Returns the mistakes found.
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
    /// Whether CUPS runs on this machine, and so has its USB ports.
    var isLocal: Bool {
        server.hasPrefix("/") || server.hasPrefix("localhost") || server.hasPrefix("127.")
    }
}

/// IPP printer to be asked without CUPS.
struct IPPDevice {
    let uri: String
    let resource: String
    let cups: CupsConnection

    /// Parses the URI; nil where it is no `ipp:` or `ipps:` one. A printer's certificate is
    /// self-signed and proves nothing, so none is checked, as in CUPS.
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

    /// Returns how the job of this name ended, by the printer's memory; nil: unknown to it.
    func end(ofJob name: String) async throws(CupsError) -> JobStatus.State? {
        // CUPS puts its own number before the name, for printers that take job and document at
        // once.
        try await cups.endedJobs(uri: uri, resource: resource)
            .first { $0.name == name || $0.name.hasSuffix(" - \(name)") }?.state
    }
}
