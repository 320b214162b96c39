import Foundation

extension VirtualPrinter {
    /// Adds a back end to its CUPS, or replaces the one of that name.
    package func install(backend name: String, script: String) throws {
        let file = "\(folder)/bin/backend/\(name)"
        try? FileManager.default.removeItem(atPath: file)
        try ("#!/bin/bash\n" + script).write(toFile: file, atomically: true, encoding: .utf8)
        // cupsd runs no program that others may write.
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
    }

    /// Removes a back end, such as `pos`.
    package func uninstall(backend name: String) throws {
        try FileManager.default.removeItem(atPath: "\(folder)/bin/backend/\(name)")
    }

    /// Restricts the setup of queues to those named in this part of a policy (cupsd.conf(5)), and
    /// restarts the scheduler.
    package func restrictSetup(to words: String) async throws {
        let file = "\(folder)/etc/cupsd.conf"
        let operations =
            "CUPS-Add-Modify-Printer CUPS-Delete-Printer CUPS-Set-Default CUPS-Accept-Jobs "
            + "Resume-Printer"
        let text = try String(contentsOfFile: file, encoding: .utf8)
            .replacingOccurrences(of: "DefaultAuthType None", with: "DefaultAuthType Basic")
            .replacingOccurrences(
                of: "<Policy default>",
                with: "<Policy default>\n<Limit \(operations)>\n\(words)\n</Limit>")
        try text.write(toFile: file, atomically: false, encoding: .utf8)
        try await restartScheduler()
    }

    /// Returns the URI of its IPP printer, for a queue of one's own.
    package func printerURI() throws -> String { try queue("virtual")["device-uri"] }

    /// Sets the remaining paper of the virtual IPP printer in sheets, which it reports while idle
    /// too: 0 none, up to 24 little.
    package func setPaper(sheets: Int) async throws {
        let parts = try printerURI().split(separator: "/")[1].split(separator: ":")
        let done = try await Command.run(
            "bash",
            [
                "-ec",
                """
                exec 3<>"/dev/tcp/$1/$2"
                page="/media?size0=om_80x200mm_80x200mm&type0=stationery&level0=$3"
                printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$page" >&3
                head -n 1 <&3
                """, "bash", String(parts[0]), String(parts[1]), String(sheets),
            ])
        guard done.text.contains("200") else {
            throw NeverHappened(what: "paper in the virtual printer: \(done.text)\(done.errors)")
        }
    }
}
