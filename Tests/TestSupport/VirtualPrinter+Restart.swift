import Foundation

extension VirtualPrinter {
    /// Kills the scheduler as a power cut would, and starts it again on the same folder: the
    /// script that began it would end with it, so its own child is started in its place.
    public func restartScheduler() async throws {
        let id = try await schedulerID()
        // The script watches for ended children; stopped, it sees none.
        kill(scriptID, SIGSTOP)
        kill(id, SIGKILL)
        try? FileManager.default.removeItem(atPath: server)
        let user = getuid() == 0 ? try await owner() : nil
        let words =
            (user.map { ["setpriv", "--reuid", $0, "--regid", $0, "--clear-groups"] } ?? [])
            + [
                "\(folder)/bin/cupsd", "-f", "-c", "\(folder)/etc/cupsd.conf", "-s",
                "\(folder)/etc/cups-files.conf",
            ]
        try startAgain(words)
        try await eventually("the scheduler answers again") {
            (try? self.queue("virtual")["printer-name"]) == "virtual"
        }
    }

    private func owner() async throws -> String {
        let facts = try FileManager.default.attributesOfItem(atPath: "\(folder)/spool")
        guard let number = facts[.ownerAccountID] as? NSNumber else {
            throw NeverHappened(what: "the owner of \(folder)/spool")
        }
        return number.stringValue
    }
}
