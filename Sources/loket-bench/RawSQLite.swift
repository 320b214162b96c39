import CSQLite
import Foundation

/// Connection by SQLite's C interface, to fill files faster than transactions of the records may.
final class RawSQLite {
    private var db: OpaquePointer?

    init(path: String) throws {
        guard sqlite3_open(path, &db) == SQLITE_OK else {
            throw BenchFailure("\(path) can't be opened")
        }
    }

    deinit { sqlite3_close(db) }

    private var message: String { String(cString: sqlite3_errmsg(db)) }

    func run(_ sql: String) throws {
        guard sqlite3_exec(db, sql, nil, nil, nil) == SQLITE_OK else {
            throw BenchFailure("\(message): \(sql)")
        }
    }

    /// Texts of the first column of all rows.
    func texts(_ sql: String) throws -> [String] {
        let statement = try prepare(sql)
        var texts: [String] = []
        while try statement.step() { texts.append(statement.text) }
        return texts
    }

    func prepare(_ sql: String) throws -> Statement {
        var pointer: OpaquePointer?
        guard sqlite3_prepare_v2(db, sql, -1, &pointer, nil) == SQLITE_OK, let pointer else {
            throw BenchFailure("\(message): \(sql)")
        }
        return Statement(pointer)
    }

    /// Statement that is run many times.
    final class Statement {
        private let pointer: OpaquePointer
        // SQLITE_TRANSIENT makes SQLite copy the text. The macro is a cast, which Swift does not
        // import.
        private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

        init(_ pointer: OpaquePointer) {
            self.pointer = pointer
        }

        deinit { sqlite3_finalize(pointer) }

        /// Value of a parameter.
        enum Value {
            case null
            case integer(Int64)
            case real(Double)
            case text(String)
            case blob([UInt8])
        }

        /// Text of the row's first column.
        var text: String {
            sqlite3_column_text(pointer, 0).map { String(cString: $0) } ?? ""
        }

        /// Returns whether there is a row.
        func step() throws -> Bool {
            switch sqlite3_step(pointer) {
            case SQLITE_ROW: return true
            case SQLITE_DONE: return false
            default:
                throw BenchFailure(String(cString: sqlite3_errmsg(sqlite3_db_handle(pointer))))
            }
        }

        func run(_ values: [Value]) throws {
            for (index, value) in values.enumerated() {
                let place = Int32(index + 1)
                switch value {
                case .null: sqlite3_bind_null(pointer, place)
                case .integer(let number): sqlite3_bind_int64(pointer, place, number)
                case .real(let number): sqlite3_bind_double(pointer, place, number)
                case .text(let text):
                    sqlite3_bind_text(pointer, place, text, -1, Self.transient)
                case .blob(let bytes):
                    sqlite3_bind_blob(pointer, place, bytes, Int32(bytes.count), Self.transient)
                }
            }
            _ = try step()
            sqlite3_reset(pointer)
        }
    }
}
