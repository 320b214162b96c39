import Glibc
import Kernel
import Synchronization

/// Connections with a time limit.
enum TCP {
    /// Returns a connected, nonblocking socket. Throws `LinkError`, which says what to do.
    static func connect(host: String, port: UInt16, within limit: Duration)
        throws(LinkError) -> Int32
    {
        let end = Uptime.now() + limit
        let addresses = try Resolver.addresses(of: host, port: port, until: end)
        return try connect(to: addresses, name: "\(host):\(port)", until: end)
    }

    /// Connects to the first address that answers. Each address gets a share of the remaining time,
    /// so that the last one is tried even where a router drops packets to the first, often an IPv6
    /// address.
    static func connect(to addresses: [[UInt8]], name: String, until end: Duration)
        throws(LinkError) -> Int32
    {
        var last = LinkError(description: "\(name) has no address.", code: EHOSTUNREACH)
        for (index, address) in addresses.enumerated() {
            let now = Uptime.now()
            let share = max(.zero, end - now) / (addresses.count - index)
            do { return try connect(to: address, name: name, until: now + share) } catch {
                last = error
            }
        }
        throw last
    }

    private static func connect(to address: [UInt8], name: String, until end: Duration)
        throws(LinkError) -> Int32
    {
        let family = address.withUnsafeBytes { $0.loadUnaligned(as: sa_family_t.self) }
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(Int32(family), kind, 0)
        guard descriptor >= 0 else { throw .now("No socket for \(name)") }
        var code: Int32 = 0
        let result = address.withUnsafeBytes { raw in
            raw.withMemoryRebound(to: sockaddr.self) {
                Glibc.connect(descriptor, $0.baseAddress, socklen_t(raw.count))
            }
        }
        if result != 0 { code = errno }
        if code == EINPROGRESS { code = wait(for: descriptor, until: end) }
        guard code == 0 else {
            close(descriptor)
            throw failure(name, code)
        }
        // A question of three bytes must not wait for an acknowledgement of the data before it.
        var isOn: Int32 = 1
        setsockopt(
            descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn,
            socklen_t(MemoryLayout<Int32>.size))
        return descriptor
    }

    private static func wait(for descriptor: Int32, until end: Duration) -> Int32 {
        var watched = PollSet(descriptor, .writable)
        guard watched.wait(until: end) else { return ETIMEDOUT }
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length)
        return code
    }

    private static func failure(_ name: String, _ code: Int32) -> LinkError {
        switch code {
        case ECONNREFUSED:
            LinkError(
                description: "The printer at \(name) refuses the connection: see that nothing "
                    + "else uses it and that its raw port is on.", code: code)
        case ETIMEDOUT, EHOSTUNREACH, ENETUNREACH:
            LinkError(
                description: "The printer at \(name) can't be reached: see that it is switched on "
                    + "and its network cable plugged in.", code: code)
        default: .now("The printer at \(name) can't be reached", code: code)
        }
    }
}

/// Resolver of names with a time limit, which getaddrinfo(3) lacks.
package enum Resolver {
    /// Addresses of a host for a port, as bytes of `sockaddr`; none where the name is not known.
    package typealias LookUp = @Sendable (_ host: String, _ port: UInt16) -> [[UInt8]]

    /// Look-up by the system's resolver, which may take minutes.
    package static let system: LookUp = { lookUp($0, $1, flags: 0) }

    /// State shared by the asking and the waiting thread.
    private final class Question: Sendable {
        let host: String
        let port: UInt16
        let lookUp: LookUp
        let found = Mutex<[[UInt8]]>([])
        let isAnswered: WakePipe

        init(host: String, port: UInt16, _ lookUp: @escaping LookUp) throws(LinkError) {
            (self.host, self.port, self.lookUp) = (host, port, lookUp)
            do throws(SystemError) { isAnswered = try WakePipe() } catch {
                throw .now("No pipe", code: error.code)
            }
        }
    }

    /// Returns socket addresses, the best first. Throws `LinkError` where there is none in time.
    package static func addresses(
        of host: String, port: UInt16, until end: Duration, lookUp ask: @escaping LookUp = system
    ) throws(LinkError) -> [[UInt8]] {
        let known = lookUp(host, port, flags: AI_NUMERICHOST)
        if !known.isEmpty { return known }
        let question = try Question(host: host, port: port, ask)
        var thread = pthread_t()
        let failed = pthread_create(
            &thread, nil,
            { raw in
                guard let raw else { return nil }
                let question = Unmanaged<Question>.fromOpaque(raw).takeRetainedValue()
                let found = question.lookUp(question.host, question.port)
                question.found.withLock { $0 = found }
                question.isAnswered.wake()
                return nil
            }, Unmanaged.passRetained(question).toOpaque())
        guard failed == 0 else { throw .now("No thread", code: failed) }
        // The thread may outlive this call while the system's resolver tries.
        pthread_detach(thread)
        var watched = PollSet(question.isAnswered.descriptor)
        guard watched.wait(until: end) else {
            throw LinkError(
                description: "The name \(host) was not found in time: give the printer's address "
                    + "in numbers.", code: ETIMEDOUT)
        }
        let found = question.found.withLock { $0 }
        guard !found.isEmpty else {
            throw LinkError(
                description:
                    "The name \(host) is not known: give the printer's address in numbers.",
                code: EHOSTUNREACH)
        }
        return found
    }

    /// Address in numbers, as text; nil: it is of no family that has one.
    package static func text(_ address: [UInt8]) -> String? {
        var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let failed = address.withUnsafeBytes { raw in
            getnameinfo(
                raw.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(raw.count),
                &name, socklen_t(name.count), nil, 0, NI_NUMERICHOST)
        }
        return failed == 0
            ? String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            : nil
    }

    private static func lookUp(_ host: String, _ port: UInt16, flags: Int32) -> [[UInt8]] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = flags | AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var found: [[UInt8]] = []
        var entry = list
        while let current = entry?.pointee {
            if let address = current.ai_addr {
                let raw = UnsafeRawBufferPointer(
                    start: address, count: Int(current.ai_addrlen))
                found.append(Array(raw))
            }
            entry = current.ai_next
        }
        return found
    }
}
