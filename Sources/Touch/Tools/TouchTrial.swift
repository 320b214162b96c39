package import Geometry

/// Trying a touchscreen (C7): the glass is divided into fields, and a finger has to be felt in each
/// of them. Pure: contacts come in pixels of the upright picture, time is told.
package struct TouchTrial: Sendable {
    /// Without a touch for so long it is over, as a calibration is.
    package static let patience = CalibrationRun.patience
    /// However often somebody touches, after this long it is over.
    package static let limit = CalibrationRun.limit
    /// Touches that are kept for those who ask.
    static let keptTouches = 64

    package enum Ending: Hashable, Sendable { case done, timedOut, cancelled }

    /// Where the words and the button that ends it are: a card that hides some of the fields.
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
        /// Where the card is at first.
        package var firstCard: Card
        /// Where it is once all that it did not hide was felt.
        package var secondCard: Card

        /// At least one column and one row.
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

        /// Field by field from the left, row by row from the top; no pixel is between two.
        package func frame(_ field: Int) -> Rect {
            let (column, row) = (field % columns, field / columns)
            let x = column * size.width / columns
            let y = row * size.height / rows
            return Rect(
                x: x, y: y, width: (column + 1) * size.width / columns - x,
                height: (row + 1) * size.height / rows - y)
        }

        /// The field of a pixel; the nearest one for a place beside the picture.
        package func field(at point: Point) -> Int {
            let x = min(max(0, point.x), size.width - 1)
            let y = min(max(0, point.y), size.height - 1)
            // The inverse of `frame`, whose edges are rounded down.
            let column = ((x + 1) * columns - 1) / max(1, size.width)
            let row = ((y + 1) * rows - 1) / max(1, size.height)
            return min(row, rows - 1) * columns + min(column, columns - 1)
        }
    }

    /// A finger that came or went.
    package struct Touch: Hashable, Sendable {
        /// Numbers the touches of this trial from 1.
        package var number: Int
        package var finger: Int
        package var phase: ContactEvent.Phase
        package var position: Point
    }

    package let layout: Layout
    package private(set) var ending: Ending?
    /// Fields in which a finger was felt.
    package private(set) var felt: Set<Int> = []
    /// Where the fingers are that lie on the glass.
    package private(set) var fingers: [Int: Point] = [:]
    /// Fingers at once, at most.
    package private(set) var mostFingers = 0
    /// Fingers that came.
    package private(set) var touchCount = 0
    /// The last ones that came or went.
    package private(set) var touches: [Touch] = []
    /// The card that is shown.
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

    /// A finger lies on the button that ends it.
    package var isPressed: Bool { pressing != nil }
    package var isComplete: Bool { felt.count == layout.fieldCount }
    /// Fields in which no finger was felt, in their order.
    package var missing: [Int] { (0..<layout.fieldCount).filter { !felt.contains($0) } }

    /// When `tick` wants to be called. Nil: it is over.
    package var deadline: Duration? {
        ending == nil ? min(lastTouch + Self.patience, start + Self.limit) : nil
    }

    package mutating func tick(_ uptime: Duration) {
        guard let deadline, uptime >= deadline else { return }
        end(.timedOut)
    }

    /// Somebody gave up, or what it stands on is gone.
    package mutating func cancel() {
        if ending == nil { end(.cancelled) }
    }

    /// The device forgot its fingers.
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
        // A finger on the button has nothing under it any more.
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
