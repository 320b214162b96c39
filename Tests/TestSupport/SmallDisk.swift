import Foundation
import Kernel

/// File system of a few kilobytes over a folder, which can be filled to the last byte. It needs
/// root.
package final class SmallDisk: Sendable {
    private let folder: String

    /// Mounts the file system. It hides the folder's files and copies its owner and folders.
    package init(at folder: String, kilobytes: Int) async throws {
        self.folder = folder
        let done = try await Command.run(
            "bash",
            [
                "-ec",
                """
                folders=$(cd "$1" && find . -mindepth 1 -type d)
                owner=$(stat -c uid=%u,gid=%g,mode=%a "$1")
                mount -t tmpfs -o "size=$2k,$owner" loket-test "$1"
                cd "$1"
                for name in $folders; do
                    mkdir -p "$name"
                    chown --reference=. "$name"
                done
                """, "bash", folder, String(kilobytes),
            ])
        guard done.status == 0 else { throw NeverHappened(what: "a small disk: \(done.errors)") }
    }

    deinit {
        // Detach, which works even while a program has a file open on it.
        umount2(folder, Int32(MNT_DETACH))
    }

    /// Fills all remaining room.
    package func fill() throws {
        let file = try Descriptor(opening: "\(folder)/filling", O_WRONLY | O_CREAT | O_APPEND)
        for size in [4_096, 1] {
            let piece = [UInt8](repeating: 0, count: size)
            while write(file.number, piece, size) > 0 {}
        }
    }

    /// Makes room again.
    package func empty() throws {
        try FileManager.default.removeItem(atPath: "\(folder)/filling")
    }
}
