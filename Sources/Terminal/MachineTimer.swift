/// Timer of the machine: the one place where the terminal waits for real time.
enum MachineTimer {
    static func wait(_ duration: Duration) async throws { try await Task.sleep(for: duration) }
}
