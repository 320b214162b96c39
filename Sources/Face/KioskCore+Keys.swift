import Screens
import Touch

/// Keys of bound keyboards on their way to the session, and whether there are such keyboards.
extension KioskCore {
    /// Takes a key. It shows that somebody is there; on a dark screen that is all it does (T45).
    func take(_ key: KeyEvent, at moment: Moment) -> [Effect] {
        let event: Event
        switch keys.read(key, isDark: light.level == .dark) {
        case .nothing: return []
        case .activity: event = .touched
        case .typed(let typed): event = .typed(typed)
        case .scanned(let text): event = .scanned(text)
        }
        wake(at: moment.uptime)
        return apply(event, at: moment)
    }

    /// Notes that a keyboard came or went; gives what the session has to know (T44).
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
