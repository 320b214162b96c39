import Desk
import Display
import Errands
import Face
import Foundation
import Geometry
import Glibc
import Hall
import Logging
import Office
import Records
import Screens
import Settings
import Slips
import Terminal

/// Benchmark of a database with a long history, beside an empty one and beside files that hold only
/// what a question asks for, in the same run and in turn.
struct GrowthBench {
    let bundle: SettingsBundle
    let folder: String
    let tickets: Int

    private static let starts = 9
    private static let laterTickets = 20
    private static let questions = 25

    private var home: String { folder + "/loket-growth-\(getpid())" }

    func run() async throws -> [Line] {
        defer { try? FileManager.default.removeItem(atPath: home) }
        let zone = bundle.settings.office.timeZone
        let today = bundle.day.date(at: Date())
        let yesterday = CalendarDate(
            daysSince1970: LocalTime(Date(), in: zone).date.daysSince1970 - 1)
        let year = CalendarDate(year: yesterday.year, month: 1, day: 1)
        let ofYear =
            (yesterday.daysSince1970 - year.daysSince1970 + 1) * GrowthFill.ticketsPerDay
        let clock = ContinuousClock()
        let begin = clock.now
        try await fill("long", tickets, yesterday)
        let filled = (clock.now - begin) / .seconds(1)
        try await fill("empty", 0, yesterday)
        try await fill("day", min(tickets, GrowthFill.ticketsPerDay), yesterday)
        try await fill("year", min(tickets, ofYear), yesterday)
        let size = try FileManager.default.attributesOfItem(atPath: file("long"))[.size] as? Int
        var lines = [
            Line("tickets of history", Double(tickets), ""),
            Line("their file", Double(size ?? 0) / 1e6, "MB"),
            Line("time to fill it", filled, "s"),
        ]
        lines += try starts(cold: false) + starts(cold: true)
        lines += try await questions(yesterday, today, year)
        return lines + [try await journal()]
    }

    private func fill(_ name: String, _ tickets: Int, _ last: CalendarDate) async throws {
        try await GrowthFill(
            bundle: bundle, folder: home + "/" + name, tickets: tickets, lastDate: last
        ).run()
    }

    private func file(_ name: String) -> String { home + "/\(name)/loket.sqlite3" }

    /// Line of a measurement beside its reference, which it may exceed by `limit`.
    private func line(
        _ what: String, _ ours: [Double], _ theirs: [Double], _ against: String, limit: Double = 1.2
    ) -> Line {
        let (mine, other) = (Measure.median(ours.sorted()), Measure.median(theirs.sorted()))
        return Line(
            what, mine, "ms", against: against, ratio: mine / other,
            limit: "<= \(limit)x", isReached: mine / other <= limit)
    }

    // MARK: Starts

    /// Opens the files as a start does, up to what the first screen shows, takes a ticket, calls it,
    /// and takes more tickets.
    private func starts(cold: Bool) throws -> [Line] {
        var (starts, tickets): ([String: [Double]], [String: [Double]]) = ([:], [:])
        var (later, calls): ([String: [Double]], [String: [Double]]) = ([:], [:])
        let service = bundle.catalogue.services[0].id
        var rules = bundle.deskRules
        rules.calling = CallingRules(counters: [Counter(id: "1", number: 1, primary: [service])])
        rules.calling.nextPauseSeconds = 0
        let clock = ContinuousClock()
        for round in 0..<Self.starts {
            for name in round % 2 == 0 ? ["long", "empty"] : ["empty", "long"] {
                if cold { Self.forget(file(name)) }
                let moment = Moment(wall: Date(), uptime: .seconds(round))
                var desk = Desk(rules: rules, printer: nil)
                let begin = clock.now
                let records = try Records(
                    folder: home + "/" + name, terminal: GrowthFill.terminal)
                for item in DeskItem.start { try run(item, &desk, records, moment) }
                let started = clock.now
                let wish = TicketWish(serviceID: service)
                let outcome = try run(
                    .effect(.issue(RequestID(UInt64(round)), [wish], .indonesian)), &desk, records,
                    moment)
                let issued = clock.now
                for case .issued(_, let tickets) in outcome.events {
                    for ticket in tickets {
                        try run(.effect(.shown(ticket.id)), &desk, records, moment)
                    }
                }
                let press = Press(
                    id: "growth-\(cold)-\(round)", counterID: "1", order: .next, who: "bench")
                let pressed = clock.now
                let answer = try desk.change(on: records, at: moment) { desk, records in
                    let today = try desk.turnDay(in: records, at: moment).date
                    return try CallDesk(desk.rules).take(
                        press, on: today, in: records, at: moment.wall)
                }
                let answered = clock.now
                guard answer.what == "ticket.called" else { throw BenchFailure("\(answer)") }
                for number in 1...Self.laterTickets {
                    let begun = clock.now
                    try run(
                        .effect(
                            .issue(
                                RequestID(UInt64(100 * round + number)), [wish], .indonesian)),
                        &desk, records, moment)
                    later[name, default: []].append((clock.now - begun) / .milliseconds(1))
                }
                records.close()
                calls[name, default: []].append((answered - pressed) / .milliseconds(1))
                starts[name, default: []].append((started - begin) / .milliseconds(1))
                tickets[name, default: []].append((issued - started) / .milliseconds(1))
            }
        }
        let how = cold ? ", cold cache" : ""
        func compared(_ what: String, _ times: [String: [Double]]) -> Line {
            line(what + how, times["long"] ?? [], times["empty"] ?? [], "an empty file")
        }
        return [
            compared("start to the first screen's data", starts), compared("first ticket", tickets),
            compared("first call", calls), compared("a ticket after the first", later),
        ]
    }

