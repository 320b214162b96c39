import Errands
import Screens
import Touch

/// Handling of keys from configured keyboards, and of their attaching and detaching.
extension KioskCore {
    /// Passes a key to the session. A key also counts as activity; on a dark screen it only wakes
    /// (T45).
    func take(_ key: KeyEvent, at moment: Moment) -> [Effect] {
        take(keys.read(key, isDark: light.level == .dark), at: moment)
    }

    /// Passes a result of keys to the session, or to the log where a scanner has to be set up.
    func take(_ reading: KeyReading, at moment: Moment) -> [Effect] {
        let input: SessionInput
        switch reading {
        case .nothing: return []
        case .activity: input = .touched
        case .typed(let typed): input = .typed(typed)
        case .scanned(let text): input = .scanned(text)
        case .unfinished(let scan):
            report(.scanUnfinished(scan))
            input = .touched
        }
        wake(at: moment.uptime)
        return apply(input, at: moment)
    }

    /// Notes that a keyboard was attached or detached. Returns the input for the screen where its
    /// own keyboard is to hide or show (T44).
    func noteKeyboard(
        _ device: DeviceIdentity, _ role: DeviceRole, isThere: Bool
    ) -> [KioskInput] {
        guard case .keyboard(let role) = role else { return [] }
        if !isThere { keys.forget(device) }
        guard role == .typing, let hasOne = devices.noteKeyboard(device, isThere: isThere) else {
            return []
        }
        return [.event(.keyboard(isThere: hasOne))]
    }
}
