import Foundation
import TestSupport
import Testing
import Wire

@Suite("loket: the roll and what was printed", .timeLimit(.minutes(5)))
struct PaperCommandTests {
    @Test("B5 B6 a technician tells of a roll, tries it, and reads how prints ended") func roll()
        async throws
    {
        // A printer is set up, but does not answer.
        let daemon = try await Daemon.ready(
            TemporaryFolder(),
            ["--printer-queue", "receipts", "--printer-server", "127.0.0.1:1"])
        #expect(
            try await daemon.loket("printer", "paper").text.contains("Nobody has told of a roll"))
        let early = try await daemon.loket("printer", "paper", "confirm")
        #expect(early.status == 2 && isOneSentence(early.errors), "\(early.errors)")
        let loaded = try await daemon.loket("printer", "paper", "loaded", "--metres", "40")
        #expect(loaded.status == 0 && loaded.text.contains("40 m"), "\(loaded.text)")
        let status = try await daemon.loket("status")
        #expect(status.text.contains("Nobody has seen a test slip"), "\(status.text)")
        #expect(try await daemon.loket("printer", "test").status == 1)
        let prints: [Wire.Print] = try await daemon.ask("printer", "history")
        #expect(prints.map(\.what) == ["test"] && prints.map(\.end) == ["notPrinted"])
        #expect(prints[0].detail?.contains("127.0.0.1:1") == true)
        #expect(try await daemon.loket("printer", "history").text.contains("notPrinted"))
        let paper: Wire.Paper = try await daemon.ask("printer", "paper", "confirm")
        #expect(paper.isTested && paper.leftMetres == 40)
        let wrong = try await daemon.loket("printer", "paper", "loaded", "--metres", "0.5")
        #expect(wrong.status == 64 && wrong.errors.contains("1 to 1000"))
    }

    @Test("B11 the day's report is read, and printed only with an end that is told") func day()
        async throws
    {
        let daemon = try await Daemon.ready(
            TemporaryFolder(),
            ["--printer-queue", "receipts", "--printer-server", "127.0.0.1:1"])
        try await daemon.tap("service(ktp-el)", "issue")
        let done = try await daemon.loket("report", "day")
        #expect(done.status == 0, "\(done.errors)")
        #expect(done.text.contains("GIVEN") && done.text.contains("K KTP"), "\(done.text)")
        #expect(done.text.contains("1 on the screen only"), "\(done.text)")
        let report: Wire.DayReport = try await daemon.ask("report", "day", "--date", "2020-02-29")
        #expect(report.all.given == 0 && report.date == "2020-02-29")
        let folder = try TemporaryFolder()
        let (pdf, csv) = (folder.file("day.pdf"), folder.file("day.csv"))
        let files = try await daemon.loket("report", "day", "--pdf", pdf, "--csv", csv)
        #expect(files.status == 0, "\(files.errors)")
        let text = try await Command.run("/usr/bin/pdftotext", ["-layout", pdf, "-"]).text
        for words in ["Laporan harian antrean", "K KTP elektronik", "Semua", "Halaman 1 dari 1"] {
            #expect(text.contains(words), "\(words) is missing in \(text)")
        }
        let rows = try String(contentsOfFile: csv, encoding: .utf8).split(separator: "\r\n")
        #expect(rows.count == 2 && rows[0].hasPrefix("date,terminal,service,prefix,name,hour,"))
        #expect(rows[1].contains(",ktp-el,K,KTP elektronik (KTP-el),"), "\(rows[1])")
        #expect(rows[1].hasSuffix(",1,0,0,0,0,1,0,,,"), "\(rows[1])")
        // What stands behind a name stays in its place: a device would be lost.
        let link = folder.file("link.csv")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: csv)
        #expect(try await daemon.loket("report", "day", "--csv", link).status == 0)
        let kind = try FileManager.default.attributesOfItem(atPath: link)[.type]
        #expect(kind as? FileAttributeType == .typeSymbolicLink)
        let lost = try await daemon.loket("report", "day", "--csv", folder.file("none/day.csv"))
        #expect(lost.status != 0 && isOneSentence(lost.errors), "\(lost.errors)")
        let printed = try await daemon.loket("report", "day", "--print")
        #expect(printed.status == 1 && printed.errors.contains("127.0.0.1:1"))
        let wrong = try await daemon.loket("report", "day", "--date", "2026-13-01")
        #expect(wrong.status == 2 && isOneSentence(wrong.errors), "\(wrong.errors)")
    }

    @Test("B8 the slip of every profile can be looked at before a printer is bought") func preview()
        async throws
    {
        let folder = try TemporaryFolder()
        let daemon = try await Daemon.ready(folder)
        let list = try await Daemon.loket(
            ["printer", "profiles", "--config", Repository.file("Kiosk/kiosk.yaml")])
        for name in ["generic-escpos-58", "epson-tm-t88", "pdf-a4"] {
            #expect(list.text.contains(name))
            let file = folder.file("\(name).png")
            let done = try await daemon.loket("printer", "preview", file, "--profile", name)
            #expect(done.status == 0, "\(done.errors)")
            let picture = FileManager.default.contents(atPath: file) ?? Data()
            #expect(picture.starts(with: [0x89, 0x50, 0x4E, 0x47]) && picture.count > 5_000)
        }
        for wrong in [["--profile", "citizen"], ["--service", "no-such"]] {
            let done = try await Daemon.loket(
                ["printer", "preview", folder.file("x.png"), "--state", daemon.state] + wrong)
            #expect(done.status == 2 && isOneSentence(done.errors), "\(done.errors)")
        }
    }
}
