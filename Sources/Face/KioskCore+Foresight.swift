import Display

/// Preparation of likely next screens, for which the loop calls between two inputs.
extension KioskCore {
    /// Whether texts are still to be prepared.
    var foresees: Bool { !foresight.isDone && !devices.isAway && !staff.coversSession }

    /// Prepares a few texts.
    func foresee() { foresight.step(from: session, on: display.panel, with: measuring) }
}
