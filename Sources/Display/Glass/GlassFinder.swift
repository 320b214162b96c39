import Geometry
import Kernel

/// Devices to search for glass: real ones or a test's.
struct GlassSystem {
    var cards: any DRMCards = LinuxCards()
    var framebuffers: any FramebufferCalls = LinuxFramebufferCalls()
    /// Creates the source of plug events; nil where the kernel's announcements are not available.
    var plugEvents: () -> (any PlugEvents)? = { try? KernelPlugEvents() }
    var uptime: () -> Duration = { Uptime.now() }
}

/// Search for the first usable device, in order.
struct GlassFinder {
    var choice: DisplayChoice
    var settings: GlassSettings
    var system: GlassSystem
    var log: (String) -> Void

    /// Result of a search, with the reasons of the refused devices.
    struct Found {
        var backend: any GlassBackend
        /// Reasons, as `kms card0: nothing is connected to HDMI-A-1`.
        var refusals: [String]
    }

    /// Searches for glass. Throws `DisplayError` with all reasons where there is none.
    ///
    /// - Parameter awaitsMonitor: Whether a card was used before. While any card waits for a
    ///   monitor, no framebuffer is taken, which would be kept when the monitor comes back.
    func find(awaitsMonitor: Bool = false) throws(DisplayError) -> Found {
        var refusals: [String] = []
        var unplugged: Set<String> = []
        if let connector = wantedConnector,
            let backend = findCard(connector, &refusals, &unplugged)
        {
            return Found(backend: backend, refusals: refusals)
        }
        if let path = wantedFramebuffer, !(awaitsMonitor && !unplugged.isEmpty),
            let backend = findFramebuffer(path, &refusals, unplugged)
        {
            return Found(backend: backend, refusals: refusals)
        }
        if case .memory = choice { refusals.append("a display in memory needs no device") }
        let reasons = refusals.isEmpty ? "no device there" : refusals.joined(separator: "; ")
        throw DisplayError(
            device: "display=\(choice)", message: "there is no glass to show on: \(reasons).")
    }

    /// Wanted connector; nil: no card at all; `.some(nil)`: any connector.
    private var wantedConnector: String?? {
        switch choice {
        case .auto: .some(nil)
        case .kms(let connector): .some(connector)
        case .fbdev, .memory: nil
        }
    }

    private var wantedFramebuffer: String?? {
        switch choice {
        case .auto: .some(nil)
        case .fbdev(let path): .some(path)
        case .kms, .memory: nil
        }
    }

    private func findCard(
        _ connector: String?, _ refusals: inout [String], _ unplugged: inout Set<String>
    ) -> (any GlassBackend)? {
        let paths = system.cards.paths()
        if paths.isEmpty { refusals.append("kms: no card in /dev/dri") }
        for path in paths {
            let name = path.split(separator: "/").last ?? ""
            let card: any DRMCard
            do throws(SystemError) { card = try system.cards.open(path) } catch {
                refusals.append("kms \(name): \(error)")
                continue
            }
            do throws(CardRefusal) {
                let route = try DRMRoute.choose(on: card, connector: connector)
                return try KMSDisplay(card: card, route: route, settings: settings, log: log)
            } catch let refusal {
                card.close()
                refusals.append("kms \(name): \(refusal.reason)")
                if refusal.isUnplugged { unplugged.insert(system.cards.hardware(of: path) ?? path) }
            }
        }
        return nil
    }

    private func findFramebuffer(
        _ path: String?, _ refusals: inout [String], _ unplugged: Set<String>
    ) -> (any GlassBackend)? {
        let paths = path.map { [$0] } ?? system.framebuffers.paths()
        if paths.isEmpty { refusals.append("fbdev: no framebuffer in /dev") }
        for path in paths {
            // A card without a monitor also has a framebuffer, which nobody would see and which
            // would be kept when the monitor comes.
            if let hardware = system.framebuffers.hardware(of: path), unplugged.contains(hardware) {
                refusals.append("fbdev \(path): it is the same card")
                continue
            }
            do throws(DisplayError) {
                return try FramebufferDisplay(
                    path: path, settings: settings, calls: system.framebuffers)
            } catch { refusals.append("fbdev \(error.description.trimmingEnd("."))") }
        }
        return nil
    }
}

extension String {
    fileprivate func trimmingEnd(_ character: Character) -> String {
        last == character ? String(dropLast()) : self
    }
}
