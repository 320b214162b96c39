import CGlass
import Glibc
import Kernel

/// Set of descriptors, readable when any of them is (`epoll`).
final class DescriptorSet {
    var descriptor: Int32 { epoll.number }
    private let epoll: Descriptor

    init() throws(SystemError) {
        epoll = Descriptor(
            owning: try SystemError.check("epoll_create1", epoll_create1(Int32(EPOLL_CLOEXEC))))
    }

    /// Adds a descriptor. Returns false where it cannot be waited for.
    @discardableResult
    func add(_ other: Int32) -> Bool {
        var event = epoll_event()
        event.events = EPOLLIN.rawValue
        event.data.fd = other
        return epoll_ctl(descriptor, EPOLL_CTL_ADD, other, &event) == 0
    }

    /// Removes a descriptor. Call it before that is closed, since its number may be used again.
    func remove(_ other: Int32) {
        var event = epoll_event()
        epoll_ctl(descriptor, EPOLL_CTL_DEL, other, &event)
    }
}
