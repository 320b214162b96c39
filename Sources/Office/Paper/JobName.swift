/// Names of a terminal's jobs at CUPS, by which they are found again (B3).
package enum JobName {
    /// Start of the names of all jobs of a terminal. Other terminals may share its queue.
    package static func prefix(of terminal: String) -> String { "loket-\(terminal)-" }
}
