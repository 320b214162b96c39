import Cups
import Face
import Records
import Settings
package import Wire

/// Errors of the rooms below as refusals. This is the one place that knows both.
extension Refusal {
    package init(_ error: any Error) {
        switch error {
        case let refusal as Refusal: self = refusal
        case let error as RecordsError: self.init(error)
        case let error as PrinterSetupError: self.init(error)
        case let error as TouchscreenRefused: self.init(error)
        default: self.init(.failed, "The daemon has a fault: \(error).")
        }
    }

    private init(_ error: RecordsError) {
        let code: Code =
            switch error {
            case .refused, .numbersUsedUp, .clockBehind: .conflict
            case .closed: .closed
            case .noTicket: .notFound
            case .unwritable, .newer, .full, .readOnly, .failed: .unavailable
            }
        self.init(code, "\(error)")
    }

    private init(_ error: PrinterSetupError) {
        switch error {
        case .cups(.absent), .cups(.timedOut), .cups(.lost), .cups(.busy):
            self.init(.noService, "\(error)")
        case .cups(.refused), .refused: self.init(.conflict, "\(error)")
        case .notAllowed: self.init(.forbidden, "\(error)")
        }
    }

    private init(_ error: TouchscreenRefused) {
        switch error {
        case .wrongCount: self.init(.invalid, "\(error)", field: "points")
        case .noInput, .noTouchscreen, .severalTouchscreens, .notInUse, .visitor, .running,
            .noGlass:
            self.init(.conflict, "\(error)")
        }
    }
}
