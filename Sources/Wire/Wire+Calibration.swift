/// Calibrating a touchscreen (T40).
extension Wire {
    public struct CalibrationRequest: Codable, Sendable, Equatable {
        /// 3 or 5
        public var points: Int
        /// Name, `0eef:0001` or node; nil: the one touchscreen that there is.
        public var device: String?

        public init(points: Int, device: String? = nil) {
            self.points = points
            self.device = device
        }
    }

    public struct Calibration: Codable, Sendable, Equatable {
        public enum State: String, Codable, Sendable {
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
        public var id: Int
        public var device: String
        public var points: Int
        public var state: State
        /// The mark that waits, from 1.
        public var mark: Int?
        /// Rounds that gave no matrix, and why the last of them did not.
        public var refusalCount: Int
        public var refusal: String?
        /// libinput's six numbers: on trial, or the ones that count.
        public var matrix: String?
        /// How far the worst touch is off, in percent of the screen.
        public var residualPercent: Double?
        /// Why it ended otherwise than it should, a sentence.
        public var problem: String?

        public init(
            id: Int, device: String, points: Int, state: State, mark: Int? = nil,
            refusalCount: Int = 0, refusal: String? = nil, matrix: String? = nil,
            residualPercent: Double? = nil, problem: String? = nil
        ) {
            (self.id, self.device, self.points, self.state) = (id, device, points, state)
            (self.mark, self.refusalCount, self.refusal) = (mark, refusalCount, refusal)
            (self.matrix, self.residualPercent, self.problem) = (matrix, residualPercent, problem)
        }

        public var isOver: Bool {
            switch state {
            case .mark, .review, .storing: false
            case .stored, .unstored, .ended: true
            }
        }
    }
}
