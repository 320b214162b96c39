package import Errands
package import Touch

/// Input of a session. Touches, keys, time and news all arrive this way.
package enum SessionInput: Equatable, Sendable {
    case tap(Action)
    /// Contact that began or moved. It counts as activity, wherever it is.
    case touched
    /// Key of the screen held for the long-press time.
    case held(Action)
    /// Key of a bound keyboard.
    case typed(TypedKey)
    /// Code read by a scanner; nil if it is longer than any code of this system.
    case scanned(String?)
    /// Time that passed without other input.
    case time
    case news(Event)
}
