import Foundation
import Office
import Screens
import Testing
import Wire

@testable import Slips
@testable import Terminal

@Suite("B11 The day in numbers", .timeLimit(.minutes(10)))
struct DayTests {
    @Test("B11 A3 every ticket of the day is counted once, by service, end and slip")
    func counts() async throws {
        let machine = try await Machine()
        let terminal = machine.terminal
        let empty = try await terminal.control.day.report(nil)
        #expect(empty.services.isEmpty && empty.all.given == 0 && empty.paper.isEmpty)
        #expect(empty.all.averageWaitSeconds == nil, "unknown is not 0")
        for service in ["ktp-el", "kk", "skck"] {
            try await machine.tap(.service(service))
            try await machine.tap(.issue)
            try await machine.until {
                if case .ticket = $0.visit.screen { true } else { false }
            }
            try await machine.tap(.home)
        }
        let waiting = try await terminal.control.queue(service: nil)
        try #require(waiting.count == 3)
        _ = try await terminal.control.void("K-001", reason: "test", by: .unknown)
        let report = try await terminal.control.day.report(nil)
        #expect(report.all.given == 3 && report.all.waiting == 2 && report.all.withdrawn == 1)
        #expect(report.all.served == 0 && report.cells.count == 3)
        #expect(report.services.map(\.id).sorted() == ["kk", "ktp-el", "skck"])
        let card = try #require(report.services.first { $0.id == "ktp-el" })
        #expect(card.counts.given == 1 && card.counts.waiting == 0 && card.prefix == "K")
        #expect(card.counts.withdrawn == 1)
        #expect(report.paper == ["printed": 3])
        // Another day is another report.
        let before = try await terminal.control.day.report(
            CalendarDate(year: 2020, month: 1, day: 1))
        #expect(before.all.given == 0 && before.date == "2020-01-01")
    }

    @Test("B3 its slip has a row before it is sent, and every count stands on it")
    func slip() async throws {
        let machine = try await Machine()
        let terminal = machine.terminal
        try await machine.tap(.service("ktp-el"))
        try await machine.tap(.issue)
        try await machine.until { if case .ticket = $0.visit.screen { true } else { false } }
        #expect(try await terminal.control.day.print(nil) == .printed)
        let print = try #require(try await terminal.control.prints(limit: 1).first)
        #expect(print.what == "report" && print.end == "printed")
        let job = try #require(await machine.printer.jobs.last)
        #expect(job.name.hasPrefix("loket-test1-report-"))
        let text = String(decoding: job.document, as: UTF8.self)
        for words in [
            "Laporan harian", "Nomor diberikan: 1", "Masih menunggu: 1", "Dilayani: 0",
            "Struk tanpa bukti tercetak: 0", "Survei: 0", "test1", "K KTP elektronik",
        ] { #expect(text.contains(words), "\(words) is missing") }
        // The print of the report fails like every print.
        await machine.printer.set(end: .notPrinted("no paper"), condition: .paperOut)
        #expect(try await terminal.control.day.print(nil) == .notPrinted("no paper"))
        #expect(try await terminal.control.prints(limit: 1).first?.end == "notPrinted")
    }
}
