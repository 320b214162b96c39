import Desk
import Display
import Face
import Foundation
import Geometry
import Office
import Records
import Screens
import Settings
import Slips
import Touch
package import Wire

/// Calibrating and trying the touchscreen (T40, C7). The screen does it; this begins it and says how
/// far it is.
extension Control {
    /// Begins a calibration and returns at once. Throws `TouchscreenRefused`.
    package func calibrate(points: Int, device: String? = nil) async throws -> Wire.Calibration {
        let begun: Result<CalibrationReport, TouchscreenRefused> =
            await withCheckedContinuation { continuation in
                loop.post(
                    .calibrate(
                        CalibrationOrder(points: points, device: device) {
                            continuation.resume(returning: $0)
                        }))
            }
        return await wire(try begun.get())
    }

    /// The calibration that runs, or the last one. Throws where there was none since the start.
    package func calibration() async throws -> Wire.Calibration {
        guard let report = await loop.query({ $0.staff.calibrationReport }) else {
            throw Refusal.notFound(
                "Nothing was calibrated since the daemon started: use loket touch "
                    + "calibrate.")
        }
        return await wire(report)
    }

    /// Begins a trial of the touchscreen and returns at once. Throws `TouchscreenRefused`.
    package func tryTouchscreen(device: String? = nil) async throws -> Wire.TouchTrial {
        let begun: Result<TrialReport, TouchscreenRefused> =
            await withCheckedContinuation { continuation in
                loop.post(
                    .tryTouchscreen(
                        TrialOrder(device: device) { continuation.resume(returning: $0) }))
            }
        return Wire.TouchTrial(try begun.get())
    }

    /// The trial that runs, or the last one. Throws where there was none since the start.
    package func touchTrial() async throws -> Wire.TouchTrial {
        guard let report = await loop.query({ $0.staff.trial ?? $0.staff.lastTrial }) else {
            throw Refusal.notFound(
                "No touchscreen was tried since the daemon started: use loket touch test.")
        }
        return Wire.TouchTrial(report)
    }

    private func wire(_ report: CalibrationReport) async -> Wire.Calibration {
        var answer = Wire.Calibration(
            id: report.id, device: "\(report.device.name) \(report.device.vendorProduct)",
            points: report.points, state: .mark, refusalCount: report.refusalCount,
            refusal: report.refusal?.description, matrix: report.matrix?.description,
            residualPercent: report.residual.map { ($0 * 1_000).rounded() / 10 })
        switch report.state {
        case .mark(let index): answer.mark = index + 1
        case .review: answer.state = .review
        case .timedOut:
            answer.state = .ended
            answer.problem =
                "Nobody touched the screen in time: the previous calibration counts."
        case .cancelled(let reason):
            answer.state = .ended
            answer.problem =
                "The calibration was ended, since \(reason.rawValue): the previous one counts."
        case .accepted:
            switch await terminal.calibrationEnds[report.id] {
            case nil: answer.state = .storing
            case .stored: answer.state = .stored
            case .unstored(let problem):
                answer.state = .unstored
                answer.problem = "The new calibration counts until loketd ends only: \(problem)"
            }
        }
        return answer
    }
}
