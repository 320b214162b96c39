import ArgumentParser
import Foundation
import Wire

/// Failure of a command, with its exit code.
enum CommandFailure: Error, CustomStringConvertible {
    case noDaemon(socket: String, code: Int32)
    case silent(socket: String)
    /// The daemon that was watched has ended, and no other one came.
    case ended(socket: String)
    /// The daemon refused.
    case answered(Refusal)
    /// The command itself refused.
    case refused(String)
    /// A service other than the daemon does not answer.
    case noService(String)
    case notIdle
    case broken(String)
    /// The clock is set to `time`, and that is not on record. `exitStatus` is of what prevented it.
    case unrecordedClock(time: String, reason: String, exitStatus: ExitStatus)

    var description: String {
        switch self {
        case .noDaemon(let socket, let code):
            code == EACCES
                ? "You may not open \(socket): run this as root or as a member of the group "
                    + "loket."
                : "No daemon answers at \(socket): start loketd, or name its state folder by "
                    + "--state."
        case .silent(let socket):
            "The daemon at \(socket) did not answer in time: see its log (journalctl -u loketd)."
        case .ended(let socket):
            "The daemon at \(socket) has ended and no other one has started: see its log "
                + "(journalctl -u loketd)."
        case .answered(let refusal): refusal.description
        case .refused(let sentence), .noService(let sentence), .broken(let sentence): sentence
        case .notIdle: Refusal.Code.notInTime.sentence
        case .unrecordedClock(let time, let reason, _):
            "The clock is set to \(time), but \(reason)"
        }
    }

    /// Whether the daemon is away, which it is for a moment where it starts over.
    var isAbsence: Bool {
        switch self {
        case .noDaemon, .silent: true
        case .ended, .answered, .refused, .noService, .notIdle, .broken, .unrecordedClock: false
        }
    }

    var exitStatus: ExitStatus {
        switch self {
        case .broken: .broken
        case .answered(let refusal): refusal.code.exitStatus
        case .refused: Refusal.Code.conflict.exitStatus
        case .noDaemon, .silent, .ended, .noService: Refusal.Code.noService.exitStatus
        case .notIdle: Refusal.Code.notInTime.exitStatus
        case .unrecordedClock(_, _, let status): status
        }
    }
}

extension CommandFailure {
    /// Failure to say after the machine's clock was set, where this one kept the daemon from putting
    /// it on record (L8).
    func afterClockSet(to moment: Date, in zone: TimeZone) -> CommandFailure {
        let style = Date.ISO8601FormatStyle(timeZoneSeparator: .colon, timeZone: zone)
        let reason =
            switch self {
            case .noDaemon(let socket, _):
                "no daemon was at \(socket) to put it on record: it looks at the clock when it "
                    + "starts."
            case .silent, .ended:
                "the daemon did not say in time that it put this on record: see its log "
                    + "(journalctl -u loketd)."
            default: "the daemon did not put it on record: \(self)"
            }
        return .unrecordedClock(
            time: moment.formatted(style), reason: reason, exitStatus: exitStatus)
    }
}

extension ExitCode {
    /// Exit code of the documented list.
    init(_ status: ExitStatus) { self.init(status.rawValue) }
}
