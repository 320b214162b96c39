/// Trying a touchscreen (C7).
extension Wire {
    public struct TouchTrialRequest: Codable, Sendable, Equatable {
        /// Name, `0eef:0001` or node; nil: the touchscreen in use.
        public var device: String?

        public init(device: String? = nil) { self.device = device }
    }

    public struct TouchTrial: Codable, Sendable, Equatable {
        public enum State: String, Codable, Sendable {
            case running
            /// Somebody at the screen touched Done.
            case done
            /// Nobody touched the glass for 15 s, or it lasted five minutes.
            case timedOut
            /// What it stood on is gone.
            case cancelled
        }

        /// A finger that came or went.
        public struct Touch: Codable, Sendable, Equatable {
            /// Numbers the touches of a trial from 1.
            public var number: Int
            public var finger: Int
            /// "down", "up" or "cancel"
            public var phase: String
            /// Pixels of the upright picture.
            public var x: Int
            public var y: Int

            public init(number: Int, finger: Int, phase: String, x: Int, y: Int) {
                (self.number, self.finger, self.phase) = (number, finger, phase)
                (self.x, self.y) = (x, y)
            }
        }

        /// A field of the glass, from 1 at the upper left.
        public struct Field: Codable, Sendable, Equatable {
            public var column: Int
            public var row: Int

            public init(column: Int, row: Int) { (self.column, self.row) = (column, row) }
        }

        /// Numbers the trials of this daemon.
        public var id: Int
        /// "page" where there is no touchscreen.
        public var device: String
        public var state: State
        public var columns: Int
        public var rows: Int
        /// Fields in which no finger was felt.
        public var missing: [Field]
        /// Fingers that came, and how many at once at most.
        public var touchCount: Int
        public var mostFingers: Int
        /// The last ones that came or went.
        public var touches: [Touch]
        /// Why it ended otherwise than it should, a sentence.
        public var problem: String?

        public init(
            id: Int, device: String, state: State, columns: Int, rows: Int,
            missing: [Field] = [], touchCount: Int = 0, mostFingers: Int = 0,
            touches: [Touch] = [], problem: String? = nil
        ) {
            (self.id, self.device, self.state) = (id, device, state)
            (self.columns, self.rows, self.missing) = (columns, rows, missing)
            (self.touchCount, self.mostFingers) = (touchCount, mostFingers)
            (self.touches, self.problem) = (touches, problem)
        }

        public var isOver: Bool { state != .running }
    }
}
