import CCups
import Dispatch
import Foundation

/// CUPS can't be asked, or refused. What, where and what to do.
public enum CupsError: Error, Equatable, CustomStringConvertible {
    /// Nobody listens there.
    case absent(server: String)
    /// It took the connection and did not answer in time.
    case timedOut(server: String)
    /// It answered with an IPP status that is an error, such as 0x406 *not found*.
    case refused(operation: String, status: Int32, message: String)

    public var description: String {
        switch self {
        case .absent(let server): "CUPS does not answer at \(server): see that cupsd runs."
        case .timedOut(let server):
            "CUPS at \(server) took longer than \(CupsConnection.ioTimeoutSeconds) s: see its "
                + "error_log."
        case .refused(let operation, let status, let message):
            "CUPS refused \(operation): \(message) (0x\(String(status, radix: 16)))."
        }
    }

    static let notFound: Int32 = 0x406
}

/// One connection to a cupsd, with raw IPP requests: `cupsCreateJob` and its family look things
/// up behind one's back and can block for minutes. libcups keeps its state by thread, so all of
/// it happens on one thread of a queue of its own; no caller waits on its own thread.
public final class CupsConnection: @unchecked Sendable {
    // `http` is touched on `queue` only; the rest never changes.
    public static let connectTimeoutMilliseconds: Int32 = 3_000
    public static let ioTimeoutSeconds = 6.0

    public let server: String
    private let queue = DispatchQueue(label: "loket.cups")
    private var http: OpaquePointer?

    /// `server`: `host:port`, the path of a Unix socket, or nil for this machine's own CUPS.
    public init(server: String?) {
        self.server = server ?? "/run/cups/cups.sock"
    }

    deinit {
        if let http { httpClose(http) }
    }

    /// Runs on the connection's thread.
    func run<Value: Sendable>(
        _ body: @Sendable @escaping (CupsConnection) -> Result<Value, CupsError>
    ) async throws(CupsError) -> Value {
        let result = await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: body(self)) }
        }
        return try result.get()
    }

    /// The connection, made where there is none. On `queue` only.
    private func connected() -> OpaquePointer? {
        if let http { return http }
        var host = server
        var port: Int32 = 631
        if !server.hasPrefix("/"), let colon = server.lastIndex(of: ":") {
            host = String(server[..<colon])
            port = Int32(server[server.index(after: colon)...]) ?? 631
        }
        http = httpConnect2(
            host, port, nil, AF_UNSPEC, HTTP_ENCRYPTION_NEVER, 1,
            Self.connectTimeoutMilliseconds, nil)
        if let http { httpSetTimeout(http, Self.ioTimeoutSeconds, { _, _ in 0 }, nil) }
        return http
    }

    /// Sends a request and returns the answer, which the caller must free. Frees the request.
    /// On `queue` only.
    func send(
        _ request: OpaquePointer?, _ operation: String, resource: String = "/",
        document: [UInt8]? = nil
    ) -> Result<OpaquePointer, CupsError> {
        guard let http = connected() else {
            ippDelete(request)
            return .failure(.absent(server: server))
        }
        defer { ippDelete(request) }
        let length = ippLength(request) + (document?.count ?? 0)
        var status = cupsSendRequest(http, request, resource, length)
        if status == HTTP_STATUS_CONTINUE, let document {
            status = document.withUnsafeBytes { bytes in
                cupsWriteRequestData(
                    http, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
            }
        }
        let response = status == HTTP_STATUS_CONTINUE ? cupsGetResponse(http, resource) : nil
        guard let response else {
            // Half a conversation can't be gone on with.
            httpClose(http)
            self.http = nil
            return .failure(.timedOut(server: server))
        }
        let code = ippGetStatusCode(response).rawValue
        if code >= 0x400 {
            let message = Self.text(response, "status-message") ?? "no reason given"
            ippDelete(response)
            return .failure(.refused(operation: operation, status: code, message: message))
        }
        return .success(response)
    }

    /// A request about a printer. On `queue` only.
    func request(_ operation: ipp_op_t, queue name: String) -> OpaquePointer? {
        let request = ippNewRequest(operation)
        ippAddString(
            request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", nil,
            "ipp://localhost/printers/\(name)")
        ippAddString(
            request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", nil, "loket")
        return request
    }

    /// Asks for these attributes only: a full answer takes ten times as long.
    func ask(_ request: OpaquePointer?, for names: [String]) {
        guard
            var attribute = ippAddStrings(
                request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes",
                Int32(names.count), nil, nil)
        else { return }
        for (index, name) in names.enumerated() {
            var reference: OpaquePointer? = attribute
            ippSetString(request, &reference, Int32(index), name)
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
}
