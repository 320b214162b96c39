import Glibc
import TestSupport
import Testing

@testable import Kernel

@Suite("Descriptors", .timeLimit(.minutes(1)))
struct DescriptorTests {
    @Test("A descriptor is closed with its owner and is not inherited over exec")
    func owner() throws {
        let folder = try TemporaryFolder()
        let number: Int32
        do {
            let file = try Descriptor(opening: folder.file("a"), O_RDWR | O_CREAT)
            number = file.number
            #expect(fcntl(number, F_GETFD) & FD_CLOEXEC != 0)
            let pipe = try Pipe()
            #expect(fcntl(pipe.reader.number, F_GETFD) & FD_CLOEXEC != 0)
            #expect(fcntl(pipe.writer.number, F_GETFD) & FD_CLOEXEC != 0)
        }
        // Others may have the number by now, but never for this file.
        var facts = stat()
        var named = stat()
        stat(folder.file("a"), &named)
        #expect(fstat(number, &facts) != 0 || facts.st_ino != named.st_ino)
    }

    @Test("What can't be opened is named with its reason")
    func unopened() throws {
        let folder = try TemporaryFolder()
        let missing = folder.file("no/such/file")
        #expect(throws: SystemError(call: "open", path: missing, code: ENOENT)) {
            _ = try Descriptor(opening: missing, O_RDONLY)
        }
        #expect(throws: SystemError(call: "open", path: folder.path, code: EISDIR)) {
            _ = try Descriptor(opening: folder.path, O_WRONLY)
        }
        try folder.write("1", to: "there")
        let there = folder.file("there")
        #expect(throws: SystemError(call: "open", path: there, code: EEXIST)) {
            _ = try Descriptor(opening: there, O_WRONLY | O_CREAT | O_EXCL)
        }
    }

    @Test("A full disk fails the write that finds it full")
    func full() throws {
        #expect(throws: SystemError(call: "write", code: ENOSPC)) {
            try Descriptor(opening: "/dev/full", O_WRONLY).write([1, 2, 3])
        }
    }

    @Test("Nothing to read is told from the end")
    func ends() throws {
        let reader: Descriptor
        do {
            let pipe = try Pipe(isNonBlocking: true)
            reader = Descriptor(owning: dup(pipe.reader.number))
            #expect(try reader.read(upTo: 8) == nil)
            try pipe.writer.write([7])
            #expect(try reader.read(upTo: 8) == [7])
        }
        #expect(try reader.read(upTo: 8) == [])
    }

    @Test("A descriptor that was given away stays open")
    func released() throws {
        let number = try Descriptor(opening: "/dev/null", O_RDONLY).release()
        #expect(close(number) == 0)
    }

    @Test("More than was asked for is refused, not cut")
    func limit() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("12345", to: "a")
        #expect(try Descriptor(opening: path, O_RDONLY).readAll(maximum: 5).count == 5)
        #expect(throws: SystemError(call: "read", code: EFBIG)) {
            _ = try Descriptor(opening: path, O_RDONLY).readAll(maximum: 4)
        }
    }

    @Test("Without descriptors left every maker fails with EMFILE")
    func exhausted() async {
        await #expect(processExitsWith: .exitCode(0)) {
            var limit = rlimit(rlim_cur: 0, rlim_max: 0)
            guard setrlimit(__rlimit_resource_t(7), &limit) == 0 else { exit(1) }
            func code(_ body: () throws(SystemError) -> Void) -> Int32 {
                do throws(SystemError) { try body() } catch { return error.code }
                return 0
            }
            let codes = [
                code { () throws(SystemError) in _ = try Pipe() },
                code { () throws(SystemError) in _ = try WakePipe() },
                code { () throws(SystemError) in _ = try UnixDatagrams() },
                code { () throws(SystemError) in
                    _ = try UnixSocket(connectingTo: "/tmp/none")
                },
                code { () throws(SystemError) in
                    _ = try Descriptor(opening: "/dev/null", O_RDONLY)
                },
                code { () throws(SystemError) in _ = try Folder.names(in: "/") },
            ]
            exit(codes.allSatisfy { $0 == EMFILE } ? 0 : 2)
        }
    }
}
