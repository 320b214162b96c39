import Slips

/// The rules for the end of a job.
extension JobWatch {
    /// The end by CUPS's word; nil: the job is not over.
    func end(of status: JobStatus) -> PrintEnd? {
        if status.isOver, let told = PrintEnd(backend: status.message) { return told }
        switch status.state {
        case .completed:
            // The ipp back end says so of a document that its printer refused, or broke off while
            // it printed already.
            if status.message.contains("Unable to add document") {
                return .unknown(status.message)
            }
            return isProvable ? .printed : .sent
        case .aborted, .canceled:
            let why = status.message.isEmpty ? "CUPS ended the job." : status.message
            let nothingLeft = !status.wasStarted || JobProgress.neverConnected(status.message)
            return nothingLeft ? .notPrinted(why) : .unknown(why)
        case .pending, .held, .processing, .stopped: return nil
        }
    }

    /// Takes an end by CUPS's word. Its `ipp` back end takes a job that the printer has forgotten
    /// for one that is done, and may miss that the printer gave it up (backend/ipp.c of CUPS 2.4):
    /// the printer has to be asked once more.
    mutating func claim(_ end: PrintEnd) -> Verdict {
        if case .unknown = end { return over(end) }
        // Whatever CUPS says of it in the end, some of it may have come out before.
        if progress.isBegunAgain { return over(.unknown(progress.reason(limits))) }
        guard end == .printed, isProvable else { return over(end) }
        guard IPPDevice(device) != nil else {
            // Found by its name alone, and not to be asked past CUPS.
            return over(progress.hadTrouble ? .sent : .printed)
        }
        phase = .proving
        return .prove
    }

    func proven(by state: JobStatus.State?) -> PrintEnd {
        switch state {
        case .completed: .printed
        case .canceled, .aborted, .stopped: .unknown("The printer itself gave the job up.")
        case .pending, .held, .processing, nil:
            progress.hadTrouble
                ? .unknown("The printer does not know any more what became of the job.") : .sent
        }
    }

    /// Waits for the back end of a cancelled job: until it is gone the job may still get through.
    mutating func leave(
        _ status: JobStatus?, _ queue: QueueStatus?, _ since: Duration, _ why: String,
        at now: Duration
    ) -> Verdict {
        // One that CUPS never began has no back end; what prints is another's.
        if progress.trouble == nil, let status, status.isOver, !status.wasStarted {
            return over(.notPrinted(why))
        }
        guard let queue else { return over(.unknown(why)) }
        queueMessage = queue.message
        if !queue.isPrinting { return .hearLastWord }
        return now - since < limits.farewell ? .listen(limits.look) : over(.unknown(why))
    }

    /// Ends a cancelled job. One that never got as far as a connection to the printer is surely not
    /// printed; of all others nobody can know.
    mutating func conclude(_ last: JobStatus?, _ why: String) -> Verdict {
        guard let last else { return over(.unknown(why)) }
        if last.isOver, let told = PrintEnd(backend: last.message) { return over(told) }
        if last.state == .completed { return claim(end(of: last) ?? .unknown(why)) }
        // Seen without a connection a moment before it was cancelled; the back ends try again only
        // after seconds.
        let nothingLeft =
            !last.wasStarted
            || progress.isUnreachable && progress.trouble == nil && !progress.isBegunAgain
                && !JobProgress.hasConnected(queueMessage)
        return over(last.isOver && nothingLeft ? .notPrinted(why) : .unknown(why))
    }
}
