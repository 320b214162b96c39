import Foundation
import GRDB
package import Office

/// Chain of the journal: all rows of one incarnation of a terminal.
package struct JournalChain: Sendable, Hashable {
    package var terminal: String
    package var incarnation: Incarnation

    /// Whether it stands before another, in the order of the key.
    func isBefore(_ other: JournalChain) -> Bool {
        terminal.utf8.elementsEqual(other.terminal.utf8)
            ? incarnation.column < other.incarnation.column
            : terminal.utf8.lexicographicallyPrecedes(other.terminal.utf8)
    }
}

/// First row of a chain that is not as it was written.
package struct JournalFault: Sendable, Hashable, CustomStringConvertible {
    package enum Reason: Sendable, Hashable {
        /// The row is not there, though a later one is.
        case missing
        /// The row, or the hash before it, is another than when it was written.
        case altered
    }

    package var chain: JournalChain
    /// Place of the row in the chain, from 1.
    package var sequence: Int64
    package var reason: Reason

    package var description: String {
        let what = reason == .missing ? "is missing" : "was altered"
        return "Row \(sequence) of the journal of \(chain.terminal), incarnation "
            + "\(chain.incarnation), \(what)."
    }
}

/// Journal of all transitions, each in the transaction that makes it. Rows are only added.
package struct JournalTable {
    let transaction: RecordsTransaction

    /// Adds a row behind the newest one of this incarnation. `note` is free text that may name a
    /// person: it lies in a table of its own, out of which it can be removed.
    func add(
        _ what: String, _ subject: String, who: String, detail: String? = nil, note: String? = nil,
        at moment: Date
    ) throws {
        let newest = try newest()
        var entry = JournalEntry(
            terminal: transaction.terminal, incarnation: transaction.incarnation,
            sequence: try newest.sequence.next("the newest row of the journal"), moment: moment,
            who: who, what: what, subject: subject,
            detail: detail, hash: newest.hash)
        entry.hash = entry.hash(after: newest.hash)
        try transaction.execute(JournalEntry.insertion, entry.arguments)
        if let note { try entry.insertNote(note, transaction.db) }
        transaction.tail.newest = .init(sequence: entry.sequence, hash: entry.hash)
    }

    /// Rows that tell of a ticket, oldest first, each with what a person wrote to it.
    package func story(of id: TicketID) throws -> [(entry: JournalEntry, note: String?)] {
        try transaction.rows(
            """
            SELECT journal.*, journal_note.text AS note FROM journal
            LEFT JOIN journal_note USING (terminal, incarnation, sequence)
            WHERE subject = ? ORDER BY at, sequence
            """, ["ticket \(id.fullText)"]
        ).map { (try JournalEntry($0), try $0.at("note")) }
    }

    /// Row of this identity.
    package func entry(_ key: JournalKey) throws -> JournalEntry? {
        try transaction.row(
            "SELECT * FROM journal WHERE terminal = ? AND incarnation = ? AND sequence = ?",
            [key.terminal, key.incarnation.column, key.sequence]
        ).map(JournalEntry.init)
    }

    /// Newest rows of all chains, newest first.
    package func newest(limit: Int) throws -> [JournalEntry] {
        try transaction.rows(
            "SELECT * FROM journal ORDER BY at DESC, sequence DESC LIMIT ?", [limit]
        ).map(JournalEntry.init)
    }

    /// All chains of the file, by terminal and incarnation.
    package func chains() throws -> [JournalChain] {
        var chains: [JournalChain] = []
        while let next = try nextChain(after: chains.last) { chains.append(next) }
        return chains
    }

    /// Chain behind this one; nil: it was the last. Each is found by the key, without its rows.
    func nextChain(after chain: JournalChain?) throws -> JournalChain? {
        let place: StatementArguments =
            chain.map { [$0.terminal, $0.incarnation.column] } ?? ["", Int64.min]
        let next = try transaction.first(
            """
            SELECT terminal, incarnation FROM journal WHERE (terminal, incarnation) > (?, ?)
            ORDER BY terminal, incarnation LIMIT 1
            """, place
        ) { try JournalChain(terminal: $0.at(0), incarnation: Incarnation(column: $0.at(1))) }
        // A value of another type is behind every name for SQLite, and would be found for ever.
        if let chain, let next, !chain.isBefore(next) {
            throw DamagedValue(
                description: "the journal's chain \(next) has a key of no kind that a run writes")
        }
        return next
    }

    /// SHA-256 over the newest hash of every chain, in hexadecimal digits. Two journals with the same
    /// rows have the same one.
    package func hash() throws -> String {
        var heads: [UInt8] = []
        for chain in try chains() {
            heads += try newest(of: chain).hash
        }
        return SHA256.hash(heads).map { String(format: "%02x", $0) }.joined()
    }

    /// Computes the hashes of all chains anew. Returns the first row that is not as it was written.
    package func verify() throws -> JournalFault? {
        for chain in try chains() {
            if let fault = try verify(chain) { return fault }
        }
        return nil
    }

    /// Computes every hash of a chain anew. Returns the first row that is not as it was written; nil:
    /// the chain is whole. Rows that were cut off behind its end are not found.
    package func verify(_ chain: JournalChain) throws -> JournalFault? { try check(chain).fault }

    /// Computes every hash of a chain anew, and counts the rows up to the first that is not as it was
    /// written.
    func check(_ chain: JournalChain) throws -> (rows: Int64, fault: JournalFault?) {
        var sequence: Int64 = 0
        var hash = JournalEntry.noHash
        let rows = try transaction.cursor(
            """
            SELECT sequence, at, who, what, subject, detail, hash FROM journal
            WHERE terminal = ? AND incarnation = ? ORDER BY sequence
            """, [chain.terminal, chain.incarnation.column])
        while let row = try rows.next() {
            // By their places: names would take longer than the hash.
            let entry = try JournalEntry(
                terminal: chain.terminal, incarnation: chain.incarnation, sequence: row.at(0),
                moment: Date(timeIntervalSince1970: row.at(1)), who: row.at(2), what: row.at(3),
                subject: row.at(4), detail: row.at(5), hash: [UInt8](row.at(6) as Data))
            guard entry.sequence == sequence + 1 else {
                return (
                    sequence, JournalFault(chain: chain, sequence: sequence + 1, reason: .missing)
                )
            }
            hash = entry.hash(after: hash)
            guard entry.hash == hash else {
                return (
                    sequence, JournalFault(chain: chain, sequence: sequence + 1, reason: .altered)
                )
            }
            sequence += 1
        }
        return (sequence, nil)
    }

    /// Place and hash of the newest row of this incarnation. Asked of the database once, since nobody
    /// else writes to this chain.
    private func newest() throws -> JournalTail.Newest {
        try transaction.tail.newest
            ?? newest(
                of: JournalChain(
                    terminal: transaction.terminal, incarnation: transaction.incarnation))
    }

    private func newest(of chain: JournalChain) throws -> JournalTail.Newest {
        let newest = try transaction.first(
            """
            SELECT sequence, hash FROM journal WHERE terminal = ? AND incarnation = ?
            ORDER BY sequence DESC LIMIT 1
            """, [chain.terminal, chain.incarnation.column]
        ) { try JournalTail.Newest(sequence: $0.at(0), hash: [UInt8]($0.at(1) as Data)) }
        return newest ?? .init(sequence: 0, hash: JournalEntry.noHash)
    }
}

/// End of the chain that a transaction adds to.
final class JournalTail {
    struct Newest: Sendable {
        var sequence: Int64
        var hash: [UInt8]
    }

    /// Nil: not known.
    var newest: Newest?

    init(_ newest: Newest?) {
        self.newest = newest
    }
}
