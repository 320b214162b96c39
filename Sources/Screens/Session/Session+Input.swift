import Errands
import Office
import Touch

/// Taps and keys that mean the same on every screen.
extension Session {
    mutating func tap(_ action: Action) -> [Effect] {
        // The glass is being wiped: nothing may be touched (L7).
        if visit.screen == .cleaning { return [] }
        // Paused (C3) or at fault: only the helps respond (L3).
        if visit.screen == .paused || facts.fault != nil, !action.isHelp { return [] }
        switch action {
        case .home: return goHome()
        case .back: return back()
        case .nextPage: visit.page += 1
        case .previousPage: visit.page = max(0, visit.page - 1)
        case .language(let language):
            visit.language = language
            visit.page = 0
        case .textSize:
            visit.textSize = (visit.textSize + 1) % 4
            visit.page = 0
        case .contrast: visit.highContrast.toggle()
        case .lowReach:
            visit.lowReach.toggle()
            visit.page = 0
        case .letter(let letter): return edit { $0.press(letter) }
        case .space: return edit { $0.press(" ") }
        case .backspace: return edit { $0.erase() }
        case .shift: visit.screen.edit { $0.shift.toggle() }
        case .layer: visit.screen.edit { $0.changeLayer() }
        default: return pass(.tap(action))
        }
        return []
    }

    /// Changes the text of the field. The flow whose screen it is hears of that.
    private mutating func edit(_ change: (inout Typing) -> Void) -> [Effect] {
        visit.screen.edit(change)
        return pass(.edited)
    }

    /// Shows the alternate letters of a key held for the long-press time (T42).
    mutating func hold(_ action: Action) {
        guard case .letter(let letter) = action else { return }
        let alternates = content.keyboard.alternates[letter] ?? []
        visit.screen.edit { $0.alternates = alternates }
    }

    // MARK: Bound keyboards

    /// Handles a key of a bound keyboard. Letters go into the field; Enter and Escape act as the
    /// screen's main and back buttons. Keys have no other effect (C8).
    ///
    /// `wasWarned` tells whether "Are you still here?" was up. Any key answers that question; only
    /// letters and backspace also take effect.
    mutating func typed(_ key: TypedKey, wasWarned: Bool) -> [Effect] {
        switch key {
        case .character(let character):
            guard let field, field.text.count < Typing.maximumLength else { return [] }
            return edit { $0.write(String(character)) }
        case .backspace:
            guard let field, !field.text.isEmpty else { return [] }
            return edit { $0.erase() }
        case .enter: return wasWarned ? [] : mainAction.map { tap($0) } ?? []
        case .escape: return wasWarned ? [] : backAction.map { tap($0) } ?? []
        }
    }

    /// Text field that is visible; nil: none.
    private var field: Typing? { facts.fault == nil ? typing : nil }
}
