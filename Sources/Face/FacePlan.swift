package import Drawing
package import Errands
package import Geometry
package import Office
package import Screens
package import Touch

/// Settings of a face: everything but its devices. `core` and `KioskLoop.start` are the only
/// places where a face is wired.
package struct FacePlan: Sendable {
    package var content: SessionContent
    package var rules: SessionRules
    package var hours: OfficeHours
    /// Minute after midnight at which a business date begins.
    package var dayStartMinute: Int
    /// Touch settings for a panel.
    package var touch: @Sendable (Panel) -> TouchSettings
    package var light: IdleLight.Rules
    /// Whether the monitor goes off where the screen is dark (T45).
    package var switchesOff: Bool
    /// Keypads of the counters, as they were bound.
    package var pads: [PadBinding] = []
    /// Fault that the screen shows from its first frame on.
    package var fault: Fault?

    package init(
        content: SessionContent, rules: SessionRules = SessionRules(), hours: OfficeHours,
        dayStartMinute: Int = 0,
        touch: @escaping @Sendable (Panel) -> TouchSettings = { TouchSettings(panel: $0) },
        light: IdleLight.Rules = .init(), switchesOff: Bool = false, fault: Fault? = nil
    ) {
        self.content = content
        self.rules = rules
        self.hours = hours
        self.dayStartMinute = dayStartMinute
        self.touch = touch
        self.light = light
        self.switchesOff = switchesOff
        self.fault = fault
    }

    /// Makes a face on these devices. `report` is called where the core is used and must return at
    /// once.
    package func core(
        on hardware: Hardware, at moment: Moment, shaper: TextShaper = TextShaper(),
        report: @escaping (HardwareNews) -> Void = { _ in }
    ) -> KioskCore {
        var session = Session(content: content, rules: rules, now: moment)
        if let fault { _ = session.handle(.fault(fault), at: moment) }
        return KioskCore(session: session, plan: self, hardware, shaper: shaper, report: report)
    }
}
