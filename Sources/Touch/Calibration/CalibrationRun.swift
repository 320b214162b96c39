package import Geometry

/// Calibrating a touchscreen, step by step (T40). Pure: contacts come raw, time is told. The new
/// matrix counts for the buttons that accept it, so that only a matrix that works can be
/// accepted; without a touch for 15 s the previous one is back.
package struct CalibrationRun: Sendable {
    package static let patience = Duration.seconds(15)
    /// However often somebody touches, after this long it is over: a panel that feels fingers where
    /// none are would keep the screen for ever.
    package static let limit = Duration.seconds(300)
    /// A touch counts where the finger goes up, at the mean of where it was; this many places of
    /// it are kept.
    static let maximumPlaces = 1_024

    package enum State: Hashable, Sendable {
        /// Touch the mark of this index.
        case target(Int)
        /// The matrix is on trial; touch Accept or Retry.
        case review(CalibrationMatrix)
        /// Over: this matrix counts.
        case ended(CalibrationMatrix, Ending)
    }

    package enum Ending: Hashable, Sendable { case accepted, timedOut, cancelled }

    package enum Button: Hashable, Sendable { case accept, retry }

    /// Where marks and buttons are, in pixels of the upright picture.
    package struct Layout: Hashable, Sendable {
        package var targets: [Point]
        package var accept: Rect
        package var retry: Rect

        package init(targets: [Point], accept: Rect, retry: Rect) {
            self.targets = targets
            self.accept = accept
            self.retry = retry
        }

        /// Three marks or five, a tenth of the picture from its edges.
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
    /// Why the last round gave no matrix.
    package private(set) var refusal: CalibrationRefusal?
    /// Rounds that gave no matrix.
    package private(set) var refusalCount = 0
    /// How far the worst touch is off under the matrix on trial, as a part of the screen; always
    /// about 0 after three marks, which any matrix can be made to fit.
    package private(set) var residual: Double?
    /// The button under the finger, to be shown pressed.
    package private(set) var pressed: Button?
    /// Where the finger is under the matrix on trial, in pixels of the upright picture.
    package private(set) var touched: Point?

    private let transform: TouchTransform
    private var samples: [CalibrationSample] = []
    private var finger: Int?
    private var places: [UnitPoint] = []
    private var onGlass: Set<Int> = []
    private let start: Duration
    private var lastTouch: Duration

    /// `transform` holds the display's turn; its own matrix does not count. `previous` is the
    /// matrix until now.
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

    /// When `tick` wants to be called. Nil: it is over.
    package var deadline: Duration? {
        if case .ended = state { return nil }
        return min(lastTouch + Self.patience, start + Self.limit)
    }

    /// Nobody touched for too long: the previous matrix is back.
    package mutating func tick(_ uptime: Duration) {
        guard let deadline, uptime >= deadline else { return }
        end(previous, .timedOut)
    }

    /// Somebody gave up, or the device is gone.
    package mutating func cancel() {
        if case .ended = state { return }
        end(previous, .cancelled)
    }

    /// Follows a finger; only the first one on the glass counts (C2).
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
