import Glibc
import NIOCore

/// Handler of a listening socket that looks away for `pause` where nothing can be opened for a
/// connection. The connection stays at the door, and epoll would tell of it again at once and for ever:
/// swift-nio's AcceptBackoffHandler defers the next read, and leaves the socket registered.
final class AcceptPause: ChannelInboundHandler, Sendable {
    typealias InboundIn = any Channel

    static let pause = TimeAmount.seconds(1)

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let code = (error as? IOError)?.errnoCode
        if let code, [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(code) {
            let channel = context.channel
            _ = channel.setOption(.autoRead, value: false)
            context.eventLoop.scheduleTask(in: Self.pause) {
                _ = channel.setOption(.autoRead, value: true)
            }
        }
        context.fireErrorCaught(error)
    }

    /// Puts the handler before those that keep errors.
    static func add(to channel: any Channel) async {
        try? await channel.pipeline.addHandler(AcceptPause(), position: .first).get()
    }
}