    @discardableResult
    private func run(
        _ item: DeskItem, _ desk: inout Desk, _ records: Records, _ moment: Moment
    ) throws -> DeskOutcome {
        let outcome = desk.run(item, on: records, at: moment)
        if let failure = outcome.failure { throw failure }
        return outcome
    }

    /// Drops what the kernel has of a file in memory.
    private static func forget(_ file: String) {
        let descriptor = open(file, O_RDONLY)
        fdatasync(descriptor)
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
        close(descriptor)
    }

    // MARK: Questions

    /// Asks four running terminals in turn, as the API asks them.
    private func questions(
        _ yesterday: CalendarDate, _ today: CalendarDate, _ year: CalendarDate
    ) async throws -> [Line] {
        let long = try GrownTerminal(bundle, home + "/long")
        let empty = try GrownTerminal(bundle, home + "/empty")
        let day = try GrownTerminal(bundle, home + "/day")
        let ofYear = try GrownTerminal(bundle, home + "/year")
        let lines = [
            try await compared("status", long, empty) { _ = await $0.status(page: nil) },
            try await compared("queue list", long, empty) { _ = try await $0.queue(service: nil) },
            try await compared("report of today", long, empty) { _ = try await $0.day.report(nil) },
            try await compared("report of a day", long, day, against: "that day alone", limit: 2) {
                _ = try await $0.day.report(yesterday)
            },
            // An empty file would answer with no line, and not with twenty.
            try await compared("printer history", long, day, against: "the same 20 alone") {
                _ = try await $0.prints(limit: 20)
            },
            try await compared("survey summary of today", long, empty) {
                _ = try await $0.survey.summary(from: today, to: today)
            },
            try await compared(
                "survey summary of this year", long, ofYear, against: "that year alone"
            ) { _ = try await $0.survey.summary(from: year, to: yesterday) },
        ]
        for terminal in [long, empty, day, ofYear] { await terminal.end() }
        return lines
    }

    private func compared(
        _ what: String, _ ours: GrownTerminal, _ theirs: GrownTerminal,
        against: String = "an empty file", limit: Double = 1.2,
        _ ask: (Control) async throws -> Void
    ) async throws -> Line {
        var (mine, others): ([Double], [Double]) = ([], [])
        for round in 0..<Self.questions {
            func measure(_ terminal: GrownTerminal) async throws -> Double {
                let begin = ContinuousClock.now
                try await ask(terminal.terminal.control)
                return (ContinuousClock.now - begin) / .milliseconds(1)
            }
            if round % 2 == 0 { mine.append(try await measure(ours)) }
            others.append(try await measure(theirs))
            if round % 2 == 1 { mine.append(try await measure(ours)) }
        }
        return line(what, mine, others, against, limit: limit)
    }

    /// Verifies the whole journal, which shows as well that the history is valid.
    private func journal() async throws -> Line {
        let records = try Records(folder: home + "/long", terminal: GrowthFill.terminal)
        let begin = ContinuousClock.now
        let fault = try await records.read { try $0.journal.verify() }
        let seconds = (ContinuousClock.now - begin) / .seconds(1)
        await records.closed()
        return Line(
            "journal verified", seconds, "s", limit: "whole", isReached: fault == nil)
    }
}

/// Terminal on a file, with a display in memory.
private final class GrownTerminal {
    let terminal: Terminal
    private let work: Task<Void, Never>

    init(_ bundle: SettingsBundle, _ folder: String) throws {
        let records = try Records(folder: folder, terminal: GrowthFill.terminal)
        let terminal = Terminal(
            bundle: bundle, problems: [], records: records, printer: nil, printRoom: nil,
            log: Logger(label: "bench", factory: { _ in SwiftLogNoOpLogHandler() }))
        terminal.loop.start(
            FacePlan(
                content: bundle.content, rules: bundle.rules,
                hours: OfficeHours(isForcedOpen: true))
        ) { Hardware(display: MemoryDisplay(panel: .small)) }
        self.terminal = terminal
        work = Task { await terminal.run() }
    }

    func end() async {
        work.cancel()
        await terminal.loop.stopped()
        await work.value
        await terminal.records.closed()
    }
}
