import Foundation

extension VirtualPrinter {
    /// Gives its CUPS one more back end, or another one of the same name.
    package func install(backend name: String, script: String) throws {
        let file = "\(folder)/bin/backend/\(name)"
        try? FileManager.default.removeItem(atPath: file)
        try ("#!/bin/bash\n" + script).write(toFile: file, atomically: true, encoding: .utf8)
        // cupsd runs none that others may write.
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
    }

    /// Takes a back end away, such as `pos`.
    package func uninstall(backend name: String) throws {
        try FileManager.default.removeItem(atPath: "\(folder)/bin/backend/\(name)")
    }

    /// Lets nobody set up queues but who this part of a policy names (cupsd.conf(5)), and starts
    /// the scheduler over with it.
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

    /// The URI of its IPP printer, for a queue of one's own.
    package func printerURI() throws -> String { try queue("virtual")["device-uri"] }

    /// So many sheets' length of paper is left in the virtual IPP printer, which tells it while idle
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
