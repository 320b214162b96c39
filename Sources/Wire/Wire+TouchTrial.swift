/// Trial of a touchscreen (C7).
extension Wire {
    package struct TouchTrialRequest: Codable, Sendable, Equatable {
        /// Device by name, `0eef:0001` or node; nil: the touchscreen in use.
        package var device: String?

        package init(device: String? = nil) { self.device = device }
    }

    package struct TouchTrial: Codable, Sendable, Equatable {
        package enum State: String, Codable, CaseIterable, Sendable {
            case running
            /// Done was touched on the screen.
            case done
            /// The glass was not touched for 15 s, or five minutes had passed.
            case timedOut
            /// The device or the screen is gone.
            case cancelled
        }

        /// Finger that came or went.
        package struct Touch: Codable, Sendable, Equatable {
            /// Number of the touch in its trial, from 1.
            package var number: Int
            package var finger: Int
            /// Phase: "down", "up" or "cancel".
            package var phase: String
            /// Position in pixels of the upright picture.
            package var x: Int
            package var y: Int

            package init(number: Int, finger: Int, phase: String, x: Int, y: Int) {
                (self.number, self.finger, self.phase) = (number, finger, phase)
                (self.x, self.y) = (x, y)
            }
        }

        /// Field of the glass. Column and row count from 1 at the upper left.
        package struct Field: Codable, Sendable, Equatable {
            package var column: Int
            package var row: Int

            package init(column: Int, row: Int) { (self.column, self.row) = (column, row) }
        }

        /// Number of the trial in this daemon's run.
        package var id: Int
        /// Name of the device; "page" where there is no touchscreen.
        package var device: String
        package var state: State
        package var columns: Int
        package var rows: Int
        /// Fields in which no finger was felt.
        package var missing: [Field]
        /// Number of fingers that came. `mostFingers` is the maximum at once.
        package var touchCount: Int
        package var mostFingers: Int
        /// Most recent touches.
        package var touches: [Touch]
        /// Reason of an unexpected end, as a sentence.
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
