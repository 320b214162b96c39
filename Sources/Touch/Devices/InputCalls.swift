import Glibc

/// A system call failed: which, on what, with which errno.
package struct InputCallError: Error, Hashable, Sendable, CustomStringConvertible {
    package var call: String
    package var path: String
    package var code: Int32

    package init(call: String, path: String, code: Int32) {
        self.call = call
        self.path = path
        self.code = code
    }

    package var description: String { "\(path): \(call): \(Self.text(code))" }

    static func text(_ code: Int32) -> String { String(cString: strerror(code)) }
}

/// An opened device.
package protocol InputNode: AnyObject {
    /// Readable when events wait.
    var descriptor: Int32 { get }
    var description: DeviceDescription { get }
    /// Adds the events that wait, at most a buffer of them; false where none waited. Throws ENODEV
    /// where the device is gone.
    func read(into events: inout [RawEvent]) throws(InputCallError) -> Bool
    /// Throws away what waits and reads the state anew (T26).
    func resync() throws(InputCallError) -> TouchSnapshot
    /// Takes the device for this process alone, or gives it back (T33).
    func grab(_ isGrabbed: Bool) throws(InputCallError)
    /// Event times on CLOCK_MONOTONIC from now on (T34).
    func useMonotonicClock() throws(InputCallError)
}

/// The calls that go to the kernel, each of which a test can replace or let fail (T50).
package struct InputCalls {
    /// Opens a node of the folder. The node is closed with its last reference.
    package var open: (_ path: String) throws(InputCallError) -> any InputNode
    /// Names in a folder.
    package var list: (_ folder: String) throws(InputCallError) -> [String]
    /// Tells one node from the next of the same name; nil where there is none.
    package var identify: (_ path: String) -> NodeNumber?
    /// A new epoll descriptor.
    package var makeEpoll: () throws(InputCallError) -> Int32
    /// Adds a descriptor to epoll, for reading, with a number to know it by.
    package var watch:
        (_ epoll: Int32, _ descriptor: Int32, _ tag: UInt64)
            throws(InputCallError) -> Void
    /// Takes it out again.
    package var unwatch: (_ epoll: Int32, _ descriptor: Int32) -> Void
    /// Tags of descriptors that are readable or broken now; never waits.
    package var ready: (_ epoll: Int32) -> [UInt64]
    /// A new inotify descriptor.
    package var makeNotifier: () throws(InputCallError) -> Int32
    /// Watches a folder for names that come, go, or change their rights; returns the watch.
    package var notify: (_ notifier: Int32, _ folder: String) throws(InputCallError) -> Int32
    package var stopNotify: (_ notifier: Int32, _ watch: Int32) -> Void
    /// What happened in the watched folders, a buffer of it.
    package var readNotes: (_ notifier: Int32) -> [FolderNote]
    package var close: (_ descriptor: Int32) -> Void
}

/// Device and inode of a node in a file system.
package struct NodeNumber: Hashable, Sendable {
    package var device: UInt64
    package var inode: UInt64

    package init(device: UInt64, inode: UInt64) {
        self.device = device
        self.inode = inode
    }
}

/// What inotify says.
package struct FolderNote: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case appeared, rightsChanged, vanished
        /// The folder itself is gone.
        case folderGone
        /// Notes were lost: look at everything again.
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
