import Foundation
import Kernel
import TestSupport
import Testing
import Touch

@Suite("T50 The calls of this machine", .timeLimit(.minutes(5)))
struct LinuxCallTests {
    let calls = InputCalls.linux

    @Test("T50 what is no event device is not opened, and says which call failed")
    func noDevice() throws {
        #expect {
            _ = try calls.open("/dev/null")
        } throws: {
            ($0 as? SystemError)?.call == "libevdev_new_from_fd"
        }
        #expect(throws: SystemError(call: "open", path: "/nowhere/event0", code: ENOENT)) {
            _ = try calls.open("/nowhere/event0")
        }
        #expect(throws: SystemError(call: "opendir", path: "/nowhere", code: ENOENT)) {
            _ = try calls.list("/nowhere")
        }
        #expect(calls.identify("/nowhere") == nil)
    }

    @Test("T31 inotify tells what comes, changes its rights, and goes, with its name")
    func notes() throws {
        let folder = try TemporaryFolder("notes")
        let notifier = try calls.makeNotifier()
        defer { calls.close(notifier) }
        let watch = try calls.notify(notifier, folder.path)
        #expect(calls.readNotes(notifier) == [])
        let path = folder.file("event7")
        close(open(path, O_CREAT | O_WRONLY, 0o600))
        chmod(path, 0o660)
        unlink(path)
        rmdir(folder.path)
        let notes = calls.readNotes(notifier)
        #expect(notes.allSatisfy { $0.watch == watch })
        let named = notes.filter { $0.name == "event7" }.map(\.kind)
        #expect(named == [.appeared, .rightsChanged, .vanished])
        #expect(notes.last?.kind == .folderGone)
        #expect(calls.readNotes(notifier) == [])
    }

    @Test("T31 epoll tells what is readable, until it was read")
    func ready() throws {
        let epoll = try calls.makeEpoll()
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        defer { for end in ends + [epoll] { calls.close(end) } }
        try calls.watch(epoll, ends[0], 42)
        #expect(calls.ready(epoll) == [])
        var byte: UInt8 = 1
        write(ends[1], &byte, 1)
        #expect(calls.ready(epoll) == [42])
        #expect(calls.ready(epoll) == [42])
        read(ends[0], &byte, 1)
        #expect(calls.ready(epoll) == [])
        write(ends[1], &byte, 1)
        calls.unwatch(epoll, ends[0])
        #expect(calls.ready(epoll) == [])
        #expect(throws: SystemError(call: "epoll_ctl", code: EBADF)) {
            try calls.watch(epoll, -1, 1)
        }
    }
}
