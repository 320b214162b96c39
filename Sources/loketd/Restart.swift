import Foundation

/// Starts this program over in the same process, with the same options: its pid stays, and so
/// does whoever watches it.
enum Restart {
    static func now() {
        var arguments: [UnsafeMutablePointer<CChar>?] =
            CommandLine.arguments.map { strdup($0) } + [nil]
        // Returns only where it failed; then the process ends and its watcher starts it over.
        execv("/proc/self/exe", &arguments)
    }
}
