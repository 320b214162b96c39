import Foundation

/// Starts this program over in the same process, with the same options: its pid stays, and so
/// does whoever watches it.
enum Restart {
    static func now() {
        // Not everything that the libraries open is closed by exec, and a fault that stays makes
        // a start every ten seconds.
        let open = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        for descriptor in (open ?? []).compactMap({ Int32($0) }) where descriptor > 2 {
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }
        var arguments: [UnsafeMutablePointer<CChar>?] =
            CommandLine.arguments.map { strdup($0) } + [nil]
        // Returns only where it failed; then the process ends and its watcher starts it over.
        execv("/proc/self/exe", &arguments)
    }
}
