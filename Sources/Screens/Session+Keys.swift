import Errands
import Office
import Touch

/// Input of bound keyboards and scanners. Letters go into the field; Enter and Escape act as the
/// screen's main and back buttons. Keys have no other effect (C8).
extension Session {
    /// Handles a key. `wasWarned` tells whether "Are you still here?" was up. Any key answers that
    /// question; only letters and backspace also take effect.
    mutating func typed(_ key: TypedKey, wasWarned: Bool) -> [Effect] {
        switch key {
        case .character(let character):
            guard let field, field.text.count < Typing.maximumLength else { return [] }
            return write(String(character))
        case .backspace:
            guard let field, !field.text.isEmpty else { return [] }
            return erase()
        case .enter: return wasWarned ? [] : mainAction.map { tap($0) } ?? []
        case .escape: return wasWarned ? [] : backAction.map { tap($0) } ?? []
        }
    }

    /// Text field that is visible; nil: none.
    private var field: Typing? { facts.fault == nil ? typing : nil }

    /// Action of Enter on this screen; nil: none.
    var mainAction: Action? { ScreenContext(self).page.mainAction }

    /// Action of Escape on this screen; nil: none.
    var backAction: Action? { ScreenContext(self).page.backAction }

    // MARK: Scanner

    /// Whether a scanned slip may open another screen. Not while a number is being issued or is not
    /// on paper (B1), not in a survey, whose answers would be lost, and not in the steps of staff.
    private var takesScans: Bool {
        if facts.fault != nil || visit.isIssuing { return false }
        switch visit.screen {
        case .printing, .question, .profile, .paused, .cleaning, .loadPaper, .paperTest:
            return false
        case .ticket(_, let outcome): return outcome == .onPaper
        case .givingBack: return visit.pending == nil
        default: return true
        }
    }

    mutating func scanned(_ text: String?) -> [Effect] {
        guard takesScans else { return [] }
        visit.scanRefusedAt = nil
        guard let code = text.map(Tokens.normalised), Tokens.isTicketCode(code) else {
            visit.scan = nil
            visit.scanRefusedAt = now.uptime
            return []
        }
        let request = request()
        visit.scan = request
        return [.lookUpScan(request, code: code)]
    }

    mutating func answered(_ request: RequestID, _ answer: ScanAnswer) {
        guard visit.scan == request else { return }
        visit.scan = nil
        guard takesScans else { return }
        switch answer {
        case .unknown: visit.scanRefusedAt = now.uptime
        case .ticket(let status): open(.position(status))
        case .survey(let token): open(.surveyCode(Typing(text: token)))
        }
    }

    /// Opens the screen of a scanned code. Successive slips add no screens to go back through, and
    /// thanks are not kept for Back either.
    private mutating func open(_ screen: Screen) {
        switch visit.screen {
        case .position, .surveyCode, .thanks, .gaveBack: show(screen)
        default: go(screen)
        }
    }
}
