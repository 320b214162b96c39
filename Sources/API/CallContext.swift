package import Hummingbird
import Kernel
import Logging
import NIOCore
import Terminal

/// Context of a request that knows who calls.
protocol CallContext: RequestContext {
    /// Connection of the request; nil: there is none.
    var connection: (any Channel)? { get }
    func caller() async -> Caller
}

/// Context of a request on the control socket.
package struct SocketContext: CallContext {
    package var coreContext: CoreRequestContextStorage
    let connection: (any Channel)?

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        connection = source.channel
    }

    /// Process at the other end, as the kernel knows it.
    func caller() async -> Caller {
        guard let socket = connection as? any SocketOptionProvider else { return .unknown }
        let peer: EventLoopFuture<PeerCredentials> = socket.unsafeGetSocketOption(
            level: NIOBSDSocket.OptionLevel(rawValue: PeerCredentials.level),
            name: NIOBSDSocket.Option(rawValue: PeerCredentials.option))
        guard let peer = try? await peer.get() else { return .unknown }
        return Caller(uid: peer.uid, pid: peer.pid)
    }
}

/// Context of a request on the page's port.
package struct PageContext: CallContext {
    package var coreContext: CoreRequestContextStorage
    let connection: (any Channel)?

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        connection = source.channel
    }

    func caller() async -> Caller { .page }
}
