import Foundation
import GRDB
import Office

/// Remains of a damaged file, so that the new one beside it gives no number that is on paper.
struct Salvage {
    /// Count of a date and prefix.
    struct Count: Hashable {
        var date: String
        var prefix: String
        var value: Int
    }

    /// Numbers of the newest dates, where all of them could be read.
    private(set) var counts: [Count] = []
    /// Last number that may have been given on the newest dates; nil where all counts were read.
    private(set) var floor: Int? = 100
    /// Newest ticket that could be read.
    private(set) var newest: ClockTable.Mark?
    /// Last date on which the lost numbers count.
    private let untilDate: CalendarDate

    /// Most tickets that are looked at beside the counts.
    private static let maximumTickets = 20_000

    /// Reads what is left of the file at `path`. `now` is the time of a clock that may be wrong.
    init(reading path: String, terminal: String, now: Date) {
        let values = try? FileManager.default.attributesOfItem(atPath: path)
        let written = values?[.modificationDate] as? Date ?? now
        let latest = max(now, written)
        // The zone is not known here: no zone is further ahead than 14 hours.
        let day: (Date) -> CalendarDate = {
            CalendarDate(daysSince1970: Int(($0.timeIntervalSince1970 / 86_400).rounded(.down)))
        }
        untilDate = day(latest.addingTimeInterval(14 * 3_600))
        let firstDate = day(min(now, written).addingTimeInterval(-2 * 86_400)).description
        var configuration = Configuration()
        configuration.readonly = true
        guard let queue = try? DatabaseQueue(path: path, configuration: configuration) else {
            return
        }
        defer { try? queue.close() }
        newest = Self.newest(queue, terminal, until: latest, untilDate)
        let (counted, isWhole) = Self.counts(
            queue, "SELECT business_date, prefix, value FROM last_number WHERE business_date >= ?",
            [firstDate])
        let given = Self.counts(
            queue,
            """
            SELECT business_date, prefix, value FROM ticket NOT INDEXED WHERE terminal = ?
            ORDER BY sequence DESC LIMIT \(Self.maximumTickets)
            """, [terminal]
        ).counts.filter { $0.date >= firstDate }
        var newestGiven: [[String]: Int] = [:]
        for count in given.reversed() { newestGiven[[count.date, count.prefix]] = count.value }
        let last = Dictionary(counted.map { ([$0.date, $0.prefix], $0.value) }) { $1 }
        // A count that is not the number of its newest ticket was damaged itself.
        let isBelieved = newestGiven.allSatisfy { last[$0.key] == $0.value }
        if isWhole, isBelieved, !counted.isEmpty || newest != nil {
            (counts, floor) = (counted, nil)
        } else if let highest = (counted + given).map(\.value).max() {
            // The next hundred behind all that is known.
            floor = (highest / 100 + 1) * 100
        }
    }

    /// Newest ticket, where its row makes sense.
    private static func newest(
        _ queue: DatabaseQueue, _ terminal: String, until latest: Date, _ untilDate: CalendarDate
    ) -> ClockTable.Mark? {
        let row = try? queue.read {
            try Row.fetchOne(
                $0,
                sql: """
                    SELECT sequence, issued_at, business_date FROM ticket WHERE terminal = ?
                    ORDER BY sequence DESC LIMIT 1
                    """, arguments: [terminal])
        }
        guard let row, let sequence: Int64 = try? row.at(0),
            let seconds: Double = try? row.at(1), let text: String = try? row.at(2),
            let date = CalendarDate(text), sequence > 0,
            date <= untilDate, seconds.magnitude < 1e11
        else { return nil }
        let moment = Date(timeIntervalSince1970: seconds)
        let ofMoment = Int((seconds / 86_400).rounded(.down))
        // A clock ahead of its time is left behind with the file.
        guard moment <= latest, abs(date.daysSince1970 - ofMoment) <= 1 else { return nil }
        return ClockTable.Mark(ticketSequence: sequence, moment: moment, date: date)
    }

    /// Counts up to the first row that can't be read, and whether there was none.
    private static func counts(
        _ queue: DatabaseQueue, _ sql: String, _ arguments: StatementArguments
    ) -> (counts: [Count], isWhole: Bool) {
        var counts: [Count] = []
        var isWhole = true
        let read: Void? = try? queue.read { db in
            let rows = try Row.fetchCursor(db, sql: sql, arguments: arguments)
            while let row = try rows.next() {
                guard let date: String = try? row.at(0), CalendarDate(date) != nil,
                    let prefix: String = try? row.at(1), (1...3).contains(prefix.count),
                    let value: Int = try? row.at(2), (1...1_000_000).contains(value)
                else {
                    isWhole = false
                    continue
                }
                counts.append(Count(date: date, prefix: prefix, value: value))
            }
        }
        return (counts, isWhole && read != nil)
    }

    /// Writes what the new file has to know.
    func write(into db: Database, terminal: String) throws {
        for count in counts {
            try db.execute(
                sql: """
                    INSERT OR IGNORE INTO last_number (business_date, prefix, value)
                    VALUES (?, ?, ?)
                    """, arguments: [count.date, count.prefix, count.value])
        }
        if let floor {
            try db.execute(
                sql: "INSERT OR IGNORE INTO number_floor (until_date, value) VALUES (?, ?)",
                arguments: [untilDate.description, floor])
        }
        if let newest { try ClockTable.write(newest, terminal: terminal, db) }
    }
}
