package import Foundation
import GRDB
package import Office

/// Row of the journal: one transition, and who made it.
package struct JournalEntry: Sendable, Hashable {
    package var terminal: String
    package var incarnation: Incarnation
    /// Place in the chain of its terminal and incarnation, from 1.
    package var sequence: Int64
    package var moment: Date
    /// Part of the house, role, counter, or account of the machine that made the transition; never a
    /// visitor.
    package var who: String
    /// Name of the transition: `ticket.waiting`, `print.sent`, `roll.loaded`.
    package var what: String
    /// Kind and full identity of the thing that changed: `ticket belu1-42.00c0ffee00c0ffee`.
    package var subject: String
    /// Machine's own words on it. Names no person, and no code or token of a slip.
    package var detail: String?
    /// SHA-256 of the hash before it and of all other fields.
    package var hash: [UInt8]

    /// Hash before the first row of a chain.
    package static let noHash = [UInt8](repeating: 0, count: SHA256.length)

    /// Hash that the row must have behind a row with the hash `previous`. Every field is preceded by
    /// its length, so that nothing can move from one field to the next.
    package func hash(after previous: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256)
        bytes += previous
        func add(_ number: UInt64) {
            withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
        }
        func add(_ text: String) {
            add(UInt64(text.utf8.count))
            bytes += text.utf8
        }
        add(terminal)
        add(incarnation.rawValue)
        add(UInt64(bitPattern: sequence))
        add(moment.timeIntervalSince1970.bitPattern)
        add(who)
        add(what)
        add(subject)
        bytes.append(detail == nil ? 0 : 1)
        add(detail ?? "")
        return SHA256.hash(bytes)
    }

    // MARK: Rows

    static let insertion = """
        INSERT INTO journal (terminal, incarnation, sequence, at, who, what, subject, detail, hash)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    var arguments: StatementArguments {
        [
            terminal, incarnation.column, sequence, moment.timeIntervalSince1970, who, what,
            subject, detail, hash.withUnsafeBufferPointer { Data(buffer: $0) },
        ]
    }

    func insert(_ db: Database) throws {
        try db.cachedStatement(sql: Self.insertion).execute(arguments: arguments)
    }

    func insertNote(_ text: String, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO journal_note (terminal, incarnation, sequence, text)
                VALUES (?, ?, ?, ?)
                """
        ).execute(arguments: [terminal, incarnation.column, sequence, text])
    }

    package init(
        terminal: String, incarnation: Incarnation, sequence: Int64, moment: Date, who: String,
        what: String, subject: String, detail: String?, hash: [UInt8]
    ) {
        self.terminal = terminal
        self.incarnation = incarnation
        self.sequence = sequence
        self.moment = moment
        self.who = who
        self.what = what
        self.subject = subject
        self.detail = detail
        self.hash = hash
    }

    init(_ row: Row) throws {
        try self.init(
            terminal: row.at("terminal"), incarnation: Incarnation(column: row.at("incarnation")),
            sequence: row.at("sequence"), moment: Date(timeIntervalSince1970: row.at("at")),
            who: row.at("who"), what: row.at("what"), subject: row.at("subject"),
            detail: row.at("detail"),
            hash: [UInt8](row.at("hash") as Data))
    }
}

extension Incarnation {
    /// SQLite's integers are signed.
    var column: Int64 { Int64(bitPattern: rawValue) }

    init(column: Int64) {
        self.init(rawValue: UInt64(bitPattern: column))
    }
}
