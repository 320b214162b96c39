package import Geometry

/// Trial of a touchscreen (C7): the glass is divided into fields, and each has to feel a finger. It
/// is pure: contacts arrive in pixels of the upright picture, time as an argument.
package struct TouchTrial: Sendable {
    /// Time without a touch after which the trial ends, as for a calibration.
    package static let patience = CalibrationRun.patience
    /// Maximum duration, however often the glass is touched.
    package static let limit = CalibrationRun.limit
    /// Number of recent touches kept for `loket touch test`.
    static let keptTouches = 64

    package enum Ending: Hashable, Sendable { case done, timedOut, cancelled }

    /// Card with the text and the button that ends the trial. It hides some fields.
    package struct Card: Hashable, Sendable {
        package var frame: Rect
        package var done: Rect

        package init(frame: Rect, done: Rect) {
            self.frame = frame
            self.done = done
        }
    }

    /// Fields and cards in pixels of the upright picture.
    package struct Layout: Hashable, Sendable {
        package var size: Size
        package var columns: Int
        package var rows: Int
        /// First place of the card.
        package var firstCard: Card
        /// Place of the card once all fields that it did not hide were felt.
        package var secondCard: Card

        /// Creates a layout with at least one column and one row.
        package init(
            size: Size, columns: Int, rows: Int, firstCard: Card, secondCard: Card
        ) {
            self.size = size
            self.columns = max(1, columns)
            self.rows = max(1, rows)
            self.firstCard = firstCard
            self.secondCard = secondCard
        }

        package var fieldCount: Int { columns * rows }

        /// Returns the frame of a field, counted from the left, then from the top. The frames cover
        /// every pixel.
        package func frame(_ field: Int) -> Rect {
            let (column, row) = (field % columns, field / columns)
            let x = column * size.width / columns
            let y = row * size.height / rows
            return Rect(
                x: x, y: y, width: (column + 1) * size.width / columns - x,
                height: (row + 1) * size.height / rows - y)
        }

        /// Returns the field of a pixel, or the nearest one for a point outside the picture.
        package func field(at point: Point) -> Int {
            let x = min(max(0, point.x), size.width - 1)
            let y = min(max(0, point.y), size.height - 1)
            // Inverse of `frame`, whose edges are rounded down.
            let column = ((x + 1) * columns - 1) / max(1, size.width)
            let row = ((y + 1) * rows - 1) / max(1, size.height)
            return min(row, rows - 1) * columns + min(column, columns - 1)
        }
    }

    /// Finger that came or went.
    package struct Touch: Hashable, Sendable {
        /// Number of the touch in this trial, from 1.
        package var number: Int
        package var finger: Int
        package var phase: ContactEvent.Phase
        package var position: Point
    }

    package let layout: Layout
    package private(set) var ending: Ending?
    /// Fields in which a finger was felt.
    package private(set) var felt: Set<Int> = []
    /// Positions of the fingers on the glass.
    package private(set) var fingers: [Int: Point] = [:]
    /// Maximum number of fingers at once.
    package private(set) var mostFingers = 0
    /// Number of fingers that came.
    package private(set) var touchCount = 0
    /// Most recent touches.
    package private(set) var touches: [Touch] = []
    /// Card that is shown.
    package private(set) var card: Card
    private var pressing: Int?
    private let start: Duration
    private var lastTouch: Duration
    private var lastNumber = 0

    package init(layout: Layout, at uptime: Duration) {
        self.layout = layout
        card = layout.firstCard
        start = uptime
        lastTouch = uptime
    }

    /// Whether a finger is on the button that ends the trial.
    package var isPressed: Bool { pressing != nil }
    package var isComplete: Bool { felt.count == layout.fieldCount }
    /// Fields in which no finger was felt, in order.
    package var missing: [Int] { (0..<layout.fieldCount).filter { !felt.contains($0) } }

    /// Uptime at which `tick` has to be called; nil: the trial has ended.
    package var deadline: Duration? {
        ending == nil ? min(lastTouch + Self.patience, start + Self.limit) : nil
    }

    package mutating func tick(_ uptime: Duration) {
        guard let deadline, uptime >= deadline else { return }
        end(.timedOut)
    }

    /// Ends the trial because it was given up or the device is gone.
    package mutating func cancel() {
        if ending == nil { end(.cancelled) }
    }

    /// Removes all fingers after the device lost them.
    package mutating func liftAll() {
        fingers = [:]
        pressing = nil
    }

    package mutating func handle(_ contact: ContactEvent) {
        tick(contact.uptime)
        guard ending == nil else { return }
        lastTouch = max(lastTouch, contact.uptime)
        switch contact.phase {
        case .down:
            touchCount += 1
            feel(contact)
            mostFingers = max(mostFingers, fingers.count)
            if pressing == nil, card.done.contains(contact.position) { pressing = contact.contact }
            note(contact)
        case .move:
            feel(contact)
            if pressing == contact.contact, !card.done.contains(contact.position) {
                pressing = nil
            }
        case .up, .cancel:
            fingers[contact.contact] = nil
            note(contact)
            guard pressing == contact.contact else { return }
            pressing = nil
            if contact.phase == .up { end(.done) }
        }
    }

    private mutating func feel(_ contact: ContactEvent) {
        fingers[contact.contact] = contact.position
        guard felt.insert(layout.field(at: contact.position)).inserted,
            card == layout.firstCard,
            missing.allSatisfy({ layout.frame($0).intersects(layout.firstCard.frame) })
        else { return }
        card = layout.secondCard
        // The second card has no button under this finger.
        pressing = nil
    }

    private mutating func note(_ contact: ContactEvent) {
        lastNumber += 1
        touches.append(
            Touch(
                number: lastNumber, finger: contact.contact, phase: contact.phase,
                position: contact.position))
        if touches.count > Self.keptTouches { touches.removeFirst() }
    }

    private mutating func end(_ ending: Ending) {
        self.ending = ending
        liftAll()
    }
}
