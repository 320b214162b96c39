/// Calibration of a touchscreen (T40).
extension Wire {
    package struct CalibrationRequest: Codable, Sendable, Equatable {
        /// Number of marks, 3 or 5.
        package var points: Int
        /// Device by name, `0eef:0001` or node; nil: the only touchscreen.
        package var device: String?

        package init(points: Int, device: String? = nil) {
            self.points = points
            self.device = device
        }
    }

    package struct Calibration: Codable, Sendable, Equatable {
        package enum State: String, Codable, CaseIterable, Sendable {
            /// Waits for a touch on a mark.
            case mark
            /// Waits for a touch on Accept or Repeat.
            case review
            /// Accepted, and being written to disk.
            case storing
            /// Ended: accepted and on disk.
            case stored
            /// Ended: accepted, but not on disk.
            case unstored
            /// Ended: the previous matrix applies.
            case ended
        }

        /// Number of the calibration in this daemon's run.
        package var id: Int
        package var device: String
        package var points: Int
        package var state: State
        /// Mark that waits for a touch, from 1.
        package var mark: Int?
        /// Number of rounds that gave no matrix. `refusal` is the reason of the last one.
        package var refusalCount: Int
        package var refusal: String?
        /// Matrix as libinput's six numbers, on trial or in use.
        package var matrix: String?
        /// Largest error of a touch, in percent of the screen.
        package var residualPercent: Double?
        /// Reason of an unexpected end, as a sentence.
        package var problem: String?

        package init(
            id: Int, device: String, points: Int, state: State, mark: Int? = nil,
            refusalCount: Int = 0, refusal: String? = nil, matrix: String? = nil,
            residualPercent: Double? = nil, problem: String? = nil
        ) {
            (self.id, self.device, self.points, self.state) = (id, device, points, state)
            (self.mark, self.refusalCount, self.refusal) = (mark, refusalCount, refusal)
            (self.matrix, self.residualPercent, self.problem) = (matrix, residualPercent, problem)
        }

        package var isOver: Bool {
            switch state {
            case .mark, .review, .storing: false
            case .stored, .unstored, .ended: true
            }
        }
    }
}
