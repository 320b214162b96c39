import CEvdev
import Glibc
import Kernel

extension InputCalls {
    /// Maximum number of descriptors that one call of `ready` returns.
    static let maximumReady = 32

    /// System calls of this machine.
    package static var linux: InputCalls {
        InputCalls(
            open: { (path) throws(SystemError) in try EvdevNode(path: path) },
            list: { (folder) throws(SystemError) in try Folder.names(in: folder) },
            identify: identify, makeEpoll: makeEpoll, watch: watch,
            unwatch: { epoll_ctl($0, EPOLL_CTL_DEL, $1, nil) }, ready: ready,
            makeNotifier: makeNotifier, notify: notify,
            stopNotify: { _ = inotify_rm_watch($0, $1) }, readNotes: readNotes,
            close: { Glibc.close($0) })
    }

    /// Calls stat(2).
    private static func identify(_ path: String) -> NodeNumber? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return NodeNumber(device: UInt64(status.st_rdev), inode: UInt64(status.st_ino))
    }

    /// Calls epoll_create1(2).
    private static func makeEpoll() throws(SystemError) -> Int32 {
        try SystemError.check("epoll_create1", epoll_create1(Int32(EPOLL_CLOEXEC)))
    }

    /// Calls epoll_ctl(2) with EPOLL_CTL_ADD. It is level-triggered, so that unread data is
    /// reported again.
    private static func watch(
        _ epoll: Int32, _ descriptor: Int32, _ tag: UInt64
    ) throws(SystemError) {
        var event = epoll_event()
        event.events = EPOLLIN.rawValue
        event.data.u64 = tag
        try SystemError.check("epoll_ctl", epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event))
    }

    /// Calls epoll_wait(2) with a timeout of 0.
    private static func ready(_ epoll: Int32) -> [UInt64] {
        var events = [epoll_event](repeating: epoll_event(), count: maximumReady)
        let count = epoll_wait(epoll, &events, Int32(maximumReady), 0)
        return events.prefix(Int(max(0, count))).map(\.data.u64)
    }

    /// Calls inotify_init1(2).
    private static func makeNotifier() throws(SystemError) -> Int32 {
        try SystemError.check("inotify_init1", inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC)))
    }

    /// Calls inotify_add_watch(2).
    private static func notify(
        _ notifier: Int32, _ folder: String
    ) throws(SystemError) -> Int32 {
        let kinds =
            IN_CREATE | IN_DELETE | IN_ATTRIB | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE_SELF
            | IN_MOVE_SELF | IN_ONLYDIR
        return try SystemError.check(
            "inotify_add_watch", path: folder,
            inotify_add_watch(notifier, folder, UInt32(kinds)))
    }

    /// Calls read(2) for `struct inotify_event`, each followed by a name.
    private static func readNotes(_ notifier: Int32) -> [FolderNote] {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = read(notifier, &buffer, buffer.count)
        guard count > 0 else { return [] }
        let header = MemoryLayout<inotify_event>.size
        var notes: [FolderNote] = []
        buffer.withUnsafeBytes { bytes in
            var offset = 0
            while offset + header <= count {
                let event = bytes.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
                let start = offset + header
                let end = min(start + Int(event.len), count)
                let name = bytes[start..<end].prefix { $0 != 0 }
                offset = end
                guard let kind = kind(Int(event.mask)) else { continue }
                notes.append(
                    FolderNote(
                        watch: event.wd, kind: kind, name: String(decoding: name, as: UTF8.self)))
            }
        }
        return notes
    }

    private static func kind(_ mask: Int) -> FolderNote.Kind? {
        if mask & Int(IN_Q_OVERFLOW) != 0 { return .overflow }
        if mask & Int(IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED | IN_UNMOUNT) != 0 {
            return .folderGone
        }
        if mask & Int(IN_CREATE | IN_MOVED_TO) != 0 { return .appeared }
        if mask & Int(IN_DELETE | IN_MOVED_FROM) != 0 { return .vanished }
        if mask & Int(IN_ATTRIB) != 0 { return .rightsChanged }
        return nil
    }
}
