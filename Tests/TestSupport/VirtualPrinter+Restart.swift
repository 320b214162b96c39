import Foundation

extension VirtualPrinter {
    /// Ends the scheduler and starts another one on the same folder.
    package func restartScheduler(by signal: Int32 = SIGKILL) async throws {
        try await stopScheduler(by: signal)
        try await startScheduler()
    }

    /// Ends the scheduler, by SIGKILL as in a power cut. The script that started it would end with
    /// it, and is stopped so that it does not notice.
    package func stopScheduler(by signal: Int32 = SIGKILL) async throws {
        if try await endSecond(by: signal) { return }
        let id = try await schedulerID()
        isTakenOver = true
        // The script watches for ended children; stopped, it sees none.
        kill(scriptID, SIGSTOP)
        try await eventually("the script stands still") {
            try await self.state(self.scriptID) == "T"
        }
        kill(id, signal)
        try await eventually("the scheduler is dead") { try await self.state(id) == "Z" }
        try? FileManager.default.removeItem(atPath: server)
    }

    /// Starts a scheduler after `stopScheduler`.
    package func startScheduler() async throws {
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

    /// Returns the letter of a process's state in ps(1).
    private func state(_ id: Int32) async throws -> String {
        String(try await Command.run("ps", ["-o", "stat=", "-p", String(id)]).text.prefix(1))
    }

    private func owner() async throws -> String {
        let facts = try FileManager.default.attributesOfItem(atPath: "\(folder)/spool")
        guard let number = facts[.ownerAccountID] as? NSNumber else {
            throw NeverHappened(what: "the owner of \(folder)/spool")
        }
        return number.stringValue
    }
}
