import GRDBSQLite
import Office

/// Own connection to a terminal's database, by which the simulator compares what the records hold
/// with what it knows. It shares no code with the records.
package final class Inspector {
    /// Error of SQLite.
    package struct Failure: Error, CustomStringConvertible {
        package var description: String
    }

    /// Value of a column or argument.
    package enum Value: Sendable, Hashable {
        case null
        case integer(Int64)
        case real(Double)
        case text(String)
        case blob([UInt8])

        package var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
        package var text: String? { if case .text(let value) = self { value } else { nil } }
        package var real: Double? {
            switch self {
            case .real(let value): value
            case .integer(let value): Double(value)
            default: nil
            }
        }
    }

    private let disk: SimulatedDisk
    private var database: OpaquePointer?
    private var statements: [String: OpaquePointer] = [:]

    package init(_ disk: SimulatedDisk) throws {
        self.disk = disk
        let code = disk.observed {
            sqlite3_open_v2(disk.folder + "/loket.sqlite3", &database, SQLITE_OPEN_READWRITE, nil)
        }
        if code != SQLITE_OK { throw failure("opening") }
    }

    deinit { close() }

    package func close() {
        disk.observed {
            for statement in statements.values { sqlite3_finalize(statement) }
            statements = [:]
            sqlite3_close_v2(database)
            database = nil
        }
    }

    /// Rows of a query, or none of another statement.
    @discardableResult
    package func rows(_ sql: String, _ arguments: [Value] = []) throws -> [[Value]] {
        try disk.observed {
            let statement = try prepared(sql)
            defer { sqlite3_reset(statement) }
            for (index, argument) in arguments.enumerated() {
                bind(argument, at: Int32(index + 1), statement)
            }
            var rows: [[Value]] = []
            while true {
                switch sqlite3_step(statement) {
                case SQLITE_ROW:
                    rows.append(
                        (0..<sqlite3_column_count(statement)).map { column($0, statement) })
                case SQLITE_DONE: return rows
                default: throw failure(sql)
                }
            }
        }
    }

    /// First value of a query.
    package func value(_ sql: String, _ arguments: [Value] = []) throws -> Value {
        try rows(sql, arguments).first?.first ?? .null
    }

    private func prepared(_ sql: String) throws -> OpaquePointer {
        if let known = statements[sql] { return known }
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(database, sql, -1, &statement, nil) == SQLITE_OK, let statement
        else { throw failure(sql) }
        statements[sql] = statement
        return statement
    }

    private func bind(_ value: Value, at index: Int32, _ statement: OpaquePointer) {
        // SQLite copies what does not outlive the call.
        let copies = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null: sqlite3_bind_null(statement, index)
        case .integer(let value): sqlite3_bind_int64(statement, index, value)
        case .real(let value): sqlite3_bind_double(statement, index, value)
        case .text(let value): sqlite3_bind_text(statement, index, value, -1, copies)
        case .blob(let bytes):
            sqlite3_bind_blob(statement, index, bytes, Int32(bytes.count), copies)
        }
    }

    private func column(_ index: Int32, _ statement: OpaquePointer) -> Value {
        switch sqlite3_column_type(statement, index) {
        case SQLITE_INTEGER: .integer(sqlite3_column_int64(statement, index))
        case SQLITE_FLOAT: .real(sqlite3_column_double(statement, index))
        case SQLITE_TEXT:
            sqlite3_column_text(statement, index).map { .text(String(cString: $0)) } ?? .null
        case SQLITE_BLOB:
            sqlite3_column_blob(statement, index).map { bytes in
                .blob(
                    [UInt8](
                        UnsafeRawBufferPointer(
                            start: bytes, count: Int(sqlite3_column_bytes(statement, index)))))
            } ?? .null
        default: .null
        }
    }

    private func failure(_ what: String) -> Failure {
        Failure(description: "\(what): \(String(cString: sqlite3_errmsg(database)))")
    }
}

extension TicketID {
    /// Arguments of `terminal = ?1 AND sequence = ?2 AND incarnation = ?3`.
    var arguments: [Inspector.Value] {
        [
            .text(terminal), .integer(sequence),
            .integer(Int64(bitPattern: incarnation.rawValue)),
        ]
    }

    init?(_ row: ArraySlice<Inspector.Value>) {
        let row = Array(row)
        guard row.count == 3, let terminal = row[0].text, let sequence = row[1].integer,
            let incarnation = row[2].integer
        else { return nil }
        self.init(
            terminal: terminal,
            incarnation: Incarnation(rawValue: UInt64(bitPattern: incarnation)),
            sequence: sequence)
    }
}
