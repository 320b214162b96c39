package import Geometry

/// Physical display on any device. It searches for another device when its own is gone, so that the
/// daemon and the visitor's session go on (T15).
package final class Glass: DisplayOutput {
    /// Interval of the search while there is no glass, without news of a device. The permissions of
    /// a new device file settle a little after its announcement.
    package static let searchPause = Duration.seconds(1)

    package private(set) var panel: Panel
    package private(set) var transform: PixelTransform
    /// Summary of the device, and the refused ones with their reasons.
    package private(set) var report: String
    private let finder: GlassFinder
    private let descriptors: DescriptorSet?
    private let plugEvents: (any PlugEvents)?
    private var backend: (any GlassBackend)?
    private var hadCard = false
    private var searchAt: Duration?
    private var isPaused = false
    private var isClosed = false

    /// Opens a device at once. Without one it throws `DisplayError`, or waits for one as a panel of
    /// this size.
    init(finder: GlassFinder, waitingAs panel: Panel?) throws(DisplayError) {
        self.finder = finder
        descriptors = try? DescriptorSet()
        // Before the search, so that nothing is missed between the two.
        plugEvents = finder.system.plugEvents()
        if let plugEvents { descriptors?.add(plugEvents.descriptor) }
        self.panel = panel ?? Panel(size: Size(width: 1, height: 1))
        transform = .glass(under: self.panel.size, finder.settings.orientation)
        report = "display=none"
        do throws(DisplayError) { try take() } catch {
            guard panel != nil else {
                plugEvents?.close()
                throw error
            }
            report = "display=none; \(error.message)"
            searchAt = finder.system.uptime() + Self.searchPause
        }
    }

    /// Whether there is no device now.
    package var isLost: Bool { backend == nil }

    package var summary: String { backend?.summary ?? report }

    package var descriptor: Int32? { descriptors?.descriptor }

    package var deadline: Duration? {
        if isClosed || isPaused { return nil }
        return backend?.deadline ?? (backend == nil ? searchAt : nil)
    }

    package func present(_ shadow: PixelBuffer, _ damage: Damage) throws(DisplayError) {
        guard let backend else { return }
        do throws(DisplayError) { try backend.present(shadow, damage) } catch {
            drop()
            throw error
        }
    }

    package func service(at uptime: Duration) -> DisplayNews {
        if isClosed { return .none }
        if plugEvents?.take() == true {
            backend?.checkPlug()
            searchAt = uptime
        }
        if isPaused { return .none }
        guard let backend else { return search(at: uptime) }
        let news = backend.service(at: uptime)
        switch news {
        case .lost: drop()
        case .changed: (panel, transform) = (backend.panel, backend.transform)
        case .none, .presented: break
        }
        return news
    }

    package func setPower(_ isOn: Bool) { backend?.setPower(isOn) }

    package func pause() {
        isPaused = true
        backend?.pause()
    }

    package func resume() {
        isPaused = false
        backend?.resume()
        if backend == nil { searchAt = .zero }
    }

    package func close() {
        if isClosed { return }
        isClosed = true
        drop()
        plugEvents?.close()
    }

    private func search(at uptime: Duration) -> DisplayNews {
        guard let at = searchAt, at <= uptime else { return .none }
        do throws(DisplayError) {
            try take()
            backend?.setModeAtFirstFrame()
            return .changed
        } catch {
            searchAt = uptime + Self.searchPause
            return .none
        }
    }

    private func take() throws(DisplayError) {
        let found = try finder.find(awaitsMonitor: hadCard)
        backend = found.backend
        hadCard = found.backend is KMSDisplay
        searchAt = nil
        (panel, transform) = (found.backend.panel, found.backend.transform)
        report = found.backend.summary
        if !found.refusals.isEmpty {
            report += "; refused " + found.refusals.joined(separator: "; ")
        }
        if let descriptor = found.backend.descriptor { descriptors?.add(descriptor) }
    }

    /// Drops the device. The next search is due at once: another monitor may be there already.
    private func drop() {
        guard let backend else { return }
        if let descriptor = backend.descriptor { descriptors?.remove(descriptor) }
        backend.close()
        self.backend = nil
        searchAt = .zero
    }
}
