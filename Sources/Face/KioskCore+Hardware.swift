import Display
import Errands
import Geometry
import Screens
package import Touch

/// Attaching and detaching of devices, during which the visitor's session continues (C6, T15, T18).
extension KioskCore {
    /// Input devices and their roles.
    package var inputDevices: [DeviceSummary] { (hardware.input?.devices ?? []).map(pads.named) }

    /// File descriptors to poll for reading.
    var descriptors: [Int32] {
        [display.descriptor, hardware.input?.descriptor, hardware.console?.descriptor].compactMap {
            $0
        }
    }

    /// Reports glass that is too small for the screens, and other glass after it (X12).
    func judgeGlass() {
        let panel = display.panel
        // A size that the glass does not tell is assumed, and no reason for a complaint.
        let advice = panel == Panel(size: panel.size) ? nil : panel.sizeAdvice
        if advice == devices.glassAdvice { return }
        devices.glassAdvice = advice
        report(advice.map { .glassTooSmall($0) } ?? .glassFits)
    }

    /// Uptime at which a device is due without a readable descriptor; nil: none is.
    var hardwareDeadline: Duration? {
        [display.deadline, hardware.input?.deadline, devices.deadline].compactMap { $0 }.min()
    }

    /// Services every device that is due. Returns their inputs in order.
    func serviceHardware(at uptime: Duration) -> [KioskInput] {
        serviceConsole()
        serviceDisplay(at: uptime)
        return serviceInput(at: uptime)
    }

    private func serviceConsole() {
        guard let console = hardware.console else { return }
        for event in console.events() {
            do throws(DisplayError) {
                switch event {
                case .leaveRequested:
                    devices.isAway = true
                    cancelStaffWork(.consoleLeft)
                    display.pause()
                    hardware.input?.pause()
                    try console.leave()
                    report(.consoleLeft)
                case .acquired:
                    try console.acquire()
                    display.resume()
                    hardware.input?.resume()
                    devices.isAway = false
                    report(.consoleTaken)
                }
            } catch { report(.consoleFailed("\(error)")) }
        }
    }

    private func serviceDisplay(at uptime: Duration) {
        // Limit the rounds, since each round is meant to finish what the previous one left due.
        for _ in 0..<4 {
            switch display.service(at: uptime) {
            case .none, .presented: break
            case .lost(let error):
                report(.displayLost("\(error)"))
                displayIsLost()
            case .changed:
                devices.isDisplayLost = false
                report(.displayTaken(display.summary))
                takePanel()
            }
            guard let deadline = display.deadline, deadline <= uptime else { return }
        }
    }

    func displayIsLost() {
        devices.isDisplayLost = true
        cancelStaffWork(.displayGone)
    }

    private func serviceInput(at uptime: Duration) -> [KioskInput] {
        guard let input = hardware.input else { return [] }
        var inputs: [KioskInput] = []
        for event in input.read(at: uptime) {
            switch event {
            case .contact(let contact): inputs.append(.contact(contact))
            case .raw(let contact): inputs.append(.rawContact(contact))
            case .key(let key): inputs.append(.key(key))
            case .pad(let event): pads.take(event)
            case .attached(let device, let role):
                inputs += noteKeyboard(device, role, isThere: true)
                pads.note(device, role, isThere: true)
                report(.attached(device: device.name, role: "\(role)"))
            case .detached(let device, let role, let reason):
                inputs += noteKeyboard(device, role, isThere: false)
                pads.note(device, role, isThere: false)
                if role == .touchscreen { cancelStaffWork(.touchscreenGone) }
                report(
                    .detached(device: device.name, role: "\(role)", reason: "\(reason)"))
            }
        }
        if let news = devices.noteTouchscreen(input.hasTouchscreen, at: uptime) { report(news) }
        return inputs
    }

    /// Restores all devices. The console is last, so that the text console never shows the picture.
    func close() {
        hardware.input?.pause()
        display.close()
        for problem in hardware.console?.close() ?? [] { report(.consoleFailed(problem)) }
    }
}
