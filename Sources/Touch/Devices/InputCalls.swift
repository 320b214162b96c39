package import Kernel

/// Opened device.
package protocol InputNode: AnyObject {
    /// Descriptor that is readable when events wait.
    var descriptor: Int32 { get }
    var description: DeviceDescription { get }
    /// Appends waiting events, at most one buffer of them. Returns false where none waited. Throws
    /// `SystemError`, with ENODEV where the device is gone.
    func read(into events: inout [RawEvent]) throws(SystemError) -> Bool
    /// Discards waiting events and reads the state anew (T26).
    func resync() throws(SystemError) -> TouchSnapshot
    /// Grabs the device for this process, or releases it (T33).
    func grab(_ isGrabbed: Bool) throws(SystemError)
    /// Sets the clock of later events to CLOCK_MONOTONIC (T34).
    func useMonotonicClock() throws(SystemError)
}

/// System calls for input devices. A test can replace each or let it fail (T50).
package struct InputCalls {
    /// Opens a node of the folder. The node closes with its last reference.
    package var open: (_ path: String) throws(SystemError) -> any InputNode
    /// Lists the names in a folder.
    package var list: (_ folder: String) throws(SystemError) -> [String]
    /// Returns a value that tells apart successive nodes of the same name; nil: no node.
    package var identify: (_ path: String) -> NodeNumber?
    /// Creates an epoll descriptor.
    package var makeEpoll: () throws(SystemError) -> Int32
    /// Adds a descriptor to epoll, for reading, with a tag.
    package var watch:
        (_ epoll: Int32, _ descriptor: Int32, _ tag: UInt64)
            throws(SystemError) -> Void
    /// Removes a descriptor from epoll.
    package var unwatch: (_ epoll: Int32, _ descriptor: Int32) -> Void
    /// Returns the tags of descriptors that are readable or broken now. It never waits.
    package var ready: (_ epoll: Int32) -> [UInt64]
    /// Creates an inotify descriptor.
    package var makeNotifier: () throws(SystemError) -> Int32
    /// Watches a folder for names that appear, vanish or change their permissions. Returns the
    /// watch.
    package var notify: (_ notifier: Int32, _ folder: String) throws(SystemError) -> Int32
    package var stopNotify: (_ notifier: Int32, _ watch: Int32) -> Void
    /// Reads one buffer of notes on the watched folders.
    package var readNotes: (_ notifier: Int32) -> [FolderNote]
    package var close: (_ descriptor: Int32) -> Void
}

/// Device number and inode of a node.
package struct NodeNumber: Hashable, Sendable {
    package var device: UInt64
    package var inode: UInt64

    package init(device: UInt64, inode: UInt64) {
        self.device = device
        self.inode = inode
    }
}

/// Note of inotify on a folder.
package struct FolderNote: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case appeared, rightsChanged, vanished
        /// The folder itself is gone.
        case folderGone
        /// Notes were lost, and the folder has to be listed again.
        case overflow
    }

    package var watch: Int32
    package var kind: Kind
    package var name: String

    package init(watch: Int32, kind: Kind, name: String) {
        self.watch = watch
        self.kind = kind
        self.name = name
    }
}
