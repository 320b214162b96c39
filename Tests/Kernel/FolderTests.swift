import Glibc
import TestSupport
import Testing

@testable import Kernel

@Suite("Folders", .timeLimit(.minutes(1)))
struct FolderTests {
    @Test("Names are sorted and without the two that every folder has")
    func names() throws {
        let folder = try TemporaryFolder()
        for name in ["b", "a", ".c"] { try folder.write("", to: name) }
        #expect(try Folder.names(in: folder.path) == [".c", "a", "b"])
        let missing = folder.file("no")
        #expect(throws: SystemError(call: "opendir", path: missing, code: ENOENT)) {
            _ = try Folder.names(in: missing)
        }
    }

    @Test("A folder is made with those above it, and may be there already")
    func make() throws {
        let folder = try TemporaryFolder()
        for _ in 0..<2 {
            try Folder.make(folder.file("a/b/c"), permissions: 0o750, withParents: true)
        }
        #expect(try Folder.names(in: folder.file("a/b")) == ["c"])
        let deep = folder.file("d/e")
        #expect(throws: SystemError(call: "mkdir", path: deep, code: ENOENT)) {
            try Folder.make(deep, permissions: 0o750)
        }
        let file = try folder.write("", to: "f")
        #expect(throws: SystemError(call: "mkdir", path: file, code: EEXIST)) {
            try Folder.make(file, permissions: 0o750)
        }
        #expect(throws: SystemError(call: "mkdir", path: file + "/d", code: ENOTDIR)) {
            try Folder.make(file + "/d", permissions: 0o750, withParents: true)
        }
    }

    @Test("A file is replaced whole, and a failure leaves the old one")
    func replace() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a")
        for text in ["one", "two"] {
            try Folder.replace(path, with: Array(text.utf8), permissions: 0o640)
        }
        #expect(try Descriptor(opening: path, O_RDONLY).readAll(maximum: 9) == Array("two".utf8))
        #expect(try Folder.names(in: folder.path) == ["a"])
        // Where the new one can't be written, the old one stays.
        #expect(mkdir(path + ".new", 0o700) == 0)
        #expect(throws: SystemError(call: "open", path: path + ".new", code: EISDIR)) {
            try Folder.replace(path, with: [1], permissions: 0o640)
        }
        #expect(try Descriptor(opening: path, O_RDONLY).readAll(maximum: 9) == Array("two".utf8))
        let lost = folder.file("no/a")
        #expect(throws: SystemError(call: "open", path: lost + ".new", code: ENOENT)) {
            try Folder.replace(lost, with: [1], permissions: 0o640)
        }
        #expect(throws: SystemError(call: "open", path: folder.file("no"), code: ENOENT)) {
            try Folder.sync(folder.file("no"))
        }
    }

    @Test("A full disk keeps the old file and leaves no new one")
    func full() async throws {
        try await withSmallDisk { folder, disk in
            let path = folder.file("a")
            try Folder.replace(path, with: [1], permissions: 0o640)
            try disk.fill()
            let error = #expect(throws: SystemError.self) {
                try Folder.replace(
                    path, with: [UInt8](repeating: 2, count: 100_000), permissions: 0o640)
            }
            #expect(error?.code == ENOSPC && error?.path == path + ".new")
            #expect(try Descriptor(opening: path, O_RDONLY).readAll(maximum: 9) == [1])
        }
    }

    @Test("One process a folder: the second is told whose it is, and the lock goes with its owner")
    func lock() throws {
        let folder = try TemporaryFolder()
        let state = folder.file("state")
        do {
            let lock = try FolderLock(on: state, name: "pid")
            #expect(pid(holding: state) == "\(getpid())")
            _ = consume lock
        }
        #expect(pid(holding: state) == nil)
        let file = try folder.write("", to: "file")
        let error = #expect(throws: FolderLock.Failure.self) {
            _ = try FolderLock(on: file, name: "pid")
        }
        guard case .unusable(let reason)? = error else {
            Issue.record("\(error as Any)")
            return
        }
        #expect(reason == SystemError(call: "mkdir", path: file, code: EEXIST))
    }

    private func pid(holding folder: String) -> String? {
        do {
            _ = try FolderLock(on: folder, name: "pid")
            return nil
        } catch FolderLock.Failure.taken(let pid) {
            return pid
        } catch {
            return "\(error)"
        }
    }

    private func withSmallDisk(_ body: (TemporaryFolder, SmallDisk) throws -> Void) async throws {
        let folder = try TemporaryFolder()
        try await body(folder, SmallDisk(at: folder.path, kilobytes: 64))
    }
}
