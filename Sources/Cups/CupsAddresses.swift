import CCups
import Foundation
import Kernel
import Pos

/// Addresses of a CUPS server, in the form of libcups.
enum CupsAddresses {
    /// Addresses of a host, looked up within the time for a connection: libcups would wait for a name as
    /// long as the system's resolver does (B3). Nil: there is none in time. The caller frees them:
    /// libcups makes a copy.
    static func of(
        _ host: String, port: UInt16, within limit: Duration, _ lookUp: @escaping Resolver.LookUp
    ) -> UnsafeMutablePointer<http_addrlist_t>? {
        let end = Uptime.now() + limit
        let name = host.trimmingCharacters(in: ["[", "]"])
        let found = try? Resolver.addresses(of: name, port: port, until: end, lookUp: lookUp)
        var first: UnsafeMutablePointer<http_addrlist_t>?
        // Each is put before those that come after it. A name in numbers asks nobody.
        for text in (found ?? []).reversed().compactMap(Resolver.text) {
            guard let entry = httpAddrGetList(text, AF_UNSPEC, String(port)) else { continue }
            entry.pointee.next = first
            first = entry
        }
        return first
    }
}
