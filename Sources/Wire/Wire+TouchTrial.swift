/// Trying a touchscreen (C7).
extension Wire {
    package struct TouchTrialRequest: Codable, Sendable, Equatable {
        /// Name, `0eef:0001` or node; nil: the touchscreen in use.
        package var device: String?

        package init(device: String? = nil) { self.device = device }
    }

    package struct TouchTrial: Codable, Sendable, Equatable {
        package enum State: String, Codable, Sendable {
            case running
            /// Somebody at the screen touched Done.
            case done
            /// Nobody touched the glass for 15 s, or it lasted five minutes.
            case timedOut
            /// What it stood on is gone.
            case cancelled
        }

        /// A finger that came or went.
        package struct Touch: Codable, Sendable, Equatable {
            /// Numbers the touches of a trial from 1.
            package var number: Int
            package var finger: Int
            /// "down", "up" or "cancel"
            package var phase: String
            /// Pixels of the upright picture.
            package var x: Int
            package var y: Int

            package init(number: Int, finger: Int, phase: String, x: Int, y: Int) {
                (self.number, self.finger, self.phase) = (number, finger, phase)
                (self.x, self.y) = (x, y)
            }
        }

        /// A field of the glass, from 1 at the upper left.
        package struct Field: Codable, Sendable, Equatable {
            package var column: Int
            package var row: Int

            package init(column: Int, row: Int) { (self.column, self.row) = (column, row) }
        }

        /// Numbers the trials of this daemon.
        package var id: Int
        /// "page" where there is no touchscreen.
        package var device: String
        package var state: State
        package var columns: Int
        package var rows: Int
        /// Fields in which no finger was felt.
        package var missing: [Field]
        /// Fingers that came, and how many at once at most.
        package var touchCount: Int
        package var mostFingers: Int
        /// The last ones that came or went.
        package var touches: [Touch]
        /// Why it ended otherwise than it should, a sentence.
        package var problem: String?

        package init(
            id: Int, device: String, state: State, columns: Int, rows: Int,
            missing: [Field] = [], touchCount: Int = 0, mostFingers: Int = 0,
            touches: [Touch] = [], problem: String? = nil
        ) {
            (self.id, self.device, self.state) = (id, device, state)
            (self.columns, self.rows, self.missing) = (columns, rows, missing)
            (self.touchCount, self.mostFingers) = (touchCount, mostFingers)
            (self.touches, self.problem) = (touches, problem)
        }

        package var isOver: Bool { state != .running }
    }
}
