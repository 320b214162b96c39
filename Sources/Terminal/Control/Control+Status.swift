import Desk
import Display
import Errands
import Face
import Foundation
import Geometry
import Kernel
import Office
import Records
import Screens
import Settings
import Slips
import Touch
package import Wire

/// State of the terminal, for those who look after it.
extension Control {
    package func status(page: String?) async -> Wire.Status {
        let moment = now()
        let bundle = await terminal.bundle
        // A disk that does not answer holds up what is asked of it, and not this.
        let isSilent = terminal.faults.stands(.disk)
        let read = isSilent ? nil : await within(Self.statusLimit) { await readStatus() }
        let today = read?.today ?? bundle.day.date(at: moment.wall)
        let facts = await loop.query { core in
            (
                screen: core.screenName, opening: core.opening.state(at: moment.wall),
                display: core.display.summary, frames: core.frameCount,
                pads: core.pads.summaries
            )
        }
        let latencies = loop.touchLatencies()
        func percentile(_ share: Double) -> Double? {
            if latencies.isEmpty { return nil }
            let index = min(latencies.count - 1, Int(Double(latencies.count) * share))
            return ((latencies[index] / .microseconds(1)).rounded() / 1000)
        }
        let prints = await terminal.desk.prints
        // What could not be read is unknown, and never zero.
        let (waiting, issued) = (read?.waiting, read?.issued)
        return Wire.Status(
            version: Wire.productVersion, terminal: records.terminal,
            office: bundle.settings.office.name,
            pid: getpid(), uptimeSeconds: Int(moment.wall.timeIntervalSince(terminal.startedAt)),
            time: moment.wall.ISO8601Format(), screen: facts.screen,
            opening: facts.opening, display: facts.display,
            page: page,
            database: records.file, settings: bundle.file, businessDate: today.description,
            issuedToday: issued,
            waiting: waiting?.values.reduce(0, +),
            printer: .init(
                summary: terminal.parts.printer?.summary ?? "printer=none",
                condition: prints.condition.rawValue, advice: prints.condition.advice,
                warnings: prints.warnings + (read?.paper ?? [])),
            touch: .init(
                count: latencies.count, p50Milliseconds: percentile(0.5),
                p99Milliseconds: percentile(0.99), maximumMilliseconds: percentile(1)),
            frames: facts.frames, residentKilobytes: Self.residentKilobytes(),
            problems: await problemSentences(
                today, isRead: isSilent || waiting != nil && issued != nil)
                + pads.sentences(facts.pads, bundle.settings.calling.counters))
    }

    /// Time for what the status asks of the disk.
    static let statusLimit = Duration.seconds(4)

    private struct StatusRead: Sendable {
        var today: CalendarDate
        var waiting: [String: Int]?
        var issued: Int?
        var paper: [String]
    }

    private func readStatus() async -> StatusRead {
        let today = await today()
        return StatusRead(
            today: today, waiting: try? await records.waitingCounts(on: today),
            issued: try? await records.issuedCount(on: today), paper: await paperSentences())
    }

    private func problemSentences(_ today: CalendarDate, isRead: Bool) async -> [String] {
        let settings = await terminal.settings
        let desk = await terminal.desk
        var sentences =
            terminal.parts.startProblems + terminal.faults.sentences
            + settings.problems.filter { $0.severity == .error }.map(\.description)
        if !isRead {
            sentences.append(
                "\(records.file) can't be read: see the log for SQLite's words.")
        }
        if let kept = records.openingReport.damagedFileKeptAs {
            let numbers =
                records.openingReport.numbersGoOnAfter.map {
                    "begin at \($0 + 1), since not all that were given could be read"
                } ?? "go on after those that were given"
            sentences.append(
                "The database was damaged and is kept as \(kept); a new one was begun, and numbers "
                    + "\(numbers). Keep that file for a technician: it has the tickets until then.")
        }
        if let sentence = terminal.dropSentence { sentences.append(sentence) }
        let unlogged = LogLines.standardError.droppedCount
        if unlogged > 0 {
            sentences.append(
                "\(unlogged) lines of the log were dropped, for nobody read it: look at the journal "
                    + "(journalctl) and at what reads the daemon's standard error.")
        }
        if let clockFault = desk.day.clockFault { sentences.append(clockFault.description) }
        if !desk.prints.condition.canPrint {
            sentences.append(desk.prints.condition.advice)
        }
        let ahead = settings.bundle.catalogue.checked(after: today).count
        if ahead > 0 {
            sentences.append(
                "\(ahead) services were checked after today, which is \(today) by the clock: set "
                    + "the clock (timedatectl set-time), or the dates where the clock is right.")
        }
        if !settings.bundle.settings.hours.isForcedOpen {
            sentences += (settings.bundle.holidays?.advice(on: today) ?? []).map {
                "The folder of holidays \($0.sentence)."
            }
        }
        let stale = settings.bundle.catalogue.stale(asOf: today).count
        if stale > 0 {
            sentences.append(
                "\(stale) services were last checked more than six months ago: "
                    + "see loket service list.")
        }
        return sentences
    }

    static func residentKilobytes() -> Int {
        guard let data = FileManager.default.contents(atPath: "/proc/self/status"),
            let text = String(data: data, encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") })
        else { return 0 }
        return Int(line.split(whereSeparator: { !$0.isNumber }).first ?? "") ?? 0
    }
}
