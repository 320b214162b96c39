import CGlass
import Glibc

/// Several descriptors as one: readable when any of them is (`epoll`).
final class DescriptorSet {
    let descriptor: Int32

    init() throws(SystemError) {
        descriptor = try SystemError.check("epoll_create1", epoll_create1(Int32(EPOLL_CLOEXEC)))
    }

    deinit { Glibc.close(descriptor) }

    /// False where it can't be waited for.
    @discardableResult
    func add(_ other: Int32) -> Bool {
        var event = epoll_event()
        event.events = EPOLLIN.rawValue
        event.data.fd = other
        return epoll_ctl(descriptor, EPOLL_CTL_ADD, other, &event) == 0
    }

    /// Before the other is closed: a number that is used again must not be waited for.
    func remove(_ other: Int32) {
        var event = epoll_event()
        epoll_ctl(descriptor, EPOLL_CTL_DEL, other, &event)
    }
}
