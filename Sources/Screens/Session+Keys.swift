import Office
import Touch

/// Bound keyboards and scanners: what they type goes into the field, Enter and Escape are what the
/// screen offers as a button, and there is nothing else that they do (C8).
extension Session {
    /// `wasWarned`: the question whether somebody is there stood over the screen. Any key answers
    /// it, and only letters do more than that.
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

    /// The field that can be seen.
    private var field: Typing? { facts.fault == nil ? typing : nil }

    /// What the screen's one large button does, while it can be touched. A search that leaves a
    /// single service opens it.
    var mainAction: Action? {
        if facts.fault != nil { return nil }
        if case .search(_, let results) = visit.screen {
            return visit.pending == nil && results.count == 1 ? .service(results[0]) : nil
        }
        let button =
            typing == nil
            ? page(words).footer.last { $0.kind == .primary } : confirmButton(words)
        return button.flatMap { $0.isEnabled ? $0.action : nil }
    }

    /// What the screen's button back does; nil: it has none.
    var backAction: Action? {
        if facts.fault != nil { return nil }
        if typing != nil { return .back }
        return page(words).footer.map(\.action).first { $0 == .back || $0 == .keepTicket }
    }

    /// Whether the keyboard on the screen gives way to one of hardware (T44).
    var hidesKeyboard: Bool { rules.hidesScreenKeyboard && facts.hasKeyboard }

    // MARK: Scanner

    /// Whether a slip may lead away from this screen: not from a number that is on its way or on
    /// no paper (B1), not out of a survey, whose answers would be lost, and not from staff's steps.
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

    /// One slip after the other does not pile up screens to go back through, and nobody goes back
    /// to thanks.
    private mutating func open(_ screen: Screen) {
        switch visit.screen {
        case .position, .surveyCode, .thanks, .gaveBack: show(screen)
        default: go(screen)
        }
    }
}
