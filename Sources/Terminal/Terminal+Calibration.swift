import Errands
import Face
import Foundation
import Logging
import Touch
package import Wire

/// Calibrating, as technicians ask for it (T40). The screen does it; the terminal begins it, says
/// how far it is, and keeps what was accepted.
extension Terminal {
    /// How an accepted matrix came to the disk.
    enum CalibrationEnd: Sendable {
        case stored
        /// It counts until the daemon ends, for this reason.
        case unstored(String)
    }

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
        return wire(try begun.get())
    }

    /// The calibration that runs, or the last one. Throws where there was none since the start.
    package func calibration() async throws -> Wire.Calibration {
        guard let report = await loop.query({ $0.staff.calibrationReport }) else {
            throw Wire.Failure(
                error: "Nothing was calibrated since the daemon started: use loket touch "
                    + "calibrate.")
        }
        return wire(report)
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
            throw Wire.Failure(
                error: "No touchscreen was tried since the daemon started: use loket touch test.")
        }
        return Wire.TouchTrial(report)
    }

    func follow(_ news: HardwareNews) async {
        guard case .calibrationEnded(let report) = news, report.state == .accepted,
            let matrix = report.matrix
        else { return }
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
        guard let store = calibrations else {
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

    private func wire(_ report: CalibrationReport) -> Wire.Calibration {
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
            switch calibrationEnds[report.id] {
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
