import Foundation

/// Restart of this program in the same process, with the same options. Its pid and its supervisor
/// stay.
enum Restart {
    static func now() {
        // Libraries leave descriptors open over exec, and a persistent fault restarts every ten
        // seconds.
        let open = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        for descriptor in (open ?? []).compactMap({ Int32($0) }) where descriptor > 2 {
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }
        var arguments: [UnsafeMutablePointer<CChar>?] =
            CommandLine.arguments.map { strdup($0) } + [nil]
        // It returns only on failure. The process then ends, and its supervisor restarts it.
        execv("/proc/self/exe", &arguments)
    }
}
