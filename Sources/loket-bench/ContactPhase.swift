import Errands
import Face
import Geometry
import Terminal
import Touch

/// Phase of a finger's event that happens now.
enum ContactPhase {
    case down, up

    func input(at point: Point) -> KioskInput {
        .contact(
            ContactEvent(
                contact: 0, phase: self == .down ? .down : .up, position: point,
                uptime: SystemClock.uptime()))
    }
}
