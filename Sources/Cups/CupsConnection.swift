import CCups
import Foundation
package import Pos

/// Error of a request to CUPS: cause, place and remedy.
package enum CupsError: Error, Equatable, CustomStringConvertible {
    /// No scheduler listens there.
    case absent(server: String)
    /// CUPS accepted the connection but did not answer in time.
    case timedOut(server: String)
    /// CUPS closed the connection before it had answered.
    case lost(server: String)
    /// More than `CupsThread.maximumWaiting` requests wait for CUPS.
    case busy(server: String)
    /// CUPS answered with the IPP status of an error, such as 0x406 *not found*, or with the HTTP
    /// status of one, such as 403.
    case refused(operation: String, status: Int32, message: String)

    package var description: String {
        switch self {
        case .absent(let server): "CUPS does not answer at \(server): see that cupsd runs."
        case .timedOut(let server):
            "CUPS at \(server) did not answer in time: see its error_log."
        case .lost(let server):
            "CUPS at \(server) closed the connection before it had answered: see its error_log."
        case .busy(let server):
            "More than \(CupsThread.maximumWaiting) requests wait for CUPS at \(server): see its "
                + "error_log."
        case .refused(_, Self.tooLarge, _):
            "CUPS has no room for the document: see that the disk of its spool is not full (df "
                + "/var/spool/cups)."
        case .refused(let operation, let status, let message):
            "CUPS refused \(operation): \(message) (0x\(String(status, radix: 16)))."
        }
    }

    static let notFound: Int32 = 0x406
    /// HTTP status 413. cupsd also returns it where it could not write (cupsdReadClient in
    /// scheduler/client.c of CUPS 2.4).
    static let tooLarge = HTTP_STATUS_REQUEST_TOO_LARGE.rawValue

    /// Whether CUPS requires other credentials: IPP statuses of RFC 8011, HTTP statuses, and
    /// libcups's own for a missing password.
    var isForbidden: Bool {
        guard case .refused(_, let status, _) = self else { return false }
        return (0x401...0x403).contains(status) || status == 401 || status == 403
            || status == HTTP_STATUS_CUPS_AUTHORIZATION_CANCELED.rawValue
    }
}

