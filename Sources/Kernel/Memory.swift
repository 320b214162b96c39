import CMalloc
import Glibc

/// Memory of the process.
package enum Memory {
    /// Bytes from which on a block is given back to the kernel as soon as it is freed.
    package static let mappedBytes: Int32 = 128 << 10

    /// Keeps glibc from raising that limit by itself. It does so with each large block that is freed,
    /// up to 32 MB, and pictures then stay in the heap for good (mallopt(3), `M_MMAP_THRESHOLD`).
    /// Returns whether it was possible.
    @discardableResult
    package static func keepFlat() -> Bool { mallopt(M_MMAP_THRESHOLD, mappedBytes) == 1 }
}

/// Number of descriptors that the process may have (`RLIMIT_NOFILE`).
package enum DescriptorLimit {
    /// Number that is enough for everything the daemon opens.
    package static let wanted = 4_096

    package static var current: Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return 1_024
        }
        return Int(clamping: limit.rlim_cur)
    }

    /// Raises the limit as far as the hard one permits, and no further than is wanted.
    package static func raise() {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(resource, &limit) == 0, limit.rlim_cur < rlim_t(wanted) else { return }
        limit.rlim_cur = min(limit.rlim_max, rlim_t(wanted))
        setrlimit(resource, &limit)
    }
}
