package import Office

/// Advice names commands of `loket` and keys of kiosk.yaml, so it stands beside the protocol of a
/// printer, whose callers give it, and not with the values of the office.
extension PrinterCondition {
    /// Advice to a technician, one sentence.
    package var advice: String {
        switch self {
        case .ready: "The printer is ready."
        case .paperLow: "The roll is near its end: bring a new one."
        case .paperOut: "The paper has run out: put in a new roll, then run loket printer test."
        case .coverOpen: "The printer's cover is open: close it until it clicks."
        case .offline:
            "The printer does not answer: look at its power and cable, then run loket "
                + "printer status."
        case .error:
            "The printer reports an error: look whether the cutter is stuck, then switch it off and "
                + "on."
        case .stopped: "The CUPS queue is stopped: run loket printer resume."
        case .notAccepting: "The CUPS queue takes no jobs: run loket printer resume."
        case .cupsAbsent:
            "CUPS does not answer: run systemctl status cups, or mend printer.server in "
                + "kiosk.yaml."
        case .queueMissing:
            "CUPS has no queue of that name: run loket printer list, then mend printer.queue in "
                + "kiosk.yaml."
        case .unknown: "The printer's state is not known just now."
        case .none: "No printer is configured: name a queue in printer.queue of kiosk.yaml."
        }
    }
}
