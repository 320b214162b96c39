import Display
import Screens
package import Touch

/// A wish to try the touchscreen (C7).
package struct TrialOrder: Sendable {
    /// Name, `0eef:0001` or node of the touchscreen that is meant; nil: the one in use.
    package var device: String?
    /// Called on the loop's thread; must return at once.
    package var answer: @Sendable (Result<TrialReport, TouchscreenRefused>) -> Void

    package init(
        device: String? = nil,
        answer: @escaping @Sendable (Result<TrialReport, TouchscreenRefused>) -> Void
    ) {
        (self.device, self.answer) = (device, answer)
    }
}

/// A trial of the touchscreen as it stands, or as it ended.
package struct TrialReport: Sendable {
    /// Numbers the trials of this daemon.
    package var id: Int
    /// Nil: touches come from a page alone.
    package var device: DeviceIdentity?
    package var trial: TouchTrial
    /// What ended it before anybody at the screen did.
    package var loss: TouchscreenLoss?
}

/// Trying the touchscreen on the screen. It takes every touch while it runs; the session waits on
/// its first screen.
extension KioskCore {
    func start(_ order: TrialOrder, at moment: Moment) {
        do throws(TouchscreenRefused) {
            // A display in memory is touched through its page, which may be tried as well.
            let device =
                hardware.input == nil && order.device == nil
                ? nil : try freeTouchscreen(order.device, mayChoose: true)
            try requireFreeScreen()
            let begun = TrialReport(
                id: (lastTrial?.id ?? 0) + 1, device: device,
                trial: TouchTrial(
                    layout: session.touchTrialLayout(panel: display.panel, measuring: measuring),
                    at: moment.uptime))
            trial = begun
            wake(at: moment.uptime)
            report(.trialBegun(device: device?.name))
            order.answer(.success(begun))
        } catch {
            order.answer(.failure(error))
        }
    }

    func feel(_ contact: ContactEvent) {
        trial?.trial.handle(contact)
        finishTrial()
    }

    func tickTrial(_ uptime: Duration) {
        trial?.trial.tick(uptime)
        finishTrial()
    }

    func cancelTrial(_ loss: TouchscreenLoss) {
        guard trial != nil else { return }
        trial?.trial.cancel()
        trial?.loss = loss
        finishTrial()
    }

    private func finishTrial() {
        guard let ended = trial, ended.trial.ending != nil else { return }
        trial = nil
        lastTrial = ended
        report(
            .trialEnded(
                fields: ended.trial.layout.fieldCount, felt: ended.trial.felt.count))
    }
}
