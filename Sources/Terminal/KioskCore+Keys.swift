import Screens
import Touch

/// Keys of bound keyboards on their way to the session, and whether there are such keyboards.
extension KioskCore {
    /// A key counts as somebody being there; on a dark screen that is all it does (T45).
    func take(_ key: KeyEvent, at moment: Moment) -> [Effect] {
        let event: Event
        switch keys.read(key, isDark: light.level == .dark) {
        case .nothing: return []
        case .activity: event = .touched
        case .typed(let typed): event = .typed(typed)
        case .scanned(let text): event = .scanned(text)
        }
        light.touched(moment.uptime)
        return apply(event, at: moment)
    }

    /// Another keyboard is there, or one less. Says so where the screen is to follow (T44).
    func noteKeyboard(
        _ device: DeviceIdentity, _ role: DeviceRole, isThere: Bool
    ) -> [KioskInput] {
        guard case .keyboard(let role) = role else { return [] }
        if !isThere { keys.forget(device) }
        guard role == .typing else { return [] }
        let hadOne = !typingKeyboards.isEmpty
        if isThere {
            typingKeyboards.append(device)
        } else if let index = typingKeyboards.firstIndex(of: device) {
            typingKeyboards.remove(at: index)
        }
        let hasOne = !typingKeyboards.isEmpty
        return hasOne == hadOne ? [] : [.event(.keyboard(isThere: hasOne))]
    }
}
