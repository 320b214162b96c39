import Foundation
import GRDB
import Office

/// Error of the database. Its description says in one sentence what failed, where, and what to do.
package enum RecordsError: Error, Equatable, CustomStringConvertible {
    /// The state folder can't be written.
    case unwritable(folder: String, reason: String)
    /// The file was written by a later version of Loket; it is left unchanged.
    case newer(file: String)
    case full(file: String)
    case readOnly(file: String)
    /// The request is not allowed in the current state (D1).
    case refused(String)
    case noTicket(String)
    /// Every number of the range still waits (A1).
    case numbersUsedUp(String)
    /// The clock is behind the newest record, and the settings refuse tickets then (A2).
    case clockBehind(String)
    /// The office gives no tickets at this moment (D13).
    case closed(String)
    case failed(file: String, message: String)

    package var description: String {
        switch self {
        case .unwritable(let folder, let reason):
            "The state folder \(folder) can't be written (\(reason)). "
                + "Make it and give it to the user that runs loketd, or name another by --state."
        case .newer(let file):
            "\(file) was written by a newer version of Loket and is left untouched. "
                + "Install that version again, or name another state folder by --state."
        case .full(let file):
            "The disk that holds \(file) is full. Make room; the terminal goes on by itself."
        case .readOnly(let file):
            "\(file) can't be written: its disk is read-only or the file belongs to somebody "
                + "else. Mount it for writing or mend its owner."
        case .refused(let why): why
        case .noTicket(let what): "There is no ticket \(what)."
        case .numbersUsedUp(let why), .clockBehind(let why), .closed(let why): why
        case .failed(let file, let message):
            "\(file): SQLite says «\(message)». See the log, and run loket status."
        }
    }

    /// Whether the file or its disk is the cause, and not what was asked.
    var isOfTheDisk: Bool {
        switch self {
        case .unwritable, .newer, .full, .readOnly, .failed: true
        case .refused, .noTicket, .numbersUsedUp, .clockBehind, .closed: false
        }
    }

    static func cantBePrinted(_ ticket: Ticket) -> RecordsError {
        .refused("Ticket \(ticket.number) is \(ticket.state.rawValue) and can't be printed.")
    }

    /// Maps any thrown error to a `RecordsError`.
    static func from(_ error: any Error, file: String) -> RecordsError {
        if let known = error as? RecordsError { return known }
        guard let database = error as? DatabaseError else {
            return .failed(file: file, message: "\(error)")
        }
        switch database.resultCode.primaryResultCode {
        case .SQLITE_FULL: return .full(file: file)
        case .SQLITE_READONLY, .SQLITE_PERM: return .readOnly(file: file)
        default: return .failed(file: file, message: database.message ?? "\(database.resultCode)")
        }
    }
}
