import Glibc

/// Lock on a folder, held by one process at a time. The kernel lets go of it whatever the process
/// dies of.
package struct FolderLock: ~Copyable, Sendable {
    package enum Failure: Error {
        /// Another process holds the lock; its number where it could be read.
        case taken(pid: String?)
        /// The folder or the lock's file can't be made or opened.
        case unusable(SystemError)
    }

    private let file: Descriptor

    /// Makes the folder and those above it where there are none, and locks its file `name` by flock(2), which holds
    /// the number of the process that has the lock.
    package init(on folder: String, name: String) throws(Failure) {
        let path = "\(folder)/\(name)"
        let file: Descriptor
        do throws(SystemError) {
            try Folder.make(folder, permissions: 0o750, withParents: true)
            file = try Descriptor(opening: path, O_RDWR | O_CREAT, permissions: 0o640)
        } catch { throw .unusable(error) }
        if flock(file.number, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK else {
                throw .unusable(SystemError(call: "flock", path: path))
            }
            let line = (try? file.read(upTo: 32)).map {
                String(decoding: $0.prefix { $0 != 0x0A }, as: UTF8.self)
            }
            throw .taken(pid: line?.isEmpty == false ? line : nil)
        }
        // The lock counts; the number is for people, who do without it on a full disk.
        ftruncate(file.number, 0)
        try? file.write(Array("\(getpid())\n".utf8))
        self.file = file
    }
}
