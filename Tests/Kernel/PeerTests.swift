import Foundation
import TestSupport
import Testing

@testable import Kernel

@Suite("Kernel: the process at the other end", .timeLimit(.minutes(5)))
struct PeerTests {
    @Test("J4 the kernel names the process that connected, and its user") func credentials() throws
    {
        let folder = try TemporaryFolder()
        let listener = try UnixListener(at: folder.file("s"))
        let caller = try UnixSocket(connectingTo: folder.file("s"))
        let accepted = try listener.accept()
        let peer = try PeerCredentials(of: accepted.number)
        #expect(peer.pid == getpid() && peer.uid == getuid() && peer.gid == getgid())
        #expect(caller.number >= 0)
        #expect(throws: SystemError.self) { try PeerCredentials(of: -1) }
    }

    @Test("J4 a user has the name of this machine's own list, and else none") func names() throws {
        #expect(LocalUsers.name(of: 0) == "root")
        let folder = try TemporaryFolder()
        try folder.write(
            "root:x:0:0::/:/bin/sh\n:x:5:5::/:\nbroken\n\nbudi:x:1000:1000:Budi:/home/budi:/bin/sh",
            to: "passwd")
        let file = folder.file("passwd")
        #expect(LocalUsers.name(of: 1_000, file: file) == "budi")
        for uid: UInt32 in [5, 7, .max] { #expect(LocalUsers.name(of: uid, file: file) == nil) }
        #expect(LocalUsers.name(of: 0, file: folder.file("nowhere")) == nil)
    }
}
