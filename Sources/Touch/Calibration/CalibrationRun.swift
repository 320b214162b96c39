package import Geometry

/// Calibration of a touchscreen, step by step (T40). It is pure: contacts arrive raw, time as an
/// argument. The new matrix already applies to the buttons that accept it, so that only a matrix
/// that works can be accepted. 15 s without a touch restore the previous one.
package struct CalibrationRun: Sendable {
    package static let patience = Duration.seconds(15)
    /// Maximum duration, however often the panel is touched. A panel with phantom touches would
    /// keep the screen forever.
    package static let limit = Duration.seconds(300)
    /// Maximum number of positions kept of a touch. A touch counts when it is lifted, at their
    /// mean.
    static let maximumPlaces = 1_024

    package enum State: Hashable, Sendable {
        /// Waits for a touch on the mark with this index.
        case target(Int)
        /// Waits for Accept or Retry while the matrix is on trial.
        case review(CalibrationMatrix)
        /// Ended: this matrix applies.
        case ended(CalibrationMatrix, Ending)
    }

    package enum Ending: Hashable, Sendable { case accepted, timedOut, cancelled }

    package enum Button: Hashable, Sendable { case accept, retry }

    /// Marks and buttons in pixels of the upright picture.
    package struct Layout: Hashable, Sendable {
        package var targets: [Point]
        package var accept: Rect
        package var retry: Rect

        package init(targets: [Point], accept: Rect, retry: Rect) {
            self.targets = targets
            self.accept = accept
            self.retry = retry
        }

        /// Returns 3 or 5 marks, a tenth of the picture from its edges.
        package static func targets(in picture: Size, count: Int) -> [Point] {
            let places: [(Double, Double)] =
                count == 3
                ? [(0.1, 0.1), (0.9, 0.5), (0.5, 0.9)]
                : [(0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9), (0.5, 0.5)]
            return places.map {
                Point(
                    x: Int(Double(picture.width) * $0.0), y: Int(Double(picture.height) * $0.1))
            }
        }
    }

    package let layout: Layout
    package let previous: CalibrationMatrix
    package private(set) var state = State.target(0)
    /// Reason why the last round gave no matrix.
    package private(set) var refusal: CalibrationRefusal?
    /// Number of rounds that gave no matrix.
    package private(set) var refusalCount = 0
    /// Largest error of a touch under the matrix on trial, as a fraction of the screen. It is
    /// always about 0 after three marks, which some matrix always fits.
    package private(set) var residual: Double?
    /// Button under the finger, which is drawn pressed.
    package private(set) var pressed: Button?
    /// Position of the finger under the matrix on trial, in pixels of the upright picture.
    package private(set) var touched: Point?

    private let transform: TouchTransform
    private var samples: [CalibrationSample] = []
    private var finger: Int?
    private var places: [UnitPoint] = []
    private var onGlass: Set<Int> = []
    private let start: Duration
    private var lastTouch: Duration

    /// Creates a run. `transform` has the display's rotation; its matrix is not used. `previous` is
    /// the current matrix.
    package init(
        layout: Layout, transform: TouchTransform, previous: CalibrationMatrix,
        at uptime: Duration
    ) {
        self.layout = layout
        self.transform = transform
        self.previous = previous
        start = uptime
        lastTouch = uptime
    }

    /// Uptime at which `tick` has to be called; nil: the run has ended.
    package var deadline: Duration? {
        if case .ended = state { return nil }
        return min(lastTouch + Self.patience, start + Self.limit)
    }

    /// Ends the run after too long without a touch. The previous matrix applies again.
    package mutating func tick(_ uptime: Duration) {
        guard let deadline, uptime >= deadline else { return }
        end(previous, .timedOut)
    }

    /// Ends the run because it was given up or the device is gone.
    package mutating func cancel() {
        if case .ended = state { return }
        end(previous, .cancelled)
    }

    /// Follows a contact. Only the first finger on the glass counts (C2).
    package mutating func handle(_ contact: RawContact) {
        tick(contact.uptime)
        if case .ended = state { return }
        lastTouch = max(lastTouch, contact.uptime)
        switch contact.phase {
        case .down:
            if onGlass.isEmpty {
                finger = contact.contact
                places = []
            }
            onGlass.insert(contact.contact)
            follow(contact)
        case .move: follow(contact)
        case .up:
            follow(contact)
            onGlass.remove(contact.contact)
            if contact.contact == finger { lifted(contact) }
        case .cancel:
            onGlass.remove(contact.contact)
            if contact.contact == finger {
                finger = nil
                pressed = nil
                touched = nil
            }
        }
    }

    private mutating func follow(_ contact: RawContact) {
        guard contact.contact == finger else { return }
        if case .review(let matrix) = state {
            let point = point(contact.position, matrix)
            touched = point
            let button = button(at: point)
            if contact.phase == .down {
                pressed = button
            } else if button != pressed {
                pressed = nil
            }
        } else if places.count < Self.maximumPlaces {
            places.append(contact.position)
        }
    }

    private mutating func lifted(_ contact: RawContact) {
        finger = nil
        touched = nil
        switch state {
        case .target(let index):
            let count = Double(max(1, places.count))
            let raw = UnitPoint(
                x: places.reduce(0) { $0 + $1.x } / count,
                y: places.reduce(0) { $0 + $1.y } / count)
            samples.append(
                CalibrationSample(raw: raw, target: transform.unit(layout.targets[index])))
            next(after: index)
        case .review(let matrix):
            defer { pressed = nil }
            switch pressed {
            case .accept: end(matrix, .accepted)
            case .retry: restart(nil)
            case nil: break
            }
        case .ended: break
        }
    }

    private mutating func next(after index: Int) {
        guard index + 1 >= layout.targets.count else {
            state = .target(index + 1)
            return
        }
        do throws(CalibrationRefusal) {
            let matrix = try CalibrationSolver.solve(samples)
            residual = CalibrationSolver.residual(of: matrix, samples)
            refusal = nil
            state = .review(matrix)
        } catch {
            restart(error)
        }
    }

    private mutating func restart(_ refusal: CalibrationRefusal?) {
        self.refusal = refusal
        if refusal != nil { refusalCount += 1 }
        residual = nil
        samples = []
        state = .target(0)
    }

    private mutating func end(_ matrix: CalibrationMatrix, _ ending: Ending) {
        state = .ended(matrix, ending)
        finger = nil
        pressed = nil
        touched = nil
    }

    private func point(_ raw: UnitPoint, _ matrix: CalibrationMatrix) -> Point {
        var transform = transform
        transform.calibration = matrix
        return transform.point(raw)
    }

    private func button(at point: Point) -> Button? {
        if layout.accept.contains(point) { return .accept }
        return layout.retry.contains(point) ? .retry : nil
    }
}
