import Geometry
import Terminal
import Touch

/// A finger's event at this very moment.
enum ContactPhase {
    case down, up

    func input(at point: Point) -> KioskInput {
        .contact(
            ContactEvent(
                contact: 0, phase: self == .down ? .down : .up, position: point,
                uptime: SystemClock.uptime()))
    }
}
