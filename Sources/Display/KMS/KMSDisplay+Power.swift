import Kernel

/// Switching the monitor off while the screen is dark (T45).
extension KMSDisplay {
    func setPower(_ isOn: Bool) {
        wantsOff = !isOn
        if !isOn {
            switchOffIfWanted()
        } else if isOff {
            isOff = false
            // Setting a mode switches it on, with every driver.
            needsMode = true
            isDirty = shadow != nil
        }
    }

    func switchOffIfWanted() {
        guard wantsOff, !isOff, phase == .showing, flying == nil, !isDirty, shown != nil else {
            return
        }
        do throws(SystemError) {
            try card.powerOff(route)
            isOff = true
        } catch {
            // A monitor that cannot be switched stays on, and black.
            complain("\(error)")
            wantsOff = false
        }
    }
}
