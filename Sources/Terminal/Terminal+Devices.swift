import Errands
package import Face
import Logging
import Touch

/// Follows the devices: faults that stand until they are mended, and accepted calibrations (T40).
extension Terminal {
    /// How an accepted matrix came to the disk.
    enum CalibrationEnd: Sendable {
        case stored
        /// It counts until the daemon ends, for this reason.
        case unstored(String)
    }

    /// Notes what the loop says of its devices. Called on its thread, so that nothing else is done.
    package nonisolated func note(_ news: HardwareNews) {
        if case .pad(let pad) = news { take(pad) } else { inbox.add(news) }
    }

    func follow(_ news: HardwareNews) async {
        switch news {
        case .glassTooSmall(let advice): faults.stand(.glass, "The glass of \(advice).")
        case .glassFits: faults.end(.glass)
        case .ghostTouches(let ghosts): faults.stand(.ghostTouches, ghosts.advice)
        case .ghostTouchesEnded: faults.end(.ghostTouches)
        case .touchHeld(let place): faults.stand(.heldTouch, place.heldAdvice)
        case .touchReleased: faults.end(.heldTouch)
        case .scanUnfinished(let scan): faults.stand(.scanner(scan.device.name), scan.advice)
        case .detached(let device, _, _): faults.end(.scanner(device))
        case .calibrationEnded(let report): await follow(report)
        default: break
        }
    }

    private func follow(_ report: CalibrationReport) async {
        guard report.state == .accepted, let matrix = report.matrix else { return }
        let end = await keep(matrix, report.device)
        if case .unstored(let problem) = end {
            log.error("calibration.unstored", metadata: ["problem": "\(problem)"])
        } else {
            log.notice("calibration.stored", metadata: ["device": "\(report.device.name)"])
        }
        calibrationEnds = [report.id: end]
    }

    private func keep(
        _ matrix: CalibrationMatrix, _ device: DeviceIdentity
    ) async -> CalibrationEnd {
        guard let store = parts.calibrations else {
            return .unstored("This terminal has no folder for calibrations.")
        }
        // It waits for the disk, which neither the loop nor this actor may do.
        return await Task.detached {
            do throws(CalibrationStoreError) {
                try store.save(matrix, for: device)
                return .stored
            } catch {
                return .unstored("\(error)")
            }
        }.value
    }
}
