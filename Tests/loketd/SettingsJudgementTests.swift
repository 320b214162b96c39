import Foundation
import TestSupport
import Testing
import Wire

@Suite("loketd: one judgement of its settings", .timeLimit(.minutes(15)))
struct SettingsJudgementTests {
    private func services(_ daemon: Daemon) async throws -> Int {
        let list: [Wire.ServiceSummary] = try await daemon.ask("service", "list")
        return list.count
    }

    @Test("Y1 H3 A2 a clock before every date of the catalogue leaves all services, and is named")
    func wrongClock() async throws {
        let folder = try TemporaryFolder()
        let settings = try SettingsCopy(folder)
        // To the files it is the same whether the clock is in 1970 or they are in 2099.
        let catalogue = "\(settings.folder)/catalogue"
        for name in try FileManager.default.contentsOfDirectory(atPath: catalogue) {
            let text = try String(contentsOfFile: "\(catalogue)/\(name)", encoding: .utf8)
            try text.replacing(/checkedOn: 20\d\d/, with: "checkedOn: 2099")
                .write(toFile: "\(catalogue)/\(name)", atomically: true, encoding: .utf8)
        }
        let daemon = try await Daemon.ready(folder, config: settings.config)
        #expect(try await services(daemon) == 24)
        let warning = try await daemon.event("settings.warning")
        #expect(warning["problem"]?.contains("timedatectl set-time") == true)
        let status: Wire.Status = try await daemon.ask("status")
        #expect(status.problems.contains { $0.contains("timedatectl set-time") })
        try await daemon.tap("service(ktp-el)", "issue")
        let tickets: [Wire.Ticket] = try await daemon.ask("queue", "list")
        #expect(tickets.map(\.number) == ["K-001"])
        #expect(
            try await Daemon.loket(["config", "check", "--config", settings.config]).status == 0)
    }

    @Test("Y5 J1 SIGHUP refuses what config check calls broken, and takes it once it is mended")
    func refused() async throws {
        let folder = try TemporaryFolder()
        let settings = try SettingsCopy(folder)
        let daemon = try await Daemon.ready(folder, config: settings.config)
        let agency = "catalogue/dukcapil.yaml"
        let faults: [(file: String, old: String, new: String)] = [
            ("kiosk.yaml", "profile: generic-escpos-80", "profile: generic-escpos-81"),
            ("kiosk.yaml", "catalogue: catalogue", "catalogue: udev"),
            (agency, "prefix: K", "prefix: k"), ("languages/id.yaml", "phrases:", "phrasen:"),
            ("questionnaire.yaml", "questions:", "question:"),
        ]
        for (index, fault) in faults.enumerated() {
            try settings.replace(fault.old, with: fault.new, in: fault.file)
            let check = try await Daemon.loket(["config", "check", "--config", settings.config])
            #expect(check.status == 1, "\(fault.new)")
            let refused = daemon.events.count { $0["event"] == "settings.refused" }
            daemon.signal(SIGHUP)
            try await daemon.event("settings.refused", refused + 1)
            #expect(try await services(daemon) == 24, "\(fault.new)")
            try settings.replace(fault.new, with: fault.old, in: fault.file)
            daemon.signal(SIGHUP)
            try await daemon.event("settings.reloaded", index + 1)
        }
        let status: Wire.Status = try await daemon.ask("status")
        #expect(status.office == "Mal Pelayanan Publik Timor Atambua" && status.pid == daemon.pid)
    }

    @Test(
        "Y9 J1 a port that is none is refused, and not taken for another",
        arguments: ["99999", "-1"])
    func port(_ port: String) async throws {
        let folder = try TemporaryFolder()
        let done = try await Command.run(
            "\(Daemon.binaries)/loketd",
            [
                "--config", Repository.file("Kiosk/kiosk.yaml"), "--state", folder.file("state"),
                "--port=\(port)",
            ])
        #expect(done.status == 64)
        #expect(done.errors.contains("page.port: '\(port)' must be a whole number from 0 to 65535"))
    }
}
