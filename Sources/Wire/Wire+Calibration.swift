/// Calibrating a touchscreen (T40).
extension Wire {
    package struct CalibrationRequest: Codable, Sendable, Equatable {
        /// 3 or 5
        package var points: Int
        /// Name, `0eef:0001` or node; nil: the one touchscreen that there is.
        package var device: String?

        package init(points: Int, device: String? = nil) {
            self.points = points
            self.device = device
        }
    }

    package struct Calibration: Codable, Sendable, Equatable {
        package enum State: String, Codable, Sendable {
            /// A mark waits for its touch.
            case mark
            /// Accept or Repeat waits for its touch.
            case review
            /// Accepted, and on its way to the disk.
            case storing
            /// Over: accepted and on the disk.
            case stored
            /// Over: accepted, and not on the disk.
            case unstored
            /// Over: the previous matrix counts.
            case ended
        }

        /// Numbers the calibrations of this daemon.
        package var id: Int
        package var device: String
        package var points: Int
        package var state: State
        /// The mark that waits, from 1.
        package var mark: Int?
        /// Rounds that gave no matrix, and why the last of them did not.
        package var refusalCount: Int
        package var refusal: String?
        /// libinput's six numbers: on trial, or the ones that count.
        package var matrix: String?
        /// How far the worst touch is off, in percent of the screen.
        package var residualPercent: Double?
        /// Why it ended otherwise than it should, a sentence.
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
