import GRDB
package import Office

/// One transaction over the database. Its tables read and write what the transaction sees.
///
/// A value is valid only inside the body that received it, on the thread of that body. All writes
/// of the body are on the disk once it has returned; none of them is where it throws.
package struct RecordsTransaction {
    let db: Database
    let origin: RecordsOrigin
    let tail: JournalTail

    /// Name of this terminal in identities.
    package var terminal: String { origin.terminal }
    /// Number of this start of the daemon in identities.
    package var incarnation: Incarnation { origin.incarnation }

    /// Tickets and their states.
    package var tickets: TicketTable { TicketTable(transaction: self) }
    /// Tickets that wait, in the order in which they are called.
    package var queue: QueueTable { QueueTable(transaction: self) }
    /// Visitors called to counters.
    package var calls: CallTable { CallTable(transaction: self) }
    /// States of counters.
    package var counters: CounterTable { CounterTable(transaction: self) }
    /// Order of staff to open or close the office.
    package var openings: OpeningTable { OpeningTable(transaction: self) }
    /// Waiting times, told and true.
    package var waits: WaitTable { WaitTable(transaction: self) }
    /// Presses of officers' keys.
    package var presses: PressTable { PressTable(transaction: self) }
    /// Prints of tickets' slips.
    package var prints: PrintTable { PrintTable(transaction: self) }
    /// Prints of lists, reports and test slips.
    package var documents: DocumentTable { DocumentTable(transaction: self) }
    /// Paper rolls and the use of paper.
    package var paper: PaperTable { PaperTable(transaction: self) }
    /// Answers, ratings and survey tokens.
    package var survey: SurveyTable { SurveyTable(transaction: self) }
    /// All transitions, in the order in which they were made.
    package var journal: JournalTable { JournalTable(transaction: self) }
    /// Clock of this terminal, as far as the records tell of it.
    package var clock: ClockTable { ClockTable(transaction: self) }
    /// Counts of a business date.
    package var days: DayTable { DayTable(transaction: self) }
    /// Full-text search over the services.
    package var search: SearchTable { SearchTable(transaction: self) }

    /// Undoes the writes of `body` alone where it throws, so that the caller may catch the error and
    /// go on within the transaction.
    package func nested<Value>(_ body: () throws -> Value) throws -> Value {
        let newest = tail.newest
        try execute("SAVEPOINT nested")
        do {
            let value = try body()
            try execute("RELEASE nested")
            return value
        } catch {
            tail.newest = newest
            // A full disk has rolled the whole transaction back by itself; the first error counts.
            if db.isInsideTransaction {
                try execute("ROLLBACK TO nested")
                try execute("RELEASE nested")
            }
            throw error
        }
    }

    /// Next sequence of a table for this terminal, over all incarnations.
    func nextSequence(in table: String) throws -> Int64 {
        let newest: Int64? = try value(
            "SELECT max(sequence) FROM \(table) WHERE terminal = ?", [terminal])
        return try (newest ?? 0).next("the newest row of \(table)")
    }

    /// Row of the journal that was added last in this transaction, or before it.
    package var newestJournalKey: JournalKey {
        JournalKey(
            terminal: terminal, incarnation: incarnation, sequence: tail.newest?.sequence ?? 0)
    }

    // MARK: Statements

    /// Compiled statement, kept for later transactions. Throws once SQLite has rolled the
    /// transaction back by itself, since later statements would be committed alone.
    private func statement(_ sql: String) throws -> Statement {
        guard db.isInsideTransaction else {
            throw DatabaseError(
                resultCode: .SQLITE_ABORT, message: "the transaction was rolled back")
        }
        return try db.cachedStatement(sql: sql)
    }

    func execute(_ sql: String, _ arguments: StatementArguments = []) throws {
        try statement(sql).execute(arguments: arguments)
    }

    func row(_ sql: String, _ arguments: StatementArguments = []) throws -> Row? {
        try Row.fetchOne(statement(sql), arguments: arguments)
    }

    func rows(_ sql: String, _ arguments: StatementArguments = []) throws -> [Row] {
        try Row.fetchAll(statement(sql), arguments: arguments)
    }

    /// Reads the first row without a copy of it: it is valid only in `read`.
    func first<Value>(
        _ sql: String, _ arguments: StatementArguments = [], _ read: (Row) throws -> Value?
    ) throws -> Value? {
        let rows = try cursor(sql, arguments)
        // The cursor's end takes the row's values with it.
        return try withExtendedLifetime(rows) { try rows.next().flatMap(read) }
    }

    /// Reads all rows without copies of them: each is valid only in `read`, which leaves out what it
    /// returns nil for.
    func all<Value>(
        _ sql: String, _ arguments: StatementArguments = [], _ read: (Row) throws -> Value?
    ) throws -> [Value] {
        let rows = try cursor(sql, arguments)
        var values: [Value] = []
        while let row = try rows.next() {
            if let value = try read(row) { values.append(value) }
        }
        return values
    }

    func cursor(_ sql: String, _ arguments: StatementArguments = []) throws -> RowCursor {
        try Row.fetchCursor(statement(sql), arguments: arguments)
    }

    func value<Value: DatabaseValueConvertible & StatementColumnConvertible>(
        _ sql: String, _ arguments: StatementArguments = []
    ) throws -> Value? {
        try Value.fetchOne(statement(sql), arguments: arguments)
    }

    func values<Value: DatabaseValueConvertible & StatementColumnConvertible>(
        _ sql: String, _ arguments: StatementArguments = []
    ) throws -> [Value] {
        try Value.fetchAll(statement(sql), arguments: arguments)
    }
}