/// Connection for raw IPP requests to a cupsd. `cupsCreateJob` and its family make hidden requests
/// and can block for minutes. libcups keeps its state per thread, so all requests run on one thread
/// of their own, and no caller blocks.
package final class CupsConnection: Sendable {
    /// Time limits for a connection, and for each answer on it.
    package struct Patience: Sendable, Hashable {
        package var connectMilliseconds: Int32 = 3_000
        package var answerSeconds = 6.0

        package init() {}

        package init(all limit: Duration) {
            answerSeconds = limit / .seconds(1)
            connectMilliseconds = Int32(answerSeconds * 1_000)
        }
    }

    package let server: String
    private let encryption: http_encryption_t
    private let patience: Patience
    private let lookUp: Resolver.LookUp
    private let thread = CupsThread()

    /// Creates a connection. `server`: `host:port`, the path of a Unix socket, or nil for this
    /// machine's CUPS. `isEncrypted`: TLS from the first byte on.
    package init(
        server: String?, isEncrypted: Bool = false, patience: Patience = Patience(),
        lookUp: @escaping Resolver.LookUp = Resolver.system
    ) {
        self.server = server ?? "/run/cups/cups.sock"
        (self.patience, self.lookUp) = (patience, lookUp)
        encryption = isEncrypted ? HTTP_ENCRYPTION_ALWAYS : HTTP_ENCRYPTION_IF_REQUESTED
    }

    deinit {
        thread.end()
    }

    /// Runs a request on the connection's thread. Throws `CupsError`.
    func run<Value: Sendable>(
        _ body: @Sendable @escaping (CupsConnection) -> Result<Value, CupsError>
    ) async throws(CupsError) -> Value {
        let result: Result<Value, CupsError> = await withCheckedContinuation { continuation in
            let isTaken = thread.perform { continuation.resume(returning: body(self)) }
            if !isTaken { continuation.resume(returning: .failure(.busy(server: server))) }
        }
        return try result.get()
    }

    /// Opens a connection, one per request: it takes 0.2 ms, and libcups would renew a lost one
    /// with a time limit of 30 s.
    private func connect(_ timeoutSeconds: Double) -> OpaquePointer? {
        var host = server
        var port: Int32 = 631
        if !server.hasPrefix("/"), let colon = server.lastIndex(of: ":") {
            host = String(server[..<colon])
            port = Int32(server[server.index(after: colon)...]) ?? 631
        }
        let addresses =
            server.hasPrefix("/")
            ? nil
            : CupsAddresses.of(
                host, port: UInt16(clamping: port),
                within: .milliseconds(patience.connectMilliseconds), lookUp)
        if addresses == nil, !server.hasPrefix("/") { return nil }
        defer { httpAddrFreeList(addresses) }
        guard
            let http = httpConnect2(
                host, port, addresses, AF_UNSPEC, encryption, 1,
                patience.connectMilliseconds, nil)
        else { return nil }
        httpSetTimeout(http, timeoutSeconds, { _, _ in 0 }, nil)
        return http
    }

    /// Sends a request, frees it, and returns the answer, which the caller must free.
    /// `timeoutSeconds` limits each silence. Call it on the connection's thread only.
    func send(
        _ request: OpaquePointer?, _ operation: String, resource: String = "/",
        document: [UInt8]? = nil, timeoutSeconds: Double? = nil
    ) -> Result<OpaquePointer, CupsError> {
        defer { ippDelete(request) }
        let timeoutSeconds = timeoutSeconds ?? patience.answerSeconds
        guard let http = connect(timeoutSeconds) else { return .failure(.absent(server: server)) }
        defer { httpClose(http) }
        let begin = ContinuousClock.now
        var (response, status) = exchange(http, request, resource, document)
        // CUPS asks for credentials, and libcups has them for a second try: on a Unix socket the
        // user of this process (PeerCred in cups/auth.c).
        if response == nil, status == HTTP_STATUS_UNAUTHORIZED {
            (response, status) = exchange(http, request, resource, document)
        }
        guard let response else {
            let isRefusal =
                status.rawValue >= HTTP_STATUS_BAD_REQUEST.rawValue && status.rawValue < 600
            if isRefusal || status == HTTP_STATUS_CUPS_AUTHORIZATION_CANCELED {
                let message = httpStatus(status).map { String(cString: $0) } ?? "HTTP error"
                return .failure(
                    .refused(operation: operation, status: status.rawValue, message: message))
            }
            // libcups does not tell a time-out from a closed connection; the clock does.
            let waited = ContinuousClock.now - begin
            let isLate = waited >= .seconds(timeoutSeconds * 0.9)
            return .failure(isLate ? .timedOut(server: server) : .lost(server: server))
        }
        let code = ippGetStatusCode(response).rawValue
        if code >= 0x400 {
            let message = Self.text(response, "status-message") ?? "no reason given"
            ippDelete(response)
            return .failure(.refused(operation: operation, status: code, message: message))
        }
        return .success(response)
    }

    /// Sends one request. Returns its answer, or the status without one.
    private func exchange(
        _ http: OpaquePointer, _ request: OpaquePointer?, _ resource: String, _ document: [UInt8]?
    ) -> (response: OpaquePointer?, status: http_status_t) {
        let length = ippLength(request) + (document?.count ?? 0)
        var status = cupsSendRequest(http, request, resource, length)
        if status == HTTP_STATUS_CONTINUE, let document {
            status = document.withUnsafeBytes { bytes in
                cupsWriteRequestData(
                    http, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
            }
            if status == HTTP_STATUS_ERROR { status = lastWord(http) }
        }
        guard status == HTTP_STATUS_CONTINUE else { return (nil, status) }
        let response = cupsGetResponse(http, resource)
        return (response, response == nil ? httpGetStatus(http) : status)
    }

    /// Reads CUPS's reason after it hung up in the middle of a document.
    private func lastWord(_ http: OpaquePointer) -> http_status_t {
        var status = HTTP_STATUS_CONTINUE
        while status == HTTP_STATUS_CONTINUE { status = httpUpdate(http) }
        return status
    }

    /// Creates a request about a printer. Call it on the connection's thread only.
    func request(_ operation: ipp_op_t, queue name: String) -> OpaquePointer? {
        let request = ippNewRequest(operation)
        ippAddString(
            request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", nil,
            "ipp://localhost/printers/\(name)")
        ippAddString(
            request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", nil, "loket")
        return request
    }

    /// Requests these attributes only: a full answer takes ten times as long.
    func ask(_ request: OpaquePointer?, for names: [String]) {
        add(names, as: "requested-attributes", to: request, IPP_TAG_OPERATION)
    }

    /// Adds keywords as one attribute of a request.
    func add(
        _ words: [String], as name: String, to request: OpaquePointer?, _ group: ipp_tag_t
    ) {
        guard
            var attribute = ippAddStrings(
                request, group, IPP_TAG_KEYWORD, name, Int32(words.count), nil, nil)
        else { return }
        for (index, word) in words.enumerated() {
            var reference: OpaquePointer? = attribute
            ippSetString(request, &reference, Int32(index), word)
            if let reference { attribute = reference }
        }
    }

    static func text(_ response: OpaquePointer, _ name: String) -> String? {
        ippFindAttribute(response, name, IPP_TAG_ZERO)
            .flatMap { ippGetString($0, 0, nil) }.map { String(cString: $0) }
    }

    static func texts(_ response: OpaquePointer, _ name: String) -> [String] {
        guard let attribute = ippFindAttribute(response, name, IPP_TAG_ZERO) else { return [] }
        return (0..<ippGetCount(attribute)).compactMap { index in
            ippGetString(attribute, index, nil).map { String(cString: $0) }
        }
    }

    static func number(_ response: OpaquePointer, _ name: String) -> Int? {
        ippFindAttribute(response, name, IPP_TAG_ZERO).map { Int(ippGetInteger($0, 0)) }
    }

    static func flag(_ response: OpaquePointer, _ name: String) -> Bool? {
        ippFindAttribute(response, name, IPP_TAG_ZERO).map { ippGetBoolean($0, 0) != 0 }
    }

    /// Returns false for `no-value`, CUPS's form of *never*, and for a missing attribute.
    static func hasValue(_ response: OpaquePointer, _ name: String) -> Bool {
        guard let attribute = ippFindAttribute(response, name, IPP_TAG_ZERO) else { return false }
        return ippGetValueTag(attribute) == IPP_TAG_INTEGER
    }
}
