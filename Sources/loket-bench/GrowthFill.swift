import Foundation
import Office
import Records
import Settings

/// Writer of a history: what a terminal of a thousand tickets a day leaves in its database, up to
/// yesterday.
///
/// The rows are those that the daemon writes. Three things make it fast: one transaction without a
/// journal of SQLite's own, indexes made at the end, and one row of the journal for each ticket
/// (its issue) instead of seven. Each day is an incarnation with a whole chain, hashed as the daemon
/// hashes it, so that `JournalTable.verify` accepts it.
struct GrowthFill {
    static let ticketsPerDay = 1_000
    static let terminal = "bench"

    let bundle: SettingsBundle
    /// Folder of the database, which must not exist yet.
    let folder: String
    let tickets: Int
    /// Date of the newest tickets.
    let lastDate: CalendarDate

    private var zone: TimeZone { bundle.settings.office.timeZone }
    private var dayCount: Int {
        (tickets + Self.ticketsPerDay - 1) / Self.ticketsPerDay
    }

    func run() async throws {
        let records = try Records(folder: folder, terminal: Self.terminal)
        try await records.transaction { [bundle] in
            try $0.search.index(bundle.catalogue)
            try $0.survey.know(bundle.questionnaire)
        }
        await records.closed()
        if tickets == 0 { return }
        let db = try RawSQLite(path: folder + "/loket.sqlite3")
        for pragma in [
            "journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE", "cache_size=-1000000",
        ] { try db.run("PRAGMA \(pragma)") }
        let indexes = try db.texts(
            "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql != ''")
        let names = try db.texts(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND sql != ''")
        for name in names { try db.run("DROP INDEX \(name)") }
        try db.run("BEGIN")
        let rows = try GrowthRows(db, bundle)
        var sequence: Int64 = 0
        for day in 0..<dayCount {
            let date = CalendarDate(
                daysSince1970: lastDate.daysSince1970 - dayCount + 1 + day)
            let opening = Date(date, minute: 8 * 60, in: zone).timeIntervalSince1970
            let count = min(Self.ticketsPerDay, tickets - day * Self.ticketsPerDay)
            try rows.begin(day: day, date, opening)
            for index in 0..<count {
                sequence += 1
                try rows.add(sequence, index: index, at: opening + Double(index) * 28)
            }
            try rows.end(tickets: count)
        }
        // In the order of their keys, which are random.
        try db.run(
            """
            INSERT INTO survey_token (token, service, is_spent)
            SELECT survey_token, service, sequence % 10 = 0 FROM ticket ORDER BY survey_token
            """)
        for index in indexes { try db.run(index) }
        try db.run("COMMIT")
        try db.run("PRAGMA journal_mode=WAL")
    }
}
